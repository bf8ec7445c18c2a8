"""The roll of a vote that is held: who may vote in it, by which code, and who has voted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...people.models import Resident
from ...places.models import District, Place
from .poll import Poll


class CodeBatch(models.Model):
    """Codes made together and posted together: voided together if the sack is lost."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="code_batches")
    number = models.PositiveIntegerField(_("number"))
    made_at = models.DateTimeField(_("made on"))
    voided_at = models.DateTimeField(_("voided on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["number"]
        verbose_name = _("batch of codes")
        verbose_name_plural = _("batches of codes")
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="one_code_batch_a_number")]

    def __str__(self):
        return str(self.number)


class ElectorQuerySet(models.QuerySet):
    """The reads of electors."""

    def with_account(self):
        """Those who have an account that is not shut: they can be written to."""
        return self.filter(resident__account__is_active=True)

    def waiting_for_a_letter(self):
        """Those named on the roll who have no code and have not voted. Who has no name there has an account, or had
        one: a letter would be addressed to nobody, and open that person's ballot."""
        return self.filter(code_digest="", mark=None).exclude(name="")


class Elector(models.Model):
    """Somebody who may vote in a poll. Not the electoral list: minors and foreign residents are on it too."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="electors")
    resident = models.ForeignKey(
        Resident, verbose_name=_("resident"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    number = models.CharField(_("number on the list"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    folded = models.CharField(max_length=160, blank=True, editable=False, db_index=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    district = models.ForeignKey(
        District, verbose_name=_("district"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    batch = models.ForeignKey(CodeBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="electors")
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    # Added at a desk: by whom, and what was checked, in words.
    added_by = models.CharField(max_length=40, blank=True, editable=False)
    checked = models.CharField(_("what was checked"), max_length=200, blank=True)

    objects = ElectorQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("elector")
        verbose_name_plural = _("electors")
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "resident"], condition=Q(resident__isnull=False), name="one_elector_a_resident"
            ),
            models.UniqueConstraint(fields=["poll", "number"], condition=~Q(number=""), name="one_elector_a_number"),
            models.UniqueConstraint(
                fields=["poll", "code_digest"], condition=~Q(code_digest=""), name="one_elector_a_code"
            ),
        ]

    def __str__(self):
        return self.name or self.number or str(self.pk)


class RollMark(models.Model):
    """That an elector has voted: the émargement. One a person, whatever the channel; the database sees to it."""

    class Channel(models.TextChoices):
        ONLINE = "online", _("online")
        DESK = "desk", _("on paper")

    elector = models.OneToOneField(Elector, primary_key=True, on_delete=models.PROTECT, related_name="mark")
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="marks")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    voted_on = models.DateField(_("voted on"))
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mark on the roll")
        verbose_name_plural = _("marks on the roll")

    def __str__(self):
        return str(self.elector_id)
