"""After an event is committed: write its letters and send them, in the background where the host has a worker."""

from django.dispatch import receiver
from django_tasks import task

from ..signals import erasing_account, event_recorded
from . import actions
from .kinds import KINDS


@task()
def deliver(event):
    """Write what waits, send the letters of this event. The rest is for `manage.py send_letters`."""
    actions.write_letters()
    actions.send_letters(event=event)


@receiver(event_recorded)
def nudge(event, **kwargs):
    """An event that makes letters: deliver them."""
    if event.kind in KINDS:
        deliver.enqueue(event.pk)


erasing_account.connect(actions.forget)
