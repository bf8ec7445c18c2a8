"""Who a voter is: by account, by the code of a letter, or added at a desk."""

from django.db import transaction

from ...journal.actions import record
from ...people.actions import resident_of
from ...proposals.rules import folded
from ..models import Elector
from .codes import digest_in
from .erasing import find_again


def elector_of(poll, account):
    """The elector that an account is in this poll, or None."""
    return Elector.objects.filter(poll=poll, resident__account=account).first()


def elector_by_code(poll, code):
    """The elector whose letter holds this code (in its normal form), or None; a voided batch's codes open nothing."""
    found = Elector.objects.filter(poll=poll, code_digest=digest_in(poll, code), batch__voided_at=None)
    return found.first()


@transaction.atomic
def declare(poll, account, declared, district=None):
    """Make an account an elector of a poll that asks for no roll. Returns the elector, the same one each time.

    `district` is the key of the one they live in, where the poll asks; they may correct it until they have voted.
    """
    resident = resident_of(account)
    said = {"district_id": district, "checked": declared[:200]}
    find_again(poll, account)
    elector, made = Elector.objects.get_or_create(poll=poll, resident=resident, defaults=said)
    if not made:
        Elector.objects.filter(pk=elector.pk, mark=None).update(**said)
        elector.refresh_from_db()
    return elector


@transaction.atomic
def add_at_desk(poll, by, *, name, checked, birth_year=None, district=None):
    """Put somebody on the roll at a desk: a minor, a foreign resident, somebody who moved. What was checked is kept."""
    elector = Elector.objects.create(
        poll=poll,
        name=name,
        folded=folded(name),
        birth_year=birth_year,
        district=district,
        checked=checked,
        added_by=str(by.pk),
    )
    record("elector-added", by, elector, poll=poll.pk, checked=checked)
    return elector
