"""What staff see of letters that did not leave: to whom and why, never what they say."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_poll

from municipal.users.models import User
from participation.ballots.actions import cast, declare
from participation.letters.actions import write_letters
from participation.models import Letter, SignInRequest
from participation.people.actions import account_for, ask, create_roles


pytestmark = pytest.mark.django_db
LIST = "/admin/participation/letters/"


@pytest.fixture
def communication(client):
    """A colleague of communication, signed in."""
    create_roles()
    user = User.objects.create_user("ines@ville.example", "prune-violette-12")
    user.groups.add(Group.objects.get(name="Communication"))
    client.force_login(user)
    return client


def refused(number, error="550 5.1.1 <b>no such</b> mailbox"):
    """Letters to sign in that the mail server refused."""
    for each in range(number):
        email = f"refused{each}@ville.example"
        ask(email, window=None, network="", language="fr", site=None, leads_to="", now=timezone.now())
    write_letters()
    Letter.objects.update(tries=3, next_try_at=None, last_error=error)


def test_a_letter_that_was_refused_is_listed_without_what_it_says(communication):
    refused(2)
    page = communication.get(LIST).content.decode()
    assert "refused0@ville.example" in page and "550 5.1.1 &lt;b&gt;no such&lt;/b&gt; mailbox" in page
    for request in SignInRequest.objects.all():
        assert request.code not in page and request.token not in page and request.key not in page


def test_what_left_and_what_is_not_late_yet_is_not_listed(communication):
    refused(3, error="")
    sent, waiting, late = Letter.objects.order_by("pk")
    Letter.objects.filter(pk=sent.pk).update(sent_at=timezone.now())
    Letter.objects.filter(pk=waiting.pk).update(next_try_at=timezone.now())
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Letter.objects.filter(pk=late.pk).update(next_try_at=timezone.now(), created_at=an_hour_ago)
    page = communication.get(LIST).content.decode()
    assert [each.recipient in page for each in (sent, waiting, late)] == [False, False, True]


def test_nobody_can_change_a_letter_by_hand(client, admin_user):
    refused(1)
    client.force_login(admin_user)
    letter = Letter.objects.get()
    assert client.get(LIST).status_code == 200
    for path in ("new/", f"edit/{letter.pk}/", f"delete/{letter.pk}/", f"copy/{letter.pk}/"):
        assert client.post(LIST + path).status_code == 404, path
    assert client.get(f"{LIST}?ordering=context").status_code == 200
    assert client.get(f"{LIST}results/?ordering=-recipient&p=1").status_code == 200


@pytest.mark.parametrize("role", ["Modération", "Agent de service", "Scrutateur"])
def test_other_roles_do_not_see_residents_addresses(role, client):
    create_roles()
    user = User.objects.create_user("malik@ville.example", "prune-violette-12")
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    assert client.get(LIST).status_code in (302, 403)
    assert LIST not in client.get("/admin/").content.decode()


def test_the_list_costs_the_same_for_one_letter_and_for_forty(communication):
    counts = []
    for number in (1, 40):
        refused(number)
        communication.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            communication.get(LIST)
        counts.append(len(queries))
        Letter.objects.all().delete()
    assert counts[0] == counts[1] <= 20


def test_who_has_voted_and_at_which_minute_is_read_by_nobody(communication):
    poll = make_poll(electors=0, access="email")
    account = account_for("camille@ville.example")
    cast(poll.pk, declare(poll, account, "").pk, '["1"]', "ab" * 32)
    write_letters()
    assert Letter.objects.get().recipient == account.email
    Letter.objects.update(tries=3, last_error="550 5.1.1 <camille@ville.example>: no such mailbox")
    page = communication.get(LIST).content.decode()
    assert "550 5.1.1" in page and "camille@" not in page and "vote recorded" not in page and "enregistré" not in page
