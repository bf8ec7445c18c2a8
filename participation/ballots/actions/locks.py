"""The lock of a box and the one clock that opens and closes it: the database's own.

Casting shares the lock, closing takes it alone: so closing waits for every cast that was in time, and no cast begins
behind its back. SQLite has one writer at a time from the first statement of a transaction, which is more.
"""

from django.db import connection

from ..models import Poll


BOX = 7_106  # the class of the advisory locks of boxes; the second key is the poll's
CLOCKS = {"postgresql": "clock_timestamp()", "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"}


def clock():
    """The SQL of the present moment, read when the statement reaches it and not when the transaction began."""
    return CLOCKS[connection.vendor]


def hold_poll(key):
    """The poll of that key, its row locked against every other act of staff. Before the box, never after it.

    Casting goes on meanwhile: a mark's key points at this row, which asks only that it stays, and a roll takes long
    to import.
    """
    rows = Poll.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("vote__process").get(pk=key)


def lock_box(cursor, poll_id, alone=False):
    """Hold the box until the transaction ends: with others who cast, or alone."""
    if connection.vendor == "postgresql":
        share = "" if alone else "_shared"
        cursor.execute(f"SELECT pg_advisory_xact_lock{share}(%s, %s)", [BOX, poll_id])
