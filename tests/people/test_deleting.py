"""An account deleted in Wagtail's list of users, or by any other door, is erased too: nobody votes twice."""

import pytest
from ballots.test_erasing import CAMILLE, everything, seal, vote
from django.db import transaction
from django.db.models.signals import pre_delete
from django.test import Client
from factories import make_poll, make_process, make_proposal
from people.door import signed_in as who
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from municipal.users.models import User
from participation.ballots.actions import declare, mark_at_desk
from participation.journal.actions import verify
from participation.models import Elector, OpenBallot, Proposal, Resident, RollMark
from participation.people.actions import account_for, erase
from participation.signals import erasing_account


pytestmark = pytest.mark.django_db
SAMI, HELP = "sami@ville.example", "Mairie, 01 99 00 15 24"


@pytest.fixture
def anne(client):
    """An administrator in the editor."""
    client.user = User.objects.create_superuser("anne@ville.example", "prune-violette-12")
    UserProfile.objects.create(user=client.user, preferred_language="en")
    client.force_login(client.user)
    return client


@pytest.fixture
def poll():
    return make_poll(electors=0, access="email", help_elsewhere=HELP)


def page_of(*people):
    """Where the list of users asks whether one is sure."""
    if len(people) == 1:
        return f"/admin/users/delete/{people[0].pk}/"
    return "/admin/bulk/users/user/delete/?" + "&".join(f"id={person.pk}" for person in people)


def one_by_one(anne, *people):
    for person in people:
        assert anne.post(page_of(person)).status_code == 302


def all_at_once(anne, *people):
    assert anne.post(page_of(*people)).status_code == 302


def from_a_shell(anne, *people):
    User.objects.filter(pk__in=[person.pk for person in people]).delete()


@pytest.mark.parametrize("delete", [one_by_one, all_at_once, from_a_shell])
def test_whoever_is_deleted_during_a_vote_leaves_mark_and_ballot_no_name_and_gets_no_second(anne, poll, delete):
    elector, _answer = vote(poll, CAMILLE, 1, 1)
    vote(poll, SAMI, 2, 2)
    Resident.objects.update(display_name="Camille Lenoir")
    delete(anne, *User.objects.exclude(pk=anne.user.pk))
    assert User.objects.get() == anne.user and RollMark.objects.count() == OpenBallot.objects.count() == 2
    assert [word for word in ("camille", "lenoir", SAMI) if word in everything()] == []
    again, answer = vote(poll, CAMILLE, 2, 3)
    assert (again.pk, answer) == (elector.pk, "changed") and RollMark.objects.count() == 2
    sealed, _people = seal(poll)
    assert sealed.numbers["ballots"]["online"] == 2 and not Elector.objects.exclude(number="").exists()


def come_back(poll, door):
    """The answer to somebody who comes in again by a letter and says they would like to vote."""
    client = Client()
    client.post("/connexion/code/", {"code": door(client, CAMILLE).code})
    client.post(f"/en/p/vote/{poll.vote_id}/bulletin/qui/", {"age": "on", "lives": "on"})
    return client, client.get(f"/en/p/vote/{poll.vote_id}/bulletin/").content.decode()


def test_who_comes_back_by_a_letter_finds_the_ballot_they_had(anne, poll, door):
    vote(poll, CAMILLE, 1, 1)
    one_by_one(anne, User.objects.get(email=CAMILLE))
    client, page = come_back(poll, door)
    assert "You have voted already." in page and "A new ballot replaces the old one" in page
    assert page.count("checked") == 1
    assert RollMark.objects.count() == OpenBallot.objects.count() == Elector.objects.count() == 1


def test_who_had_voted_on_paper_is_told_so_and_what_else_can_be_done(anne, poll, door):
    elector = declare(poll, account_for(CAMILLE), "")
    mark_at_desk(poll.pk, elector.pk)
    all_at_once(anne, User.objects.get(email=CAMILLE), account_for(SAMI))
    _client, page = come_back(poll, door)
    assert "You have voted on paper" in page and HELP in page and "data-ballot" not in page
    assert RollMark.objects.count() == 1 and not OpenBallot.objects.exists()


@pytest.mark.parametrize("emails", [(CAMILLE,), (CAMILLE, SAMI)])
def test_the_page_that_asks_says_what_becomes_of_a_person(anne, emails):
    asked = [account_for(email) for email in emails]
    page = anne.get(page_of(*asked)).content.decode()
    assert "their ballot stays in the box and counts" in page and "gets no second one" in page
    assert "Yes, delete" in page and User.objects.count() == len(emails) + 1
    done = anne.post(page_of(*asked), follow=True).content.decode()
    assert "stays in the box" not in done and User.objects.get() == anne.user


def test_what_a_person_proposed_never_becomes_the_town_s_and_their_windows_are_closed(anne):
    account = account_for(CAMILLE)
    phone = Client()
    phone.force_login(account)
    make_proposal(make_process(), author=account.resident)
    one_by_one(anne, account)
    proposal = Proposal.objects.get()
    assert proposal.author.display_name == "" and proposal.author.account is None and who(phone) is None
    assert account_for(CAMILLE).resident != proposal.author, "whoever comes back is somebody new"


@pytest.mark.parametrize("delete", [one_by_one, all_at_once])
def test_the_history_of_the_editor_says_who_did_it_and_no_longer_to_whom(anne, delete):
    people = account_for(CAMILLE), account_for(SAMI)
    keys = {str(each.pk) for each in people}
    delete(anne, *people)
    entries = ModelLogEntry.objects.filter(action="wagtail.delete")
    assert {(each.user, each.label) for each in entries} == {(anne.user, key) for key in keys}
    assert anne.get("/admin/reports/site-history/").status_code == 200


def test_erasing_leaves_no_name_in_the_history_of_the_editor_either(anne):
    made = {"email": CAMILLE, "first_name": "Camille", "last_name": "Lenoir", "is_active": "on"}
    password = {"password1": "prune-violette-12", "password2": "prune-violette-12"}
    assert anne.post("/admin/users/new/", made | password).status_code == 302
    account = User.objects.get(email=CAMILLE)
    assert ModelLogEntry.objects.filter(label="Camille Lenoir").exists()
    erase(account)
    assert "lenoir" not in everything() and User.objects.filter(pk=account.pk).exists()


def test_a_room_that_cannot_erase_its_part_keeps_the_account(poll):
    vote(poll, CAMILLE, 1, 1)

    def fail(**kwargs):
        raise OSError("not now")

    erasing_account.connect(fail)
    try:
        with pytest.raises(OSError, match="not now"), transaction.atomic():
            User.objects.get(email=CAMILLE).delete()
    finally:
        erasing_account.disconnect(fail)
    assert Elector.objects.get().resident.account.email == CAMILLE


def test_a_colleague_is_deleted_and_the_journal_holds(anne, poll):
    sealed, people = seal(poll)
    all_at_once(anne, *people)
    assert verify() is None and User.objects.get() == anne.user
    page = anne.get(f"/admin/participation/polls/{poll.vote_id}/").content.decode()
    assert "a deleted account" in page and "<dd>None" not in page


def test_nobody_deletes_themselves_and_only_an_administrator_another(client, anne):
    assert "You don" in anne.get(page_of(anne.user, account_for(SAMI))).content.decode()
    anne.post(page_of(anne.user))
    anne.post(page_of(anne.user, account_for(SAMI)))
    assert User.objects.get() == anne.user


def test_the_account_model_is_watched_under_its_own_name():
    assert pre_delete.has_listeners(User)
