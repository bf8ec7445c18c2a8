"""Votes, their options, sealed ballots and results."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..frozen import Freezing, FreezingQuerySet
from ..journal.models import Immutable
from ..money import MoneyField
from ..phases.models import Envelope, Process
from ..places.models import District
from .rules.pabulib import marked


class VoteQuerySet(FreezingQuerySet):
    """The reads of votes."""

    def real(self):
        """Those that are no rehearsal."""
        return self.filter(rehearsal_of=None)

    def told(self):
        """Those whose result is published, the latest first, with it and their process."""
        return self.exclude(result=None).select_related("result", "process").order_by("-result__counted_at", "-pk")

    def with_state(self):
        """With what a list says of each: its process, how many options, whether it has been counted."""
        options = Option.objects.filter(vote=models.OuterRef("pk")).order_by().values("vote")
        number = models.Subquery(options.annotate(number=models.Count("pk")).values("number"))
        return self.select_related("process").annotate(
            counted=models.Exists(Result.objects.filter(vote=models.OuterRef("pk"))),
            option_number=models.functions.Coalesce(number, 0),
        )


class Vote(Freezing):
    """A question put to residents about a list of options. Once frozen, nothing changes but its result."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        FROZEN = "frozen", _("options frozen")
        COUNTED = "counted", _("counted, not published")
        PUBLISHED = "published", _("result published")

    class BallotKind(models.TextChoices):
        APPROVAL = "approval", _("approval: tick the options you support")
        CHOOSE_ONE = "choose-1", _("one choice")
        CUMULATIVE = "cumulative", _("points to share out")
        SCORING = "scoring", _("points for each option")
        ORDINAL = "ordinal", _("ranking")
        YES_NO = "yes-no", _("yes, no or blank")
        MENTIONS = "mentions", _("a mention for each option")

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="votes")
    # A copy to rehearse with: it has its own box and roll, is on no public list, and can be deleted whole.
    rehearsal_of = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="rehearsals"
    )
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
    fingerprint = models.CharField(_("fingerprint of the rules"), max_length=64, blank=True, editable=False)
    # What a draw between equals is made from: the root of the sealed ballots. Empty: the digest of what is counted.
    draw_seed = models.CharField(max_length=64, blank=True, editable=False)
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
    still_free = frozenset({"result", "draw_seed"})

    class Meta:
        ordering = ["-id"]
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        permissions = [
            ("freeze_vote", _("Can freeze the options of a vote")),
            ("count_vote", _("Can count a vote and see its result before it is published")),
            ("publish_result", _("Can see the result of a vote before it is published, and publish it")),
        ]

    def __str__(self):
        return self.title

    @classmethod
    def frozen_when(cls):
        return models.Q(frozen_at__isnull=False)

    def terms(self, options):
        """All that the vote holds people to, as plain values: question, way to count, money, options."""
        envelopes = {option.envelope_id: option.envelope for option in options if option.envelope_id}
        rehearsal = {"rehearsal": self.pk} if self.rehearsal_of_id else {}
        return rehearsal | {
            "question": self.question,
            "ballot": self.ballot_kind,
            "rule": self.rule,
            "completion": self.completion,
            "minimum_score": self.minimum_score,
            "registered": self.registered,
            "quorum_percent": self.quorum_percent,
            "mentions": list(self.mentions),
            "envelopes": [[key, envelopes[key].cents, envelopes[key].year] for key in sorted(envelopes)],
            "options": [[each.code, each.title, each.cost, each.district_id, each.envelope_id] for each in options],
        }

    @property
    def state(self):
        """Where the vote stands; asks no query after `with_state`."""
        if self.result_id:
            return self.State.PUBLISHED
        if self.frozen_at is None:
            return self.State.DRAFT
        counted = self.counted if hasattr(self, "counted") else self.results.exists()
        return self.State.COUNTED if counted else self.State.FROZEN


class Option(Freezing):
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

    objects = FreezingQuerySet.as_manager()
    wagtail_reference_index_ignore = True
    keeper = "vote"

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
    # What is published beside the choices: how the ballot came, the digest of its receipt, its batch if large enough.
    channel = models.CharField(_("channel"), max_length=10, blank=True)
    receipt = models.CharField(_("receipt"), max_length=64, null=True, unique=True)  # noqa: DJ001
    batch = models.PositiveIntegerField(_("batch"), null=True)
    rehearsal = models.BooleanField(_("rehearsal"), default=False)

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
    # Pairs [key, text]: PostgreSQL forgets the order of an object's keys.
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

    @property
    def official_winners(self):
        """Codes of the options that the file marks as selected, in its order; None when it marks nothing."""
        return marked(self.project_columns, self.projects)


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
    # Who took part (rules/turnout.py): {"expressed": …, "blank": …, "sizes": {…}, "served": …, "channels": …}.
    turnout = models.JSONField(_("taking part"), default=dict)
    # A list with one entry per envelope: {"envelope": id, "name": …, "year": …, "outcome": {…}}.
    counts = models.JSONField(_("counts"))
    counted_at = models.DateTimeField(_("counted on"))
    rehearsal = models.BooleanField(_("rehearsal"), default=False)

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
