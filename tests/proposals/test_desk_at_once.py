"""Two officers publish the same proposals in the same moment: each row has one page, and the tree stays whole."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from factories import call_page, make_process, make_proposal
from wagtail.models import Page

from municipal.users.models import User
from participation.models import BudgetCallPage, Proposal, ProposalPage
from participation.proposals import actions


def at_once(*runs):
    """Run functions in the same moment, each on a connection of its own. What each returned or raised."""
    start, found = Barrier(len(runs)), [None] * len(runs)

    def go(place, run):
        start.wait()
        try:
            found[place] = run()
        except Exception as error:
            found[place] = error
        finally:
            connection.close()

    threads = [Thread(target=go, args=each) for each in enumerate(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_the_same_rows_at_once_one_does():
    officer = User.objects.create_superuser("anne@ville.example", "secret")
    process = make_process()
    call = call_page(process)
    first, second = [make_proposal(process, f"Projet {number}") for number in range(3)], make_proposal(process, "Autre")

    def publish(*rows):
        return lambda: actions.publish_as_page(list(rows), None, officer)

    one, other, apart = at_once(publish(*first), publish(*reversed(first)), publish(second))
    assert sorted((len(one.published), len(other.published))) == [0, 3], (one, other)
    assert sorted((len(one.skipped), len(other.skipped))) == [0, 3]
    assert len(apart.published) == 1
    assert ProposalPage.objects.count() == ProposalPage.objects.exclude(proposal=None).count() == 4
    assert BudgetCallPage.objects.get(pk=call.pk).numchild == 4
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_a_status_at_once_one_does():
    officer = User.objects.create_superuser("anne@ville.example", "secret")
    process = make_process()
    rows = [make_proposal(process, f"Projet {number}") for number in range(3)]
    now = rows[0].updated_at

    def change(chosen):
        return lambda: len(actions.change_status(chosen, "built", "", officer, now))

    assert sorted(at_once(change(rows), change(rows[::-1]))) == [0, 3]
    assert set(Proposal.objects.values_list("status", flat=True)) == {"built"}
