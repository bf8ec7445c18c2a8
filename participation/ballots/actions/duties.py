"""Duties: given for one poll, accepted by a link, ended by hand, by the day or with the poll."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.core.signing import BadSignature
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from ...events.actions import append
from ...journal.actions import record
from ...people.actions import account_for, account_of, enters_the_editor
from ..models import Duty, Elector
from ..models.duty import LINKS
from .refusing import Refused


GROUP = "Scrutateur"  # what opens the editor's door; what may be done behind it is the duty's (rules/duties.py)


@transaction.atomic
def give_duty(poll, by, *, email, role, ends_at, language=""):
    """Ask somebody to help with a poll. A letter brings the link; who gives the duty never sees it.

    An account is made where the address has none. Who can enter the editor already has nothing to accept: a letter
    never changes a colleague's password. Raises Refused: held already, account shut, poll sealed.
    """
    if poll.sealed_at:
        raise Refused("poll-sealed")
    made = account_of(email) is None
    account = account_for(email, language)
    if not account.is_active:
        account, made = _woken(account), True
    if Duty.objects.filter(poll=poll, account=account, role=role, ended_at=None).exists():
        raise Refused("duty-held")
    now = timezone.now()
    duty = Duty.objects.create(
        poll=poll,
        account=account,
        role=role,
        language=language,
        given_at=now,
        ends_at=ends_at,
        accepted_at=now if enters_the_editor(account) else None,
        made_account=made,
    )
    record("duty-given", by, duty, poll=poll.pk, role=role, account=str(account.pk), ends=ends_at.isoformat())
    append("duty-given", duty=duty.pk)
    return duty


def _woken(account):
    """An account that the end of a duty had shut, open again. Refused for any other that is shut."""
    if not Duty.objects.filter(account=account, made_account=True).exists():
        raise Refused("account-shut")
    account.is_active = True
    account.save(update_fields=["is_active"])
    return account


@transaction.atomic
def tell_again(duty, by):
    """Send the letter of a duty that is not accepted yet once more."""
    if duty.accepted_at or duty.ended_at:
        raise Refused("duty-accepted")
    record("duty-told-again", by, duty, poll=duty.poll_id)
    append("duty-given", duty=duty.pk)


def duty_by_token(token, now):
    """The duty that a link accepts, or None: accepted before, ended, run out, or no link of ours."""
    try:
        key = LINKS.unsign(token).partition("-")[0]
    except BadSignature:
        return None
    waiting = Duty.objects.filter(pk=key, accepted_at=None, ended_at=None, ends_at__gt=now, poll__sealed_at=None)
    found = waiting.select_related("poll__vote__process", "account").first()
    return found if found and found.token == token else None


@transaction.atomic
def accept_duty(duty, password):
    """Take up a duty: choose the password that opens the editor, and be let in. Once."""
    duty = Duty.objects.select_for_update().select_related("account").get(pk=duty.pk)
    if duty.accepted_at or duty.ended_at or enters_the_editor(duty.account):
        raise Refused("duty-accepted")
    account, group = duty.account, Group.objects.get_or_create(name=GROUP)[0]
    account.set_password(password)
    account.save(update_fields=["password"])
    joined = not account.groups.filter(pk=group.pk).exists()
    account.groups.add(group)
    now = timezone.now()
    Duty.objects.filter(account=account, accepted_at=None, ended_at=None).update(accepted_at=now, joined_group=joined)
    record("duty-accepted", account, duty, poll=duty.poll_id, role=duty.role)
    return duty


@transaction.atomic
def end_duty(duty, by, reason=""):
    """End a duty. With the last one of an account go the group it joined, and the account if it was made for it."""
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if duty.ended_at:
        return duty
    duty.ended_at = timezone.now()
    duty.save(update_fields=["ended_at"])
    record("duty-ended", by, duty, poll=duty.poll_id, role=duty.role, reason=reason)
    others = Duty.objects.filter(account=duty.account_id)
    if not others.filter(ended_at=None).exists():
        _close_the_door(duty.account, others)
    return duty


def _close_the_door(account, duties):
    """Take back what duties had given an account. Who has voted with it meanwhile keeps it, without its password."""
    if duties.filter(joined_group=True).exists():
        account.groups.remove(*Group.objects.filter(name=GROUP))
    if duties.filter(made_account=True).exists():
        account.is_active = Elector.objects.filter(resident__account=account).exists()
        account.password = make_password(None)
        account.save(update_fields=["is_active", "password"])


def end_duties(poll, by=None):
    """End every duty of a poll."""
    for duty in Duty.objects.filter(poll=poll, ended_at=None):
        end_duty(duty, by)


def end_overdue_duties(now, account=None):
    """End the duties whose day has passed or whose poll is sealed. Returns how many."""
    overdue = Duty.objects.overdue(now)
    found = list(overdue.filter(account=account) if account else overdue)
    for duty in found:
        end_duty(duty, None)
    return len(found)


@receiver(user_logged_in)
def end_at_the_door(user, **kwargs):
    """Whoever signs in after the end of their last duty finds the door closed: nobody need have run a command."""
    end_overdue_duties(timezone.now(), user)
