"""Erasing a person who may have voted: what identifies them goes, their mark and their ballot stay.

A mark cannot be taken back: it is in the turnout, and a ballot without one would stop the sealing. While the box is
open a digest of the address stands for the person, so that whoever comes back under it finds the ballot they had, and
nobody votes twice. It goes when the box is sealed.
"""

from django.utils.crypto import salted_hmac

from ...people.actions import email_of
from ..models import BegunBallot, Duty, Elector, RollUpload
from .duties import end_duty
from .roll import FORGOTTEN


ERASED = "erased-"  # how the number of an elector begins whose person was erased before the seal


def number_of_erased(poll_id, email):
    """What stands for an erased person on the roll of one open poll: nobody gets the address back from it."""
    digest = salted_hmac("participation.ballots.erased", f"{poll_id}:{email}", algorithm="sha256").hexdigest()
    return f"{ERASED}{digest[:32]}"


def forget_person(account, email, **kwargs):
    """Erase what this room keeps about a person whose account is being erased. In that transaction."""
    electors = Elector.objects.filter(resident__account=account)
    BegunBallot.objects.filter(elector__in=electors).delete()
    RollUpload.objects.filter(by=account).delete()
    electors.filter(poll__sealed_at__isnull=False).update(**FORGOTTEN)
    for elector in electors.filter(poll__sealed_at=None):
        kept = {**FORGOTTEN, "number": number_of_erased(elector.poll_id, email)}
        Elector.objects.filter(pk=elector.pk).update(**kept)
    for duty in Duty.objects.filter(account=account, ended_at=None):
        end_duty(duty, None)


def find_again(poll, account):
    """The elector that somebody erased during this poll was, now theirs again; None for everybody else."""
    resident = account.resident
    erased = Elector.objects.filter(poll=poll, number=number_of_erased(poll.pk, email_of(account)), resident=None)
    taken = Elector.objects.filter(poll=poll, resident=resident)
    if taken.exists() or not erased.update(resident=resident, number=""):
        return None
    return taken.get()


def forget_erased(poll):
    """The box is being sealed: nobody comes back to it."""
    Elector.objects.filter(poll=poll, number__startswith=ERASED).update(number="")
