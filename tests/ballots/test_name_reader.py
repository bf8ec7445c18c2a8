"""Naming one more reader of a result, when those named before the opening are not there any more."""

import pytest
from django.core.management import CommandError, call_command
from factories import counted_vote, make_poll

from municipal.users.models import User
from participation.journal.actions import verify
from participation.models import JournalEntry, Vote


pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    return User.objects.create_user("solange@ville.example", "secret", first_name="Solange")


def name(poll, email="solange@ville.example", reason="Le maire, le 12 mai"):
    call_command("name_reader", poll.vote_id, email, reason=reason)


def test_one_more_person_is_named_and_the_journal_says_it(colleague):
    poll = make_poll()
    before = User.objects.create_user("paul@ville.example", "secret", first_name="Paul")
    poll.readers.add(before)
    name(poll, "Solange@Ville.example")
    assert set(poll.readers.all()) == {before, colleague}
    entry = JournalEntry.objects.get(act="reader-named")
    assert entry.facts == {"reader": str(colleague.pk), "reason": "Le maire, le 12 mai"} and verify() is None


def test_naming_somebody_twice_says_so_and_writes_nothing(colleague, capsys):
    poll = make_poll()
    name(poll)
    name(poll)
    assert "was named before" in capsys.readouterr().out
    assert JournalEntry.objects.filter(act="reader-named").count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "personne@ville.example"}, "No account"),
        ({"reason": "  "}, "--reason"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(colleague, changes, said):
    poll = make_poll()
    with pytest.raises(CommandError, match=said):
        name(poll, **changes)
    assert not poll.readers.exists() and not JournalEntry.objects.filter(act="reader-named").exists()


def test_not_for_a_draft_nor_for_a_result_that_is_public(colleague):
    poll = make_poll()
    with pytest.raises(CommandError, match="no box that was opened"):
        call_command("name_reader", 999_999, colleague.email, reason="x")
    Vote.objects.filter(pk=poll.vote_id).update(result=counted_vote().result_id)
    with pytest.raises(CommandError, match="public already"):
        name(poll)


@pytest.mark.parametrize("vote", ["99999999999999999999", "1e3", "٣", "-1"])
@pytest.mark.parametrize(
    "command",
    [
        ("name_reader", "{}", "solange@ville.example", "--reason=x"),
        ("publish_ballots", "{}", "/nowhere"),
        ("import_roll", "/nowhere", "--vote={}"),
        ("compare_rules", "{}"),
    ],
)
def test_a_number_that_no_row_has_is_said_in_a_line_by_every_command(vote, command):
    with pytest.raises(CommandError):
        call_command(*(part.format(vote) for part in command))
