"""The only code that writes the journal."""

from datetime import UTC

from django.db import connection, transaction
from django.utils import timezone

from .models import JournalEntry, about
from .rules import FIRST, canonical, digest, first_break


CHAIN = 7_106_001  # the key of the advisory lock that appends wait for, one at a time


def record(act, by, row, **facts):
    """Append one act by an account (None: the software itself) about a row. Returns the entry.

    Call it inside the transaction of the act: both are kept or neither. Facts are strings, whole numbers and lists of
    them, never a choice. TypeError for anything else, RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An act and its entry belong in one transaction.")
    canonical(facts)
    with transaction.atomic():
        _wait_for_the_chain()
        last = JournalEntry.objects.order_by("-place").values_list("place", "digest").first()
        place, before = (last[0] + 1, last[1]) if last else (1, FIRST)
        entry = JournalEntry(
            place=place,
            act=act,
            by=str(by.pk) if by else "",
            about=about(row),
            facts=facts,
            at=timezone.now().astimezone(UTC),
            before=before,
        )
        entry.digest = digest(before, entry.told())
        entry.save()
    return entry


def _wait_for_the_chain():
    """One writer at a time until its transaction ends; SQLite has only one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN])


def verify():
    """The number of the first entry that does not hold, or None for a whole chain. Reads it once, in order."""
    entries = JournalEntry.objects.order_by("place").iterator(1000)
    return first_break((each.place, each.before, _told(each), each.digest) for each in entries)


def _told(entry):
    entry.at = entry.at.astimezone(UTC)
    return entry.told()
