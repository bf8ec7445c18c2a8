"""Votes, their options, sealed ballots and results."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..money import MoneyField
from ..phases.models import Envelope, Process
from ..places.models import District


class Immutable(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(f"A {self._meta.verbose_name} is never changed; write a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(f"A {self._meta.verbose_name} is never deleted.")


class VoteQuerySet(models.QuerySet):
    """The reads of votes."""

    def told(self):
        """Those whose result is published, the latest first, with it and their process."""
        return self.exclude(result=None).select_related("result", "process").order_by("-result__counted_at", "-pk")


class Vote(models.Model):
    """A question put to residents about a list of options."""

    class BallotKind(models.TextChoices):
        APPROVAL = "approval", _("approval: tick the options you support")
        CHOOSE_ONE = "choose-1", _("one choice")
        CUMULATIVE = "cumulative", _("points to share out")
        SCORING = "scoring", _("points for each option")
        ORDINAL = "ordinal", _("ranking")
        YES_NO = "yes-no", _("yes, no or blank")
        MENTIONS = "mentions", _("a mention for each option")

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="votes")
    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("question"), blank=True)
    ballot_kind = models.CharField(_("ballot"), max_length=20, choices=BallotKind.choices, default=BallotKind.APPROVAL)
    rule = models.CharField(_("counting rule"), max_length=40, default="greedy")
    completion = models.CharField(_("completion of the rule"), max_length=40, blank=True)
    minimum_score = models.PositiveIntegerField(
        _("minimum score"), null=True, blank=True, help_text=_("Options with fewer votes or points are not selected.")
    )
    registered = models.PositiveIntegerField(
        _("registered"), null=True, blank=True, help_text=_("How many may vote; a quorum is counted on it.")
    )
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("In percent of the registered. Empty: none."),
    )
    mentions = models.JSONField(_("mentions"), default=list, blank=True, help_text=_("The scale, best first."))
    frozen_at = models.DateTimeField(
        _("options frozen on"), null=True, blank=True, editable=False, help_text=_("From then on no option changes.")
    )
    result = models.ForeignKey(
        "participation.Result",
        verbose_name=_("published result"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = VoteQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-id"]
        verbose_name = _("vote")
        verbose_name_plural = _("votes")

    def __str__(self):
        return self.title


class Option(models.Model):
    """One thing that can be chosen, as it stood when the vote opened: title, cost and district are copies."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="options")
    code = models.CharField(
        _("code"), max_length=80, help_text=_("Short, unique in the vote; ballots and published files use it.")
    )
    title = models.CharField(_("title"), max_length=500)
    cost = MoneyField(_("cost"))
    district = models.ForeignKey(
        District, verbose_name=_("district"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    envelope = models.ForeignKey(Envelope, verbose_name=_("envelope"), on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(_("position"))

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["position"]
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = [
            models.UniqueConstraint(fields=["vote", "code"], name="one_option_a_code"),
            models.CheckConstraint(condition=models.Q(cost__gte=0), name="option_costs_no_less_than_nothing"),
        ]

    def __str__(self):
        return self.title


class SealedBallot(Immutable):
    """What one ballot chose, in canonical JSON. It never says who cast it, nor when."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="sealed_ballots")
    body = models.TextField(_("choices"))
    imported = models.BooleanField(_("imported"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("sealed ballot")
        verbose_name_plural = _("sealed ballots")

    def __str__(self):
        return self.body


class ElectionImport(Immutable):
    """A published file that a past vote was read from: its name, its digest and all it said of the vote."""

    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, related_name="source")
    file_name = models.CharField(_("file"), max_length=255)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    meta = models.JSONField(_("what the file says of the vote"))
    project_columns = models.JSONField(_("columns of its projects"))
    projects = models.JSONField(_("its projects, as they stand there"))
    vote_columns = models.JSONField(_("columns of its votes"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")

    def __str__(self):
        return self.file_name


class ImportedVoter(Immutable):
    """What a published file said of the voter of one ballot, kept apart from the choices."""

    ballot = models.OneToOneField(SealedBallot, on_delete=models.PROTECT, related_name="imported_voter")
    row = models.PositiveIntegerField(_("row in the file"))
    columns = models.JSONField(_("columns about the voter"))

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["row"]
        verbose_name = _("imported voter")
        verbose_name_plural = _("imported voters")

    def __str__(self):
        return str(self.row)


class Result(Immutable):
    """What a count found. Everything a page shows of it is in `outcome`; nobody edits it."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="results")
    rule = models.CharField(_("counting rule"), max_length=40)
    completion = models.CharField(_("completion of the rule"), max_length=40, blank=True)
    rule_version = models.CharField(_("version of the rule"), max_length=20)
    input_digest = models.CharField(_("digest of the input"), max_length=64)
    ballots = models.PositiveIntegerField(_("ballots"))
    # A list with one entry per envelope: {"envelope": id, "name": …, "year": …, "outcome": {…}}.
    counts = models.JSONField(_("counts"))
    counted_at = models.DateTimeField(_("counted on"))

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-counted_at", "-id"]
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def __str__(self):
        return f"{self.rule} {self.counted_at:%Y-%m-%d}"


class Comparison(Immutable):
    """What every rule that fits a vote's ballots would have chosen from them, the published one among them."""

    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="comparison")
    # A list with one entry per way to count: {"rule": …, "completion": …, "winners": [codes], "cost": cents, …}.
    ways = models.JSONField(_("ways to count"))
    made_at = models.DateTimeField(_("made on"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comparison of rules")
        verbose_name_plural = _("comparisons of rules")

    def __str__(self):
        return f"{self.made_at:%Y-%m-%d}"
