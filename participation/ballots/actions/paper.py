"""Paper: the mark at the desk, the batches, the readings of sheets."""

from django.db import connection, transaction
from django.utils import timezone

from ...journal.actions import record
from ..models import Agreement, Elector, PaperBatch, PaperEntry, Poll, RollMark
from ..models.poll import SEAL
from ..rules import sheets
from .casting import IS_OPEN, MARK
from .locks import clock, hold_poll, lock_box
from .refusing import Refused


@transaction.atomic(durable=True)
def mark_at_desk(poll_id, elector_id, place=None, by=None):
    """Mark that an elector takes a paper ballot. Returns the mark that stands and whether it is new.

    The same key as an online ballot: whoever comes first wins, the other is told. None while the poll is not open.
    There is no way back: the ballot paper may be in the urn already. A mistake is written in the minutes.
    """
    with connection.cursor() as cursor:
        lock_box(cursor, poll_id)
        names = {
            "marks": RollMark._meta.db_table,
            "electors": Elector._meta.db_table,
            "polls": Poll._meta.db_table,
            "is_open": IS_OPEN.format(now=clock()),
        }
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        values = [RollMark.Channel.DESK, today, place.pk if place else None, elector_id, poll_id]
        cursor.execute(MARK.format(**names), values)
        is_new = bool(cursor.rowcount)
    mark = RollMark.objects.filter(pk=elector_id, poll_id=poll_id).first()
    if is_new:
        record("marked-at-desk", by, mark, poll=poll_id, place=place.pk if place else None)
    return mark, is_new


@transaction.atomic
def begin_batch(poll, place, number_of_sheets, by):
    """A new numbered batch. Batches may be entered until the box is sealed."""
    poll = hold_poll(poll.pk)
    if poll.sealed_at or not poll.opened_at:
        raise Refused("box-not-open")
    _agree_anew(poll, by)
    last = poll.paper_batches.order_by("-number").values_list("number", flat=True).first() or 0
    batch = PaperBatch.objects.create(poll=poll, number=last + 1, place=place, sheets=number_of_sheets)
    record("batch-begun", by, batch, poll=poll.pk, number=batch.number, sheets=number_of_sheets)
    return batch


def _agree_anew(poll, by):
    """What two people have agreed to seal stays as they saw it. Where one has, that one agrees once more: otherwise
    the other could change the paper alone and seal it."""
    agreed = poll.agreements.filter(act=SEAL)
    if agreed.count() > 1:
        raise Refused("agreed-by-two")
    if agreed.exists():
        agreed.delete()
        record("seal-lapsed", by, poll)


@transaction.atomic
def read_sheet(batch, sheet, turn, by, kind, body="[]"):
    """Write what one person read on one sheet. Raises Refused; the words belong to forms."""
    batch = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.closed_at or batch.voided_at:
        raise Refused("batch-closed")
    if not 1 <= sheet <= batch.sheets or turn not in (1, 2, 3):
        raise Refused("no-such-sheet")
    others = dict(batch.entries.filter(sheet=sheet).values_list("turn", "by"))
    if turn in others:
        raise Refused("read-already")
    if by.pk in others.values():
        raise Refused("same-person")
    if turn == 3 and sheet not in sheets.disputed(batch.sheets, readings(batch)):
        raise Refused("not-disputed")
    return PaperEntry.objects.create(batch=batch, sheet=sheet, turn=turn, by=by, kind=kind, body=body)


def readings(batch):
    """{sheet: {turn: (kind, body)}} of a batch."""
    return readings_of([batch])[batch.pk]


def readings_of(batches):
    """{key of a batch: {sheet: {turn: (kind, body)}}}, in one query."""
    found = {batch.pk: {} for batch in batches}
    entries = PaperEntry.objects.filter(batch__in=found)
    for batch, sheet, turn, kind, body in entries.values_list("batch", "sheet", "turn", "kind", "body"):
        found[batch].setdefault(sheet, {})[turn] = (kind, body)
    return found


def readers_of(batches):
    """{key of a batch: {(sheet, turn): who read it}}, in one query."""
    found = {batch.pk: {} for batch in batches}
    for batch, *read, by in PaperEntry.objects.filter(batch__in=found).values_list("batch", "sheet", "turn", "by"):
        found[batch][tuple(read)] = by
    return found


@transaction.atomic
def agree_to_close(batch, by):
    """One of two people agrees that a batch is settled; with the second it is closed, and never edited afterwards.

    Each agrees in a session of their own. Returns the batch, open after the first, closed after the second.
    """
    batch = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.closed_at or batch.voided_at:
        raise Refused("batch-closed")
    if sheets.settled(batch.sheets, readings(batch)) is None:
        raise Refused("not-settled")
    act = batch.closing
    if Agreement.objects.filter(poll=batch.poll_id, act=act, by=by).exists():
        raise Refused("same-person")
    Agreement.objects.create(poll_id=batch.poll_id, act=act, by=by, at=timezone.now())
    record("batch-agreed", by, batch, poll=batch.poll_id, number=batch.number)
    if Agreement.objects.filter(poll=batch.poll_id, act=act).count() < 2:
        return batch
    batch.closed_at = timezone.now()
    batch.save(update_fields=["closed_at"])
    record("batch-closed", by, batch, poll=batch.poll_id, number=batch.number)
    return batch


@transaction.atomic
def void_batch(batch, by, reason):
    """Void a batch whole, with a reason: its sheets are entered again in another one."""
    poll = hold_poll(batch.poll_id)
    batch = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.voided_at or poll.sealed_at:
        raise Refused("batch-closed")
    if not reason.strip():
        raise Refused("no-reason")
    _agree_anew(poll, by)
    batch.voided_at, batch.reason = timezone.now(), reason.strip()
    batch.save(update_fields=["voided_at", "reason"])
    record("batch-voided", by, batch, poll=batch.poll_id, number=batch.number, reason=batch.reason)
    return batch
