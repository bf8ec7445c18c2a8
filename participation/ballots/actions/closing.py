"""Closing a box: alone with it, after its end, once."""

from django.db import connection, transaction

from ...journal.actions import record
from ..models import OpenBallot, Poll, RollMark
from .locks import clock, hold_poll, lock_box


class NotYet(Exception):
    """The box cannot be closed: its end has not come, or it was closed before."""


class Unequal(Exception):
    """The roll and the box do not say the same number. Nothing is sealed before somebody has found out why."""

    def __init__(self, marks, ballots):
        super().__init__(f"{marks} marks, {ballots} ballots")
        self.marks, self.ballots = marks, ballots


CLOSE = """UPDATE {polls} SET closed_at = {now} WHERE id = %s AND opened_at IS NOT NULL AND closed_at IS NULL
AND {now} >= closes_at"""


@transaction.atomic
def close(poll, by):
    """Close the box once its end has come, and count roll and box. Returns (marks online, ballots).

    Raises NotYet, and Unequal when the two differ, in which case the box stays as it is. Waits for every cast that
    was in time; none is accepted afterwards.
    """
    hold_poll(poll.pk)
    with connection.cursor() as cursor:
        lock_box(cursor, poll.pk, alone=True)
        cursor.execute(CLOSE.format(polls=Poll._meta.db_table, now=clock()), [poll.pk])
        if not cursor.rowcount:
            raise NotYet
    marks = RollMark.objects.filter(poll=poll, channel=RollMark.Channel.ONLINE).count()
    ballots = OpenBallot.objects.number(poll)
    if marks != ballots:
        raise Unequal(marks, ballots)
    desk = RollMark.objects.filter(poll=poll, channel=RollMark.Channel.DESK).count()
    record("poll-closed", by, poll, online=ballots, desk=desk)
    poll.refresh_from_db()
    return marks, ballots
