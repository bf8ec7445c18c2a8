"""A process (a consultation, an edition of the budget), its timeline and its money. Rows without a language."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from ..conf import setting
from ..frozen import Freezing, FreezingQuerySet
from ..money import MoneyField
from ..places.models import District
from . import rules


def default_currency():
    """The currency of a new process: the setting CURRENCY."""
    return setting("CURRENCY")


class ProcessQuerySet(models.QuerySet):
    """The reads of processes."""

    def listed(self):
        """Those that are not archived, with their timeline, in a fixed number of queries."""
        return self.filter(archived_at=None).prefetch_related("phases")


class Process(ClusterableModel):
    """What a page presents and residents take part in. Nothing a resident does is kept on it."""

    class Kind(models.TextChoices):
        BUDGET = "budget", _("participatory budget")
        CONSULTATION = "consultation", _("consultation")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.CONSULTATION)
    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("For example: Participatory budget 2027. Shown where no page is published."),
    )
    currency = models.CharField(_("currency"), max_length=3, default=default_currency)
    archived_at = models.DateTimeField(_("archived on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)

    objects = ProcessQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("process")
        verbose_name_plural = _("processes")

    def __str__(self):
        return self.name

    def spans(self):
        """The timeline as pure values; asks no query where `phases` is prefetched."""
        return tuple(phase.span() for phase in self.phases.all())

    def standing(self, now, spans=None):
        """What is open at `now`: the one answer that pages, forms and lists share. `spans` where they are known."""
        return rules.standing(spans or self.spans(), now, archived=self.archived_at is not None)


class Phase(Orderable):
    """One stretch of a process's timeline, with its exact opening and closing."""

    class Kind(models.TextChoices):
        CALL = "call", _("Call for ideas")
        ADMISSIBILITY = "admissibility", _("Admissibility")
        STUDY = "study", _("Study by the services")
        VOTE = "vote", _("Vote")
        RESULTS = "results", _("Results")
        REALISATION = "realisation", _("Realisation")

    # What residents of a consultation call the same stretches.
    IN_A_CONSULTATION = {
        "call": _("Your view"),
        "admissibility": _("Information"),
        "study": _("Summary"),
        "results": _("The town’s answer"),
    }

    process = ParentalKey(Process, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("phase"), max_length=20, choices=Kind.choices)
    name = models.CharField(
        _("name"),
        max_length=80,
        blank=True,
        help_text=_("Your own word for it, if you have one. Empty: the usual word."),
    )
    opens = models.DateTimeField(_("opens"), null=True, blank=True, help_text=_("Day and hour, the town's time."))
    closes = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("From this minute on, it is over. Results may have no end.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [
            models.UniqueConstraint(fields=["process", "kind"], name="one_phase_of_a_kind"),
            models.CheckConstraint(
                condition=Q(opens=None) | Q(closes=None) | Q(closes__gt=F("opens")),
                name="phase_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
        ]

    def __str__(self):
        return self.name or str(self.usual_name(getattr(self, "process", None), self.kind))

    @classmethod
    def usual_name(cls, process, kind):
        """The usual word for a phase of that kind in that process, in the reader's language."""
        spoken = cls.IN_A_CONSULTATION if process and process.kind == Process.Kind.CONSULTATION else {}
        return spoken.get(kind) or cls.Kind(kind).label

    def span(self):
        """This phase as a pure value."""
        usual = self.usual_name(getattr(self, "process", None), self.kind)
        return rules.Span(self.kind, self.opens, self.closes, self.name, usual)


class PhaseChange(models.Model):
    """A date moved while its phase was under way, and why. Residents read it; nobody edits it."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("phase"), max_length=20, choices=Phase.Kind.choices)
    name = models.CharField(_("name"), max_length=80, blank=True)
    opened = models.DateTimeField(_("opened before"), null=True)
    closed = models.DateTimeField(_("closed before"), null=True)
    opens = models.DateTimeField(_("opens"), null=True)
    closes = models.DateTimeField(_("closes"), null=True)
    removed = models.BooleanField(default=False)
    reason = models.TextField(_("reason"))
    changed_by = models.CharField(_("changed by"), max_length=200)
    changed_at = models.DateTimeField(_("changed on"))

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-changed_at", "-id"]
        verbose_name = _("change of date")
        verbose_name_plural = _("changes of date")

    def __str__(self):
        return self.name or str(Phase.usual_name(self.process, self.kind))


class Envelope(Freezing, Orderable):
    """Money set aside for a process: for a district, or for the whole town. A vote held on it fixes it."""

    process = ParentalKey(Process, on_delete=models.CASCADE, related_name="envelopes")
    district = models.ForeignKey(
        District,
        verbose_name=_("district"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: the whole town."),
    )
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("Only if it is neither a district nor the whole town.")
    )
    cents = MoneyField(_("amount"), validators=[MinValueValidator(1)])
    year = models.PositiveSmallIntegerField(
        _("budget year"), help_text=_("The financial year (exercice) this money is voted in.")
    )
    held_at = models.DateTimeField(_("held since"), null=True, blank=True, editable=False)

    objects = FreezingQuerySet.as_manager()
    still_free = frozenset({"sort_order"})

    class Meta(Orderable.Meta):
        verbose_name = _("envelope")
        verbose_name_plural = _("envelopes")
        constraints = [
            models.UniqueConstraint(fields=["process", "district", "name"], name="one_envelope_a_district"),
            models.UniqueConstraint(
                fields=["process", "name"], condition=Q(district=None), name="one_envelope_for_the_town"
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="envelope_holds_money"),
        ]

    def __str__(self):
        return self.name or str(self.district or _("Whole town"))

    @classmethod
    def frozen_when(cls):
        return Q(held_at__isnull=False)
