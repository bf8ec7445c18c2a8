"""Casting a ballot: one transaction, one mark on the roll, one ballot in the box, whatever happens meanwhile.

Every rule of "one person, one ballot" is a key of the database (the mark's primary key is the elector), never a look
followed by a write. No statement here can fail on what a voter sent: a failing one would put choices into the
database's log. So conflicts are ON CONFLICT DO NOTHING and counted rows.
"""

from enum import StrEnum
from functools import cache

from django.db import connection, transaction
from django.utils import timezone

from ...events.actions import append
from ..models import BegunBallot, Elector, OpenBallot, Poll, RollMark
from .locks import clock


class Answer(StrEnum):
    """What became of a ballot that was sent."""

    RECORDED = "recorded"
    CHANGED = "changed"
    ALREADY = "already"  # this very ballot, sent twice or after a lost answer
    NOT_OPEN = "not-open"
    ON_PAPER = "on-paper"
    RECEIPT_TAKEN = "receipt-taken"


# What a letter says to whoever has an account; each answer's event.
TOLD = {Answer.RECORDED: "ballot-recorded", Answer.CHANGED: "ballot-changed"}


class _Taken(Exception):
    """The receipt is another ballot's: nothing is kept."""


# A poll is open when it was opened, was not closed, and the clock stands between its two ends.
IS_OPEN = "poll.opened_at IS NOT NULL AND poll.closed_at IS NULL AND {now} >= poll.opens_at AND {now} < poll.closes_at"

MARK = """INSERT INTO {marks} (elector_id, poll_id, channel, voted_on, place_id)
SELECT elector.id, poll.id, %s, %s, %s FROM {electors} elector JOIN {polls} poll ON poll.id = elector.poll_id
WHERE elector.id = %s AND poll.id = %s AND {is_open} ON CONFLICT DO NOTHING"""
STANDS = """SELECT mark.channel, ballot.receipt, CASE WHEN {is_open} THEN 1 ELSE 0 END
FROM {polls} poll LEFT JOIN {marks} mark ON mark.poll_id = poll.id AND mark.elector_id = %s
LEFT JOIN {ballot} WHERE poll.id = %s"""
PUT = "INSERT INTO {box} (mark_id, poll_id, body, receipt) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
SENT = "DELETE FROM {begun} WHERE elector_id = %s"

# The box itself: on PostgreSQL by functions of its owner, because the website may run as a role that cannot read it.
# The first of them does what MARK, PUT and SENT do together, behind the lock: one way to the server and back for four.
CAST = "SELECT participation_box_cast(%s, %s, %s, %s, %s)"
BALLOT = {
    "postgresql": "LATERAL participation_box_own(mark.elector_id) ballot ON TRUE",
    "sqlite": "{box} ballot ON ballot.mark_id = mark.elector_id",
}
CHANGE = {
    "postgresql": "SELECT participation_box_change(%s, %s, %s)",
    "sqlite": """WITH new (mark_id, body, receipt) AS (VALUES (%s, %s, %s))
UPDATE {box} SET body = new.body, receipt = new.receipt FROM new WHERE {box}.mark_id = new.mark_id
AND NOT EXISTS (SELECT 1 FROM {box} other WHERE other.receipt = new.receipt) RETURNING 1""",
}


def cast(poll_id, elector_id, body, receipt, *, told=True):
    """Put a judged ballot in the box, or change the one that is there. Returns an Answer.

    `body` is the ballot as `votes.actions.sealed` writes it, `receipt` the digest of its code. Nothing is written
    unless the answer is RECORDED or CHANGED, and those are given only after the commit. Whoever has an account is
    written to, unless `told` is False; the event says only whose ballot it is.
    """
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            today = timezone.localdate(timezone=timezone.get_default_timezone())
            put = _put_by_owner if connection.vendor == "postgresql" else _put
            if put(cursor, poll_id, elector_id, body, receipt, today):
                answer = Answer.RECORDED
            else:
                answer = _change(cursor, poll_id, elector_id, body, receipt)
            if told and answer in TOLD and Elector.objects.filter(pk=elector_id).with_account().exists():
                append(TOLD[answer], elector=elector_id)
            return answer
    except _Taken:
        return Answer.RECEIPT_TAKEN


def _put_by_owner(cursor, poll_id, elector_id, body, receipt, today):
    """Mark and put on PostgreSQL, and hold the lock of the box. False when there can be no new mark."""
    cursor.execute(CAST, [elector_id, poll_id, body, receipt, today])
    (said,) = cursor.fetchone()
    if said == Answer.RECEIPT_TAKEN:
        raise _Taken
    return said == Answer.RECORDED


def _put(cursor, poll_id, elector_id, body, receipt, today):
    """The same on SQLite, where this transaction is the only one that writes."""
    cursor.execute(_sql(MARK), [RollMark.Channel.ONLINE, today, None, elector_id, poll_id])
    if not cursor.rowcount:
        return False
    cursor.execute(_sql(PUT), [elector_id, poll_id, body, receipt])
    if not cursor.rowcount:
        raise _Taken
    cursor.execute(_sql(SENT), [elector_id])
    return True


def _change(cursor, poll_id, elector_id, body, receipt):
    """The poll is not open, or this elector has voted before."""
    cursor.execute(_sql(STANDS), [elector_id, poll_id])
    channel, kept, is_open = cursor.fetchone() or (None, None, 0)
    if kept is not None and kept == receipt:
        return Answer.ALREADY
    if channel == RollMark.Channel.DESK:
        return Answer.ON_PAPER
    if not is_open or channel is None:
        return Answer.NOT_OPEN
    cursor.execute(_sql(CHANGE[connection.vendor]), [elector_id, body, receipt])
    if not any(done for (done,) in cursor.fetchall()):
        raise _Taken
    return Answer.CHANGED


@cache
def _sql(statement):
    """A statement with our tables' names and this database's clock."""
    names = {
        "polls": Poll._meta.db_table,
        "electors": Elector._meta.db_table,
        "marks": RollMark._meta.db_table,
        "box": OpenBallot._meta.db_table,
        "begun": BegunBallot._meta.db_table,
    }
    ballot = BALLOT[connection.vendor].format(**names)
    return statement.format(is_open=f"{IS_OPEN.format(now=clock())} AND poll.online", ballot=ballot, **names)
