"""The journal on screen: read by who may, narrowed, verified; nobody writes there."""

from html import unescape

import pytest
from django.db import connection, transaction
from django.db.models import JSONField, Value
from django.test.utils import CaptureQueriesContext
from factories import make_process
from factories import signed_in as sign_in

from participation.journal.actions import record, verify
from participation.journal.models import JournalEntry


JOURNAL = "/admin/participation/journal/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client):
    return sign_in(client, "Auditeur")


def text(answer):
    return unescape(answer.content.decode())


def acts(auditor, number=3):
    process = make_process()
    with transaction.atomic():
        for n in range(number):
            record("poll-opened" if n else "mowed-the-lawn", auditor.user if n else None, process, reason=f"<i>{n}</i>")
    return process


def test_an_empty_journal_says_so(auditor):
    assert "Nothing is written down yet." in text(auditor.get(JOURNAL))
    assert "The journal is empty." in text(auditor.post(JOURNAL, follow=True))


def test_every_act_is_told_with_who_when_what_and_its_facts(auditor):
    process = acts(auditor)
    answer = auditor.get(JOURNAL)
    assert "&lt;i&gt;2&lt;/i&gt;" in answer.content.decode() and "<i>2</i>" not in answer.content.decode()
    shown = text(answer)
    for words in ("Opened the box", str(auditor.user), "the software", "Mowed-the-lawn", f"process:{process.pk}"):
        assert words in shown, words


def test_facts_are_told_in_words_and_moments_in_the_time_of_the_town(auditor):
    with transaction.atomic():
        record("poll-opened", None, make_process(), left_out=2, closes="2026-12-04T17:00:00+00:00", other=7)
    shown = text(auditor.get(JOURNAL))
    assert "lines left out : 2" in shown and "other : 7" in shown
    assert "closes : 4 December 2026, 18:00" in shown


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("act=poll-opened", 2),
        ("act=nothing", 0),
        ("about=process:{}", 3),
        ("about=vote:{}", 0),
        ("since=2000-01-01&until=2100-01-01", 3),
        ("until=2000-01-01", 0),
        ("since=hier&page=zut&who=%00&about=%00", 3),
    ],
)
def test_it_is_narrowed_and_bad_values_are_ignored(auditor, asked, number):
    process = acts(auditor)
    shown = text(auditor.get(f"{JOURNAL}?{asked.format(process.pk)}"))
    assert shown.count("<td>process:") == number


def test_the_button_reads_the_chain_and_says_whether_it_holds(auditor):
    acts(auditor)
    told = text(auditor.post(JOURNAL, follow=True))
    assert "3 entries hold" in told and JournalEntry.objects.first().digest in told
    JournalEntry.objects.bulk_create(
        [JournalEntry(place=4, act="forged", about="vote:1", at="2026-01-01T00:00Z", before="0" * 64, digest="f" * 64)]
    )
    assert "does not hold from entry 4 on" in text(auditor.post(JOURNAL, follow=True))


@pytest.mark.parametrize("facts", [{"number": 1.5}, {"number": {"deep": 0.1}}, [1], "words", None])
def test_facts_that_nobody_here_wrote_are_found_and_shown(facts, auditor):
    acts(auditor)
    last = JournalEntry.objects.first()
    forged = {"act": "forged", "about": "vote:1", "at": "2026-01-01T00:00Z", "before": last.digest, "digest": "f" * 64}
    JournalEntry.objects.bulk_create([JournalEntry(place=4, facts=facts or Value(None, JSONField()), **forged)])
    assert verify() == 4
    assert "does not hold from entry 4 on" in text(auditor.post(JOURNAL, follow=True))


def test_it_costs_the_same_for_few_and_for_many(auditor):
    acts(auditor)
    with CaptureQueriesContext(connection) as few:
        auditor.get(JOURNAL)
    acts(auditor, 40)
    with CaptureQueriesContext(connection) as many:
        auditor.get(JOURNAL)
    assert len(few) == len(many)
