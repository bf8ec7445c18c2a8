"""Proposals: rows, never pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..money import MoneyField
from ..people.models import Resident
from ..phases.models import Process
from ..places.models import District


class Proposal(models.Model):
    """An idea for the town, in the words and the language of the one who had it."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="proposals")
    author = models.ForeignKey(
        Resident,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
        help_text=_("Empty: the town, or a published file."),
    )
    number = models.PositiveIntegerField(_("number"), help_text=_("As on the posters. Unique in its process."))
    title = models.CharField(_("title"), max_length=500)
    text = models.TextField(_("description"), blank=True)
    language = models.CharField(_("language"), max_length=12, default="fr")
    district = models.ForeignKey(
        District, verbose_name=_("district"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cost = MoneyField(_("cost"), null=True, blank=True)
    created_at = models.DateTimeField(_("submitted on"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["number"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="one_proposal_a_number")]

    def __str__(self):
        return self.title
