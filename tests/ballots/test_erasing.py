"""P20: erasing a person removes what identifies them; no count, no root, no line of the journal changes."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from factories import make_poll

from municipal.users.models import User
from participation.ballots.actions import agree_to_seal, begin, cast, close, declare, give_duty, lines, remind
from participation.ballots.rules import digest_of, root_of
from participation.journal.actions import verify
from participation.journal.sentences import names_of
from participation.models import BegunBallot, Elector, JournalEntry, OpenBallot, Poll, Resident, RollMark
from participation.people.actions import account_for, erase


pytestmark = pytest.mark.django_db(transaction=True)
CAMILLE = "camille.lenoir@ville.example"


@pytest.fixture
def poll():
    return make_poll(electors=0, access="email")


def vote(poll, email, choice, n):
    elector = declare(poll, account_for(email), "")
    return elector, cast(poll.pk, elector.pk, f'["{choice}"]', digest_of(poll.salt, f"{n:016}"))


def seal(poll):
    people = [User.objects.create_user(f"{name}@ville.example", "secret") for name in ("ana", "bao")]
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    close(poll, people[0])
    for person in people:
        agree_to_seal(poll, person)
    return Poll.objects.get(pk=poll.pk), people


def everything():
    """Every row of every table, as text."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names that the database gave)
            said += cursor.fetchall()
    return str(said).lower()


def test_who_goes_during_a_vote_leaves_mark_and_ballot_and_no_name(poll):
    elector, _answer = vote(poll, CAMILLE, 1, 1)
    erase(User.objects.get(email=CAMILLE))
    assert RollMark.objects.get().pk == OpenBallot.objects.get().pk == elector.pk
    assert "camille" not in everything() and "lenoir" not in everything()
    assert Elector.objects.get().resident is None
    sealed, _people = seal(poll)
    assert sealed.root == root_of(lines(poll.vote_id)) and sealed.numbers["ballots"]["online"] == 1
    assert Elector.objects.get().number == "", "nothing stands for them any more"


def test_who_comes_back_under_the_same_address_finds_the_ballot_and_never_gets_a_second(poll):
    elector, _answer = vote(poll, CAMILLE, 1, 1)
    erase(User.objects.get(email=CAMILLE))
    again, answer = vote(poll, CAMILLE, 2, 2)
    assert again == elector and answer == "changed"
    assert RollMark.objects.count() == OpenBallot.objects.count() == Elector.objects.count() == 1
    other, answer = vote(poll, "sami@ville.example", 2, 3)
    assert other != elector and answer == "recorded"


def test_the_page_says_what_becomes_of_a_ballot_before_it_asks(poll):
    _elector, _answer = vote(poll, CAMILLE, 1, 1)
    voter, stranger = Client(), Client()
    voter.force_login(User.objects.get(email=CAMILLE))
    stranger.force_login(account_for("sami@ville.example"))
    said = [each.get("/mon-compte/supprimer/").content.decode() for each in (voter, stranger)]
    assert [len(re.findall(r"<p>(You have voted|Vous avez voté)", each)) for each in said] == [1, 0]


def test_after_the_seal_the_roll_forgets_them_and_root_and_numbers_stay(poll):
    for n, name in enumerate(("camille.lenoir", "sami", "inès")):
        vote(poll, f"{name}@ville.example", 1 + n % 2, n)
    Elector.objects.update(name="Camille Lenoir", folded="camille lenoir", address="3 quai")
    sealed, _people = seal(poll)
    before = (sealed.root, sealed.numbers, list(lines(poll.vote_id)), RollMark.objects.count())
    elector = Elector.objects.get(resident__account__email=CAMILLE)
    erase(User.objects.get(email=CAMILLE))
    elector.refresh_from_db()
    assert (elector.name, elector.folded, elector.address, elector.resident) == ("", "", "", None)
    sealed.refresh_from_db()
    assert before == (sealed.root, sealed.numbers, list(lines(poll.vote_id)), RollMark.objects.count())


def test_nobody_is_reminded_who_has_gone(poll):
    begin(declare(poll, account_for(CAMILLE), ""))
    erase(User.objects.get(email=CAMILLE))
    assert not BegunBallot.objects.exists() and remind(timezone.now() + timedelta(days=1)) == 0


def test_a_colleague_who_has_acted_is_erased_and_the_chain_holds_without_their_name(poll):
    vote(poll, CAMILLE, 1, 1)
    clerk = User.objects.create_user("rose@ville.example", "secret", first_name="Rose", is_superuser=True)
    helper = give_duty(poll, clerk, email="rose@ville.example", role="desk", ends_at=timezone.now() + timedelta(days=1))
    sealed, (ana, _bao) = seal(poll)
    acts = JournalEntry.objects.count()
    for person in (clerk, ana):
        call_command("erase_person", person.email, stdout=io.StringIO())
        assert User.objects.filter(email=person.email).exists(), "asked first"
        call_command("erase_person", person.email, sure=True, stdout=io.StringIO())
    assert verify() is None and JournalEntry.objects.count() >= acts
    assert JournalEntry.objects.filter(by=str(clerk.pk)).exists()
    assert "rose" not in everything() and "ana@" not in everything()
    assert str(clerk.pk) in names_of({str(clerk.pk)})[str(clerk.pk)]
    assert "invalid" not in names_of({str(clerk.pk)})[str(clerk.pk)]
    helper.refresh_from_db()
    clerk.refresh_from_db()
    assert helper.ended_at and not clerk.is_active and not clerk.is_superuser
    assert Poll.objects.get().root == sealed.root and Resident.objects.exists()


def test_an_address_that_nobody_has_is_said():
    with pytest.raises(CommandError, match="No account"):
        call_command("erase_person", "personne@ville.example", sure=True)
