"""Personal codes: drawn, told once, kept as digests only, voided together."""

import secrets

from django.db import transaction
from django.utils import timezone

from ...journal.actions import record
from ..models import CodeBatch, Elector, RollMark
from ..rules import digest_of, new_code
from ..rules.receipts import BITS
from .locks import hold_poll
from .refusing import Refused


CODE = "code"  # keeps a code's digest apart from a receipt's


def digest_in(poll, code):
    """What the roll keeps of a code: it opens the ballot of one poll only."""
    return digest_of(f"{CODE}:{poll.salt}", code)


@transaction.atomic
def make_codes(poll, by, most=None):
    """Draw a code for the electors who have none, `most` of them. Returns the batch and the pairs (elector, code).

    Only digests are kept: whoever loses the list voids the batch and makes another. None and no pairs when everybody
    who has not voted has a code.
    """
    poll = _not_closed(poll)
    last = poll.code_batches.order_by("-number").values_list("number", flat=True).first() or 0
    wanted = poll.electors.waiting_for_a_letter().select_related("district").defer("district__outline")
    electors = list(wanted.order_by("pk")[:most])
    if not electors:
        return None, []
    batch = CodeBatch.objects.create(poll=poll, number=last + 1, made_at=timezone.now())
    pairs = [(elector, _draw(poll, elector, batch)) for elector in electors]
    Elector.objects.bulk_update(electors, ["code_digest", "batch"], batch_size=500)
    record("codes-made", by, batch, poll=poll.pk, number=batch.number, codes=len(pairs))
    return batch, pairs


@transaction.atomic
def renew_code(elector, by, reason):
    """A new code for one person whose letter is lost; the old one opens nothing any more. Returns the code.

    Refused for who has voted on paper, and once the box is closed.
    """
    poll = _not_closed(elector.poll)
    mark = RollMark.objects.filter(pk=elector.pk).first()
    if mark and mark.channel == RollMark.Channel.DESK:
        raise Refused("has-voted")
    elector = Elector.objects.select_for_update().get(pk=elector.pk)
    code = _draw(poll, elector, None)
    elector.save(update_fields=["code_digest", "batch"])
    record("code-renewed", by, elector, poll=poll.pk, reason=reason)
    return code


@transaction.atomic
def void_codes(batch, by, reason):
    """Make every code of a batch worthless, with a reason. Who has voted with one has voted."""
    if batch.voided_at is None:
        batch.voided_at, batch.reason = timezone.now(), reason
        batch.save(update_fields=["voided_at", "reason"])
        Elector.objects.filter(batch=batch).update(code_digest="")
        record("codes-voided", by, batch, poll=batch.poll_id, number=batch.number, reason=reason)
    return batch


def _not_closed(poll):
    """The poll, locked, while a code still opens something. Letters are posted before the box opens."""
    poll = hold_poll(poll.pk)
    if poll.closed_at:
        raise Refused("roll-closed")
    return poll


def _draw(poll, elector, batch):
    code = new_code(secrets.randbits(BITS))
    elector.code_digest, elector.batch = digest_in(poll, code), batch
    return code
