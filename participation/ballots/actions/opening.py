"""Opening a box: from here on the rules of the vote are fixed and the database's clock decides."""

import secrets

from django.db import connection, transaction
from django.utils import timezone

from ...conf import setting
from ...journal.actions import record
from ..models import Poll


class NotReady(Exception):
    """The box cannot be opened yet. `code` says why; the words belong to forms."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@transaction.atomic
def open_poll(poll, by):
    """Open the box of a frozen vote between the two ends of its phase. Raises NotReady.

    The ends are copied from the vote phase, in whole seconds; the clock of the database alone opens and closes.
    """
    poll = Poll.objects.select_for_update().select_related("vote").get(pk=poll.pk)
    if poll.opened_at:
        raise NotReady("opened-already")
    if connection.vendor == "sqlite" and not setting("VOTES_ON_SQLITE"):
        raise NotReady("sqlite")
    if not poll.vote.frozen_at:
        raise NotReady("not-frozen")
    span = poll.vote.process.standing(timezone.now()).span("vote")
    if span is None or not (span.opens and span.closes):
        raise NotReady("no-dates")
    if span.closes <= timezone.now():
        raise NotReady("is-over")
    poll.opens_at, poll.closes_at = (moment.replace(microsecond=0) for moment in (span.opens, span.closes))
    poll.salt = secrets.token_hex(16)
    poll.opened_at = timezone.now()
    poll.save()
    record(
        "poll-opened",
        by,
        poll,
        fingerprint=poll.vote.fingerprint,
        opens=poll.opens_at.isoformat(),
        closes=poll.closes_at.isoformat(),
    )
    return poll
