"""Duties: people who help with one poll, for the time it takes."""

from django.conf import settings
from django.core.signing import Signer
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..rules import duties
from .poll import Poll


LINKS = Signer(salt="participation.ballots.duty")


class DutyQuerySet(models.QuerySet):
    """The reads of duties."""

    def in_force(self, now):
        """Those that were accepted, have not been ended and have not run out; a sealed poll needs nobody."""
        return self.filter(accepted_at__isnull=False, ended_at=None, ends_at__gt=now, poll__sealed_at=None)

    def overdue(self, now):
        """Those that nobody has ended although their time is up."""
        return self.filter(Q(ends_at__lte=now) | Q(poll__sealed_at__isnull=False), ended_at=None)


class Duty(models.Model):
    """That somebody helps with one poll: holds a place, enters ballots. It ends with the poll, or on its day."""

    class Role(models.TextChoices):
        DESK = "desk", _("holds a voting place")
        SHEETS = "sheets", _("enters the paper ballots")
        SEAL = "seal", _("is one of the two people who seal the box")

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="duties")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="+"
    )
    role = models.CharField(_("duty"), max_length=10, choices=Role.choices)
    language = models.CharField(_("language of e-mails"), max_length=12, blank=True)
    given_at = models.DateTimeField(_("given on"))
    ends_at = models.DateTimeField(_("ends on"))
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True)
    # What the end of the last duty takes back: an account made for it, a group joined for it.
    made_account = models.BooleanField(default=False)
    joined_group = models.BooleanField(default=False)

    objects = DutyQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "account", "role"], condition=Q(ended_at=None), name="one_duty_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.role} {self.pk}"

    @property
    def token(self):
        """The end of the link by which somebody accepts: computed when the letter is written, kept nowhere."""
        return LINKS.sign(f"{self.pk}-{int(self.given_at.timestamp())}")


def may_on(user, permission, poll, now):
    """May this person do that in this poll: by a role, in every poll; by a duty in this one?"""
    if not user.is_active:
        return False
    if user.has_perm(f"participation.{permission}"):
        return True
    found = Duty.objects.in_force(now).filter(poll=poll, account=user.pk)
    return found.filter(role__in=duties.that_allow(permission)).exists()


def polls_of(user, now):
    """The polls in which this person has something to do: all of them by a role, or those of their duties."""
    every = any(user.has_perm(f"participation.{name}") for name in PERMISSIONS)
    polls = Poll.objects.select_related("vote__process").order_by("-pk")
    return polls if every else polls.filter(duties__in=Duty.objects.in_force(now).filter(account=user.pk)).distinct()


PERMISSIONS = ("keep_roll", "make_codes", "hold_desk", "read_sheets", "name_duties")
