"""A tablet at a voting place: paired with a poll, called for one elector at a time, empty again afterwards.

A call ends when its elector has voted or stopped, when the desk takes the tablet back, or by itself. The pages of a
call carry its number, and are worth nothing in the next one: what somebody chose never becomes somebody else's ballot.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ...journal.actions import record
from ..models import RollMark, Tablet
from .refusing import Refused


TABLET = "participation-tablet"  # what the session of a paired tablet keeps, and nothing else: its key
MINUTES = 15  # a call ends so long after the last sign of its elector


def _digest(key):
    return hashlib.sha256(f"tablet:{key}".encode()).hexdigest()


@transaction.atomic
def pair_tablet(poll, by, name, place=None):
    """Make a device a voting tablet of a poll. Returns the tablet and the key that its session keeps."""
    key = secrets.token_urlsafe(24)
    tablet = Tablet.objects.create(poll=poll, place=place, name=name, key_digest=_digest(key))
    record("tablet-paired", by, tablet, poll=poll.pk, place=place.pk if place else None)
    return tablet, key


def find_tablet(key):
    """The tablet of a key, or None once it is retired."""
    found = Tablet.objects.filter(key_digest=_digest(key), retired_at=None)
    return found.select_related("elector", "place", "poll").first()


@transaction.atomic
def call(tablet, elector, by):
    """Open one elector's ballot on a tablet, for whoever stands in front of it. Refused for who voted on paper."""
    tablet = Tablet.objects.select_for_update().get(pk=tablet.pk)
    now = timezone.now()
    if tablet.retired_at or tablet.poll_id != elector.poll_id:
        raise Refused("no-tablet")
    if take_turn(tablet, now):
        raise Refused("tablet-busy")
    mark = RollMark.objects.filter(pk=elector.pk).first()
    if mark:
        raise Refused("voted-online" if mark.channel == RollMark.Channel.ONLINE else "has-voted")
    tablet.elector, tablet.until, tablet.calls = elector, now + timedelta(minutes=MINUTES), tablet.calls + 1
    tablet.save(update_fields=["elector", "until", "calls"])
    record("tablet-called", by, elector, poll=tablet.poll_id, tablet=tablet.pk)


def take_turn(tablet, now):
    """The elector for whom the desk opened the tablet, while the time lasts; None afterwards."""
    return tablet.elector if tablet.until and now < tablet.until else None


def stay(tablet, call, now):
    """Whoever votes on it is still there: as long again, if it is still this call. Returns whether it is."""
    under_way = Tablet.objects.filter(pk=tablet.pk, calls=call, elector__isnull=False, until__gt=now)
    return bool(under_way.update(until=now + timedelta(minutes=MINUTES)))


def finish(tablet, call):
    """Empty a tablet: the elector of this call has voted, or stopped. Nothing is kept of who it was."""
    Tablet.objects.filter(pk=tablet.pk, calls=call).update(elector=None, until=None)


@transaction.atomic
def take_back(tablet, call, by):
    """The desk ends a call: what was chosen and not sent is gone. Returns whose call it was, or None if it was over."""
    tablet = Tablet.objects.select_for_update().get(pk=tablet.pk)
    elector = take_turn(tablet, timezone.now()) if tablet.calls == call else None
    if elector is None or RollMark.objects.filter(pk=elector.pk).exists():
        return None
    finish(tablet, call)
    record("tablet-taken-back", by, elector, poll=tablet.poll_id, tablet=tablet.pk)
    return elector


@transaction.atomic
def retire_tablet(tablet, by):
    """Take a tablet out of service: it opens nothing any more."""
    if tablet.retired_at is None:
        Tablet.objects.filter(pk=tablet.pk).update(elector=None, until=None, retired_at=timezone.now())
        record("tablet-retired", by, tablet, poll=tablet.poll_id)
