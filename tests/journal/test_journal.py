"""The journal: what is in it cannot be edited without being seen, by the application or behind its back."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from factories import make_process
from hypothesis import given
from hypothesis import strategies as st

from municipal.users.models import User
from participation.journal.actions import record, verify
from participation.journal.models import JournalEntry
from participation.journal.rules import FIRST, canonical, digest, first_break


pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return User.objects.create_user("greffe@ville.example", "secret")


def three_acts(clerk):
    process = make_process()
    with transaction.atomic():
        return [record(f"act-{n}", clerk, process, number=n, reason="pluie") for n in range(1, 4)]


def test_entries_follow_each_other_and_the_chain_holds(clerk):
    first, second, third = three_acts(clerk)
    assert [each.place for each in (first, second, third)] == [1, 2, 3]
    assert first.before == FIRST and second.before == first.digest and third.before == second.digest
    assert verify() is None


def test_what_is_read_back_gives_the_same_digests(clerk):
    three_acts(clerk)
    told = StringIO()
    call_command("verify_journal", stdout=told)
    assert "3 entries hold" in told.getvalue() and JournalEntry.objects.first().digest in told.getvalue()


def test_the_application_never_changes_nor_deletes_an_entry(clerk):
    entry = three_acts(clerk)[0]
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_too(verb, clerk):
    three_acts(clerk)
    rows = JournalEntry.objects.filter(place=2)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        rows.update(act="nothing") if verb == "update" else rows._raw_delete(rows.db)
    assert verify() is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("harm", ["changed", "removed", "cut"])
def test_what_an_administrator_of_the_database_does_is_seen(harm, clerk, unguarded):
    entries = three_acts(clerk)
    with unguarded("participation_journalentry"):
        rows = JournalEntry.objects.filter(place=2)
        if harm == "changed":
            rows.update(facts={"number": 2, "reason": "soleil"})
        elif harm == "removed":
            rows._raw_delete(rows.db)
        else:
            JournalEntry.objects.filter(place=3)._raw_delete("default")
    if harm == "cut":  # the end can be cut off unseen: the last digest written elsewhere shows it
        assert verify() is None and not JournalEntry.objects.filter(digest=entries[2].digest).exists()
    else:
        assert verify() == 2
        with pytest.raises(CommandError, match="from entry 2"):
            call_command("verify_journal")


def test_an_act_undone_leaves_no_entry(clerk):
    process = make_process()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("open", clerk, process)
        raise ZeroDivisionError
    assert not JournalEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses(clerk):
    with pytest.raises(RuntimeError):
        record("open", clerk, make_process())


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_at_once_make_one_chain():
    process = make_process()

    def write(number):
        try:
            with transaction.atomic():
                record("act", None, process, number=number)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert JournalEntry.objects.count() == 20 and verify() is None


def test_erasing_a_person_changes_no_entry(clerk):
    three_acts(clerk)
    clerk.delete()
    assert verify() is None


@pytest.mark.parametrize("value", [1.5, object(), {1: "a"}])
def test_a_fact_without_one_spelling_is_refused(value, clerk):
    with pytest.raises(TypeError):
        record("act", clerk, make_process(), fact=value)


FACTS = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=8) | st.none(), max_size=4)


@given(st.lists(FACTS, min_size=1, max_size=8), st.data())
def test_any_single_change_breaks_the_chain_where_it_was_made(told, data):
    entries, before = [], FIRST
    for place, facts in enumerate(told, 1):
        entries.append((place, before, facts, digest(before, facts)))
        before = entries[-1][3]
    assert first_break(entries) is None
    at = data.draw(st.integers(0, len(entries) - 1))
    place, before, facts, said = entries[at]
    entries[at] = (place, before, {**facts, "added": 1}, said)
    assert first_break(entries) == (None if canonical({**facts, "added": 1}) == canonical(facts) else at + 1)
