"""Reminding who began a ballot and did not send it: once, and never more than that they began."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ...conf import setting
from ...events.actions import append
from ..models import BegunBallot, Elector


def begin(elector):
    """Note that an elector has begun to vote; nothing of what they chose, and nothing once they have voted."""
    if not hasattr(elector, "mark"):
        BegunBallot.objects.get_or_create(elector=elector, defaults={"begun_at": timezone.now()})


def remind(now):
    """Remind who began BALLOT_REMINDER_HOURS ago in a poll that is still open, and has an account. Returns how many.

    One transaction each, so that a reminder and its event stand or fall together and no cast waits for a long list.
    """
    hours = setting("BALLOT_REMINDER_HOURS")
    if not hours:
        return 0
    due = BegunBallot.objects.waiting(now).filter(reminded_at=None, begun_at__lte=now - timedelta(hours=hours))
    due = due.filter(elector__in=Elector.objects.with_account())
    return sum(_remind(pk, now) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _remind(elector_id, now):
    """True for the one who reminds: the count of changed rows decides between two who try at once."""
    if not BegunBallot.objects.filter(pk=elector_id, reminded_at=None).update(reminded_at=now):
        return False
    append("ballot-not-sent", elector=elector_id)
    return True
