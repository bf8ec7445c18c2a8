"""Sealing a box: the link between people and choices is cut, and the ballots become a list anyone can check.

The sealed rows are written anew in one transaction, in the order of their receipts' digests, so that neither their
place, nor their keys, nor the database's own row versions say in which order people voted or which mark they belong to.
"""

import json
from collections import Counter
from importlib.metadata import PackageNotFoundError, version

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from ...conf import setting
from ...journal.actions import record
from ...journal.models import JournalEntry
from ...votes.models import SealedBallot, Vote
from ..models import Agreement, BegunBallot, OpenBallot, PaperEntry, RollMark
from ..models.poll import SEAL
from ..rules import line_of, root_of, sheets
from .closing import Unequal
from .duties import end_duties
from .erasing import forget_erased
from .locks import hold_poll, lock_box
from .paper import readings
from .sweeping import sweep_box


class NotReady(Exception):
    """The box cannot be sealed yet. `code` says why; the words belong to forms."""

    def __init__(self, code, **facts):
        super().__init__(code)
        self.code, self.facts = code, facts


REWRITE = """INSERT INTO {sealed} (vote_id, body, imported, rehearsal, channel, receipt, batch)
SELECT %s, body, %s, %s, 'online', receipt, NULL FROM {box} WHERE poll_id = %s ORDER BY receipt"""
BLANK = ("[]", '["blank"]')  # the body of a ballot that chooses nothing


@transaction.atomic(durable=True)
def agree_to_seal(poll, by, difference=""):
    """One of two people agrees; with the second, the box is sealed. Returns the sealed poll, or None while it is not.

    Where the website runs as a role that cannot read the box (WEB_ROLE), `seal_agreed` does the sealing afterwards.
    `difference` explains, in words that the journal keeps, why the paper sheets and the marks at the desk are not
    the same number. Raises NotReady and Unequal.
    """
    poll = hold_poll(poll.pk)
    _check(poll, difference)
    if poll.agreements.filter(act=SEAL, by=by).exists():
        raise NotReady("same-person")
    if poll.agreements.filter(act=SEAL).count() > 1:
        raise NotReady("agreed-by-two")
    Agreement.objects.create(poll=poll, act=SEAL, by=by, at=timezone.now())
    record("seal-agreed", by, poll, difference=difference.strip())
    if poll.agreements.filter(act=SEAL).count() < 2 or setting("WEB_ROLE"):
        return None
    return _seal(poll, by, difference)


@transaction.atomic(durable=True)
def seal_agreed(poll):
    """Seal a box that two people have agreed to seal, as the role that owns it. Returns the sealed poll.

    Everything is checked once more; what the second of them said of a difference holds. Raises NotReady and Unequal.
    """
    poll = hold_poll(poll.pk)
    agreed = list(poll.agreements.filter(act=SEAL).select_related("by").order_by("pk"))
    if len(agreed) < 2:
        raise NotReady("not-agreed")
    difference = JournalEntry.objects.of(poll).filter(act="seal-agreed").first().facts["difference"]
    _check(poll, difference)
    return _seal(poll, agreed[-1].by, difference)


def _check(poll, difference):
    """Everything that must hold before the link is cut."""
    if poll.closed_at is None:
        raise NotReady("not-closed")
    if poll.sealed_at:
        raise NotReady("sealed-already")
    online = RollMark.objects.filter(poll=poll, channel=RollMark.Channel.ONLINE).count()
    if online != (ballots := OpenBallot.objects.number(poll)):
        raise Unequal(online, ballots)
    if poll.paper_batches.filter(closed_at=None, voided_at=None).exists():
        raise NotReady("open-batches")
    desk = RollMark.objects.filter(poll=poll, channel=RollMark.Channel.DESK).count()
    on_paper = sum(poll.paper_batches.filter(voided_at=None).values_list("sheets", flat=True))
    if desk != on_paper and not difference.strip():
        raise NotReady("paper-differs", marks=desk, sheets=on_paper)


def _seal(poll, by, difference):
    """In the transaction of the second agreement: rewrite, count, drop."""
    with connection.cursor() as cursor:
        lock_box(cursor, poll.pk, alone=True)
        names = {"sealed": SealedBallot._meta.db_table, "box": OpenBallot._meta.db_table}
        cursor.execute(REWRITE.format(**names), [poll.vote_id, False, _rehearses(poll), poll.pk])
    poll.spoiled = spoiled = _seal_paper(poll)
    poll.numbers = numbers = _numbers(poll)
    poll.root = root_of(_measured(lines(poll.vote_id), numbers))
    poll.sealed_at = timezone.now()
    poll.save(update_fields=["root", "sealed_at", "spoiled", "numbers"])
    Vote.objects.filter(pk=poll.vote_id).update(draw_seed=poll.root)
    BegunBallot.objects.filter(elector__poll=poll).delete()
    OpenBallot.objects.filter(poll=poll).delete()
    forget_erased(poll)
    end_duties(poll, by)
    number = sum(numbers["ballots"].values())
    transaction.on_commit(sweep_box, robust=True)
    record("sealed", by, poll, root=poll.root, ballots=number, spoiled=spoiled, difference=difference.strip())
    return poll


def _rehearses(poll):
    """The ballots of a rehearsal can be deleted with it; no other can."""
    return poll.vote.rehearsal_of_id is not None


def _numbers(poll):
    """What is published beside the list: electors, marks and ballots by channel, blank ballots, the software."""
    marks = dict(poll.marks.order_by().values_list("channel").annotate(Count("pk")))
    ballots = SealedBallot.objects.filter(vote=poll.vote_id).order_by()
    by_channel = dict(ballots.values_list("channel").annotate(Count("pk")))
    return {
        "electors": poll.electors.count(),
        "marks": {channel: marks.get(channel, 0) for channel in RollMark.Channel.values},
        "ballots": {channel: by_channel.get(channel, 0) for channel in ("online", "paper")},
        "blank": ballots.filter(body__in=BLANK).count(),
        "software": _software(),
    }


def _software():
    """The program that seals, as it names itself where it is installed."""
    try:
        return f"wagtail-participation {version('wagtail-participation')}"
    except PackageNotFoundError:
        return "wagtail-participation"


def _measured(told, numbers):
    """The same lines; `numbers` learns how many bytes they are as a file."""
    numbers["bytes"] = 0
    for line in told:
        numbers["bytes"] += len(line.encode()) + 1
        yield line


def _seal_paper(poll):
    """Write what the sheets say, sorted by what they say. Returns how many were spoiled."""
    found, spoiled = [], 0
    for batch in poll.paper_batches.filter(voided_at=None):
        settled = sheets.settled(batch.sheets, readings(batch))
        kinds = Counter(kind for kind, _body in settled)
        spoiled += kinds[PaperEntry.Kind.SPOILED]
        shown = batch.number if batch.sheets >= sheets.SHOWN_FROM else None
        found += [(shown or 0, body) for kind, body in settled if kind != PaperEntry.Kind.SPOILED]
    SealedBallot.objects.bulk_create(
        (
            SealedBallot(vote=poll.vote, body=body, channel="paper", batch=shown or None, rehearsal=_rehearses(poll))
            for shown, body in sorted(found)
        ),
        batch_size=2000,
    )
    return spoiled


def lines(vote_id):
    """The published line of every sealed ballot of a vote, in the order in which they were written."""
    rows = SealedBallot.objects.filter(vote=vote_id).order_by("pk")
    for channel, body, receipt, batch in rows.values_list("channel", "body", "receipt", "batch").iterator(5000):
        yield line_of(channel, json.loads(body), receipt, batch)
