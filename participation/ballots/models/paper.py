"""Paper ballots: numbered batches, and what each person read on each sheet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...journal.models import Immutable
from ...places.models import Place
from .poll import Poll


class PaperBatch(models.Model):
    """A numbered stack of paper ballots, entered twice by two people who do not see each other's work."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="paper_batches")
    number = models.PositiveIntegerField(_("number"))
    place = models.ForeignKey(Place, verbose_name=_("place"), null=True, on_delete=models.PROTECT, related_name="+")
    sheets = models.PositiveIntegerField(_("sheets"), help_text=_("Counted by hand when the stack was made."))
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True, editable=False)
    voided_at = models.DateTimeField(_("voided on"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["number"]
        verbose_name = _("batch of paper ballots")
        verbose_name_plural = _("batches of paper ballots")
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="one_paper_batch_a_number")]

    def __str__(self):
        return str(self.number)

    @property
    def closing(self):
        """How the agreements to close this batch are named."""
        return f"close-batch-{self.number}"


class PaperEntry(Immutable):
    """What one person read on one sheet. Turns one and two are blind to each other; the third decides."""

    class Kind(models.TextChoices):
        VALID = "valid", _("valid")
        BLANK = "blank", _("blank")
        SPOILED = "spoiled", _("spoiled")

    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="entries")
    sheet = models.PositiveIntegerField(_("sheet"))
    turn = models.PositiveSmallIntegerField(_("turn"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    body = models.TextField(_("choices"), default="[]")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reading of a sheet")
        verbose_name_plural = _("readings of sheets")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "turn"], name="one_reading_a_turn")]

    def __str__(self):
        return f"{self.sheet}.{self.turn}"
