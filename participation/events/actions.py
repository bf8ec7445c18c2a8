"""Appending events, and handing each to its readers once."""

import logging

from django.db import connection, transaction
from django.utils import timezone

from ..signals import event_recorded
from .models import Event
from .rules import check


logger = logging.getLogger("participation.events")


def append(kind, **facts):
    """Record that something happened, in the transaction of the action: both are kept or neither. Returns the event.

    After commit the signal `event_recorded` nudges whoever reads events. RuntimeError outside a transaction,
    UnknownEvent for a kind or a fact that rules.py does not declare.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An action and its event belong in one transaction.")
    check(kind, facts)
    event = Event.objects.create(kind=kind, facts=facts)
    transaction.on_commit(lambda: event_recorded.send_robust(sender=Event, event=event), robust=True)
    return event


def take(handle):
    """Hand every waiting event to `handle`, in order, each in one transaction with what it writes. Returns how many.

    Two workers never handle one twice. An event whose handling fails is logged, waits for the next time, and keeps
    no other waiting.
    """
    done = seen = 0
    while True:
        before = seen
        try:
            with transaction.atomic():
                event = Event.objects.waiting(after=seen).first()
                if event is None:
                    return done
                seen = event.pk
                handle(event)
                event.handled_at = timezone.now()
                event.save(update_fields=["handled_at"])
            done += 1
        except Exception:
            if seen == before:  # it is the database that fails, not the handling of an event
                raise
            logger.exception("Event %s was not handled; it is tried again.", seen)
