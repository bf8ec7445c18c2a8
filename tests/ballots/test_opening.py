"""Opening: only a frozen vote with its dates, on a database that keeps what it acknowledges; exact on every night."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.utils import timezone
from factories import make_poll, make_ready_poll, open_ready

from participation.ballots.actions.opening import NotReady
from participation.models import JournalEntry, Phase, Poll, Vote


pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(settings):
    """A poll whose vote is frozen and whose box was never opened."""
    settings.PARTICIPATION = {"VOTES_ON_SQLITE": True}
    vote = make_poll(electors=0).vote
    Poll.objects.all()._raw_delete("default")
    Vote.objects.thaw(frozen_at=timezone.now(), fingerprint="ab" * 32)
    vote.refresh_from_db()
    return make_ready_poll(vote)


def test_opening_copies_the_two_ends_and_says_so_in_the_journal(draft):
    poll = open_ready(draft)
    span = poll.vote.process.standing(timezone.now()).span("vote")
    assert poll.opens_at == span.opens.replace(microsecond=0) and poll.closes_at == span.closes.replace(microsecond=0)
    assert len(poll.salt) == 32 and JournalEntry.objects.first().facts["fingerprint"] == "ab" * 32


@pytest.mark.parametrize(
    ("why", "spoil"),
    [
        ("not-frozen", lambda poll: Vote.objects.thaw(frozen_at=None)),
        ("opened-already", open_ready),
        ("no-dates", lambda poll: Phase.objects.all().delete()),
        ("is-over", lambda poll: Phase.objects.update(closes=timezone.now() - timedelta(seconds=5))),
    ],
)
def test_what_is_not_ready_is_not_opened(draft, why, spoil):
    spoil(draft)
    with pytest.raises(NotReady, match=why):
        open_ready(draft)


def test_sqlite_holds_a_real_vote_only_where_the_host_says_so(draft, settings):
    settings.PARTICIPATION = {}
    if connection.vendor == "sqlite":
        with pytest.raises(NotReady, match="sqlite"):
            open_ready(draft)
    else:
        assert open_ready(draft).opened_at


def test_a_real_vote_that_is_open_on_sqlite_is_an_error_of_the_setup(draft, settings):
    def said():
        return [each.id for each in run_checks(databases=["default"]) if each.id == "participation.E005"]

    open_ready(draft)
    assert said() == []
    settings.PARTICIPATION = {}
    assert said() == (["participation.E005"] if connection.vendor == "sqlite" else [])
    Poll.objects.update(closes_at=timezone.now() + timedelta(days=1), closed_at=timezone.now())
    assert said() == []


PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("closes", "utc"),
    [
        (datetime(2099, 10, 25, 2, 30, tzinfo=PARIS), "2099-10-25T00:30:00"),  # the first half past two
        (datetime(2099, 10, 25, 2, 30, fold=1, tzinfo=PARIS), "2099-10-25T01:30:00"),  # the second
        (datetime(2099, 3, 29, 3, 0, tzinfo=PARIS), "2099-03-29T01:00:00"),  # two o'clock does not exist
        (datetime(2099, 10, 20, 23, 59, tzinfo=PARIS), "2099-10-20T21:59:00"),
    ],
)
def test_a_box_closes_at_the_instant_that_was_shown_on_the_nights_of_the_hour_too(draft, closes, utc):
    Phase.objects.update(opens=timezone.now() - timedelta(days=1), closes=closes)
    assert open_ready(draft).closes_at.astimezone(ZoneInfo("UTC")).isoformat()[:19] == utc


def test_a_database_that_forgets_is_refused():
    assert not [each for each in run_checks(databases=["default"]) if each.id == "participation.E004"]
    setting = "PRAGMA synchronous = 0" if connection.vendor == "sqlite" else "SET synchronous_commit = off"
    back = "PRAGMA synchronous = 2" if connection.vendor == "sqlite" else "SET synchronous_commit = on"
    if connection.vendor == "sqlite":
        pytest.skip("SQLite changes this outside transactions only: see tests/databases")
    with connection.cursor() as cursor:
        cursor.execute(setting)
    found = [each for each in run_checks(databases=["default"]) if each.id == "participation.E004"]
    with connection.cursor() as cursor:
        cursor.execute(back)
    assert len(found) == 1 and "synchronous_commit = off" in found[0].msg
