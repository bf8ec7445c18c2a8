"""Who a voter is: by account, by the code of a letter, or added at a desk."""

import secrets

from django.db import transaction
from django.utils import timezone

from ...journal.actions import record
from ...people.models import Resident
from ..models import BegunBallot, CodeBatch, Elector
from ..rules import digest_of, new_code
from ..rules.receipts import BITS


CODE = "code"  # keeps a code's digest apart from a receipt's


def elector_of(poll, account):
    """The elector that an account is in this poll, or None."""
    return Elector.objects.filter(poll=poll, resident__account=account).first()


def elector_by_code(poll, code):
    """The elector whose letter holds this code (in its normal form), or None; a voided batch's codes open nothing."""
    digest = digest_of(f"{CODE}:{poll.salt}", code)
    return Elector.objects.filter(poll=poll, code_digest=digest, batch__voided_at=None).first()


@transaction.atomic
def declare(poll, account, declared):
    """Make an account an elector of a poll that asks for no roll. Returns the elector, the same one each time."""
    resident = Resident.objects.get(account=account)
    elector, _made = Elector.objects.get_or_create(
        poll=poll, resident=resident, defaults={"district_id": resident.district_id, "checked": declared[:200]}
    )
    return elector


def begin(elector):
    """Note that an elector has begun to vote. Nothing of what they chose."""
    BegunBallot.objects.get_or_create(elector=elector, defaults={"begun_at": timezone.now()})


@transaction.atomic
def make_codes(poll, by):
    """Draw a code for every elector who has none. Returns the batch and the pairs (elector, code) to be printed.

    Only digests are kept: whoever loses the list voids the batch and makes another.
    """
    last = poll.code_batches.order_by("-number").values_list("number", flat=True).first() or 0
    batch = CodeBatch.objects.create(poll=poll, number=last + 1, made_at=timezone.now())
    pairs = []
    for elector in poll.electors.filter(code_digest="", mark=None).order_by("pk"):
        code = new_code(secrets.randbits(BITS))
        elector.code_digest, elector.batch = digest_of(f"{CODE}:{poll.salt}", code), batch
        pairs.append((elector, code))
    Elector.objects.bulk_update([elector for elector, _code in pairs], ["code_digest", "batch"], batch_size=1000)
    record("codes-made", by, batch, poll=poll.pk, number=batch.number, codes=len(pairs))
    return batch, pairs


@transaction.atomic
def void_codes(batch, by, reason):
    """Make every code of a batch worthless, with a reason. Who has voted with one has voted."""
    if batch.voided_at is None:
        batch.voided_at, batch.reason = timezone.now(), reason
        batch.save(update_fields=["voided_at", "reason"])
        Elector.objects.filter(batch=batch).update(code_digest="")
        record("codes-voided", by, batch, poll=batch.poll_id, number=batch.number, reason=reason)
    return batch


@transaction.atomic
def add_at_desk(poll, by, *, name, checked, birth_year=None, district=None):
    """Put somebody on the roll at a desk: a minor, a foreign resident, somebody who moved. What was checked is kept."""
    elector = Elector.objects.create(
        poll=poll, name=name, birth_year=birth_year, district=district, checked=checked, added_by=str(by.pk)
    )
    record("elector-added", by, elector, poll=poll.pk, checked=checked)
    return elector
