"""Paper: the mark at the desk, the batches, the readings of sheets."""

from django.db import connection, transaction
from django.utils import timezone

from ...journal.actions import record
from ..models import Elector, PaperBatch, PaperEntry, Poll, RollMark
from ..rules import sheets
from .casting import IS_OPEN, MARK
from .locks import clock, lock_box


class Refused(Exception):
    """A step of the paper count that cannot be taken. `code` says why; the words belong to forms."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@transaction.atomic(durable=True)
def mark_at_desk(poll_id, elector_id, place=None):
    """Mark that an elector takes a paper ballot. Returns the mark that stands and whether it is new.

    The same key as an online ballot: whoever comes first wins, the other is told. None while the poll is not open.
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
        cursor.execute(MARK.format(**names), [RollMark.Channel.DESK, today, elector_id, poll_id])
        is_new = bool(cursor.rowcount)
    mark = RollMark.objects.filter(pk=elector_id, poll_id=poll_id).first()
    if is_new and place:
        RollMark.objects.filter(pk=elector_id).update(place=place)
    return mark, is_new


@transaction.atomic
def begin_batch(poll, place, number_of_sheets, by):
    """A new numbered batch. Batches may be entered until the box is sealed."""
    poll = Poll.objects.select_for_update().get(pk=poll.pk)
    if poll.sealed_at or not poll.opened_at:
        raise Refused("box-not-open")
    last = poll.paper_batches.order_by("-number").values_list("number", flat=True).first() or 0
    batch = PaperBatch.objects.create(poll=poll, number=last + 1, place=place, sheets=number_of_sheets)
    record("batch-begun", by, batch, poll=poll.pk, number=batch.number, sheets=number_of_sheets)
    return batch


@transaction.atomic
def read_sheet(batch, sheet, turn, by, kind, body="[]"):
    """Write what one person read on one sheet. Raises Refused; the words belong to forms."""
    batch = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.closed_at or batch.voided_at:
        raise Refused("batch-closed")
    if not 1 <= sheet <= batch.sheets:
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
    found = {}
    for sheet, turn, kind, body in batch.entries.values_list("sheet", "turn", "kind", "body"):
        found.setdefault(sheet, {})[turn] = (kind, body)
    return found


@transaction.atomic
def close_batch(batch, by, witness):
    """Close a batch whose every sheet is settled, in front of a witness. It is never edited afterwards."""
    batch = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.closed_at or batch.voided_at:
        raise Refused("batch-closed")
    if by.pk == witness.pk:
        raise Refused("same-person")
    if sheets.settled(batch.sheets, readings(batch)) is None:
        raise Refused("not-settled")
    batch.closed_at = timezone.now()
    batch.save(update_fields=["closed_at"])
    record("batch-closed", by, batch, poll=batch.poll_id, number=batch.number, witness=str(witness.pk))
    return batch


@transaction.atomic
def void_batch(batch, by, reason):
    """Void a batch whole, with a reason: its sheets are entered again in another one."""
    batch = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.voided_at or batch.poll.sealed_at:
        raise Refused("batch-closed")
    if not reason.strip():
        raise Refused("no-reason")
    batch.voided_at, batch.reason = timezone.now(), reason.strip()
    batch.save(update_fields=["voided_at", "reason"])
    record("batch-voided", by, batch, poll=batch.poll_id, number=batch.number, reason=batch.reason)
    return batch
