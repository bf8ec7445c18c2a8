"""Opening a box: from here on the rules of the vote are fixed and the database's clock decides."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from wagtail.models import Locale

from ...conf import setting
from ...events.actions import append
from ...journal.actions import record
from ...phases.actions import put_off
from ...phases.pages import page_of
from ...votes.models import Vote
from ..models import Extension, Poll
from ..models.poll import new_salt
from ..rules import risk
from ..rules.checklist import Readiness, advice, checklist, missing
from .locks import hold_poll, lock_box


class NotReady(Exception):
    """The box cannot be opened, or its close put off. `code` says why; the words belong to sentences."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


PUBLISH = "participation.publish_result"
FURTHEST = timedelta(days=92)  # an end is put off by so much at once: a wrong year could never be taken back


def read_checklist(poll, now):
    """The checklist of a poll as it stands: every line, done or not."""
    vote, readers = poll.vote, list(poll.readers.filter(is_active=True))
    options = list(vote.options.select_related("envelope"))
    numbers = {}
    for option in options:
        numbers[option.envelope_id] = numbers.get(option.envelope_id, 0) + 1
    languages = Locale.objects.values_list("language_code", flat=True) or [settings.LANGUAGE_CODE]
    facts = Readiness(
        frozen=vote.frozen_at is not None,
        span=vote.process.standing(now).span("vote"),
        archived=vote.process.archived_at is not None,
        help_elsewhere=poll.help_elsewhere,
        privacy_notice=poll.privacy_notice,
        impact_assessment=poll.impact_assessment,
        risk_level=poll.risk["level"] if risk.is_current(poll.risk) else None,
        readers=len(readers),
        readers_who_publish=sum(reader.has_perm(PUBLISH) for reader in readers),
        needs_roll=poll.access == Poll.Access.ROLL,
        online=poll.online,
        electors=poll.electors.count(),
        electors_with_code=poll.electors.exclude(code_digest="").count(),
        without_code=poll.electors.filter(code_digest="", added_by="").count(),
        rehearsed=poll.rehearsed_at is not None,
        has_page=any(page_of(vote, language) for language in languages),
        database_is_fit=connection.vendor != "sqlite" or setting("VOTES_ON_SQLITE"),
        limits=poll.mode(options).limits,
        options=numbers,
    )
    return checklist(facts, now)


@transaction.atomic
def open_poll(poll, by, accepted=()):
    """Open the box of a frozen vote between the two ends of its phase. Raises NotReady.

    Every line of the checklist that blocks must hold, and the code of every other that does not is in `accepted`.
    The ends are copied from the vote phase, in whole seconds; the clock of the database alone opens and closes.
    """
    Vote.objects.select_for_update().get(pk=poll.vote_id)  # nobody unfreezes it meanwhile
    poll = hold_poll(poll.pk)
    if poll.opened_at:
        raise NotReady("opened-already")
    now = timezone.now()
    lines = read_checklist(poll, now)
    if blocking := missing(lines):
        raise NotReady(blocking[0].code)
    if any(line.code not in accepted for line in advice(lines)):
        raise NotReady("not-read")
    span = poll.vote.process.standing(now).span("vote")
    return start(poll, span.opens, span.closes, by)


def start(poll, opens, closes, by):
    """Fix the rules of a poll and let its box be open between two moments. In the transaction of the act."""
    poll.opens_at, poll.closes_at = (moment.replace(microsecond=0) for moment in (opens, closes))
    poll.salt = poll.salt or new_salt()  # the codes that were posted are digested with it
    poll.fingerprint = poll.digest_of_terms()
    poll.opened_at = timezone.now()
    poll.save()
    dates = {"opens": poll.opens_at.isoformat(), "closes": poll.closes_at.isoformat()}
    readers = [str(each) for each in poll.readers.order_by("pk").values_list("pk", flat=True)]
    prints = {"fingerprint": poll.vote.fingerprint, "rules": poll.fingerprint}
    record("poll-opened", by, poll, readers=readers, **prints, **dates)
    return poll


@transaction.atomic
def extend_poll(poll, closes, reason, by):
    """Let an open box close later than it was to, and say why. Returns the Extension.

    Raises NotReady, and phases' TimelineRefused when a later phase would begin before. A ballot cast at the moment of
    the change is in time by the old end or by the new one, as the box's lock says.
    """
    poll = hold_poll(poll.pk)
    with connection.cursor() as cursor:
        lock_box(cursor, poll.pk, alone=True)
    before, closes = poll.closes_at, closes.replace(microsecond=0)
    is_open = Q(opened_at__isnull=False, closed_at=None, closes_at__gt=Now())
    if not Poll.objects.filter(is_open, pk=poll.pk).exists():
        raise NotReady("not-open")
    if closes <= before:
        raise NotReady("not-later")
    if closes > before + FURTHEST:
        raise NotReady("too-far")
    Poll.objects.filter(pk=poll.pk).update(closes_at=closes)
    now = timezone.now()
    if poll.vote.rehearsal_of_id is None:
        put_off(poll.vote.process, "vote", closes, reason, by, now)
        append("poll-extended", poll=poll.pk)
    made = Extension.objects.create(poll=poll, closed_before=before, closes_at=closes, reason=reason, by=by, at=now)
    record("poll-extended", by, poll, before=before.isoformat(), closes=closes.isoformat(), reason=reason)
    return made
