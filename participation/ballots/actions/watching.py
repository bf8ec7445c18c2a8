"""Keeping, hour by hour, how many have voted: rounded before it is written."""

from django.db import transaction
from django.db.models import Count

from ..models import Poll, RollMark, TurnoutCount
from ..rules import watch


@transaction.atomic
def note_turnout(now):
    """Write what rose since the last time in each poll under way, for the hour just begun. Returns how many rows.

    Run every hour. What is written is rounded, so that no row, and no difference of two, is about fewer than twenty.
    """
    hour, rows = now.replace(minute=0, second=0, microsecond=0), []
    for poll in Poll.objects.under_way().filter(opens_at__lte=now):
        known = {}
        for each in TurnoutCount.objects.filter(poll=poll):
            known[each.channel] = max(each.number, known.get(each.channel, 0))
        counts = dict(RollMark.objects.filter(poll=poll).order_by().values_list("channel").annotate(Count("pk")))
        noted = set(TurnoutCount.objects.filter(poll=poll, at=hour).values_list("channel", flat=True))
        rows += [
            TurnoutCount(poll=poll, at=hour, channel=channel, number=number)
            for channel, number in watch.risen(known, counts).items()
            if channel not in noted
        ]
    TurnoutCount.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
