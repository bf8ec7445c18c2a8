"""The roll, the box and the receipts of a vote that is held: online, at a desk and on paper."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...journal.models import Immutable
from ...people.models import Resident
from ...places.models import District, Place
from ...votes.models import Vote
from .. import rules


class PollQuerySet(models.QuerySet):
    """The reads of polls."""

    def under_way(self):
        """Those that were opened and not closed, whatever the hour."""
        return self.filter(opened_at__isnull=False, closed_at=None)

    def published(self):
        """Those whose ballots are sealed and whose result is published, with vote, process and result."""
        found = self.filter(sealed_at__isnull=False, vote__result__isnull=False)
        return found.select_related("vote__process", "vote__result")


class Poll(models.Model):
    """The holding of a vote: who may vote, until when, and the state of its box."""

    class Access(models.TextChoices):
        """How a voter is known, the safest first."""

        ROLL = "roll", _("the roll: a personal code sent by post, or found at the desk")
        DECLARED = "declared", _("an e-mail address, with age and residence declared")
        EMAIL = "email", _("an e-mail address")

    class Scope(models.TextChoices):
        """In which districts' envelopes one ballot may choose."""

        ALL = "all", _("every envelope")
        OWN = "own", _("the whole town and one's own district")
        CHOSEN = "chosen", _("the whole town and one district of one's choice")

    vote = models.OneToOneField(Vote, verbose_name=_("vote"), on_delete=models.PROTECT, related_name="poll")
    access = models.CharField(_("who may vote"), max_length=10, choices=Access.choices, default=Access.ROLL)
    scope = models.CharField(_("envelopes"), max_length=10, choices=Scope.choices, default=Scope.ALL)
    online = models.BooleanField(_("online"), default=True)
    minimum_age = models.PositiveSmallIntegerField(
        _("minimum age"), default=16, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    agreement_below = models.PositiveSmallIntegerField(
        _("agreement of a parent below"),
        default=15,
        help_text=_("Below this age a parent or guardian declares that they agree."),
    )
    residence = models.CharField(
        _("who is at home here"),
        max_length=200,
        blank=True,
        help_text=_("The sentence a voter declares: “I live in the town”. Empty: nothing is asked."),
    )
    help_elsewhere = models.CharField(
        _("what else one can do"),
        max_length=300,
        blank=True,
        help_text=_("Said with every refusal: a place to vote, a telephone number."),
    )
    # The limits of a ballot: {"knapsack": true, "usual": {…}, "envelopes": {"<id>": {…}}}, as rules.Limits names them.
    limits = models.JSONField(_("limits of a ballot"), default=dict, blank=True)
    blank = models.BooleanField(_("blank ballots"), default=True, help_text=_("A voter may choose nothing."))
    salt = models.CharField(max_length=32, editable=False)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True, editable=False)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened on"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True, editable=False)
    sealed_at = models.DateTimeField(_("sealed on"), null=True, blank=True, editable=False)
    spoiled = models.PositiveIntegerField(_("spoiled paper ballots"), default=0, editable=False)
    root = models.CharField(_("root of the ballots"), max_length=64, blank=True, editable=False)
    # What is published beside the list, written when it was sealed because rows about people may go (actions.sealing).
    numbers = models.JSONField(default=dict, blank=True, editable=False)

    objects = PollQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(opens_at__isnull=False, closes_at__gt=models.F("opens_at")),
                name="an_opened_poll_has_its_two_ends",
            ),
            models.CheckConstraint(
                condition=Q(sealed_at=None) | Q(closed_at__isnull=False), name="a_sealed_poll_was_closed"
            ),
        ]

    def __str__(self):
        return str(self.vote)

    def mode(self, options):
        """How this poll's ballots are filled in, as the judge reads it. `options` are the vote's, with envelopes."""
        envelopes = {option.envelope_id: option.envelope for option in options}
        usual = self.limits.get("usual", {})
        limits = {}
        for key, envelope in envelopes.items():
            said = {**usual, **self.limits.get("envelopes", {}).get(str(key), {})}
            cents = envelope.cents if self.limits.get("knapsack") else None
            limits[key] = rules.Limits(cents=cents, **said)
        return rules.Mode(
            kind=self.vote.ballot_kind,
            scope=self.scope,
            blank=self.blank,
            limits=limits,
            usual=rules.Limits(**usual),
            mentions=tuple(self.vote.mentions),
        )


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


class OpenBallot(models.Model):
    """A ballot in the open box of a confidential vote: changeable until close, gone when the box is sealed."""

    mark = models.OneToOneField(RollMark, primary_key=True, on_delete=models.PROTECT, related_name="ballot")
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="open_ballots")
    body = models.TextField()
    receipt = models.CharField(max_length=64, unique=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("ballot in the box")
        verbose_name_plural = _("ballots in the box")
        default_permissions = ()

    def __str__(self):
        return ""  # nothing that prints a row prints a choice


class BegunBallot(models.Model):
    """That an elector has begun to vote: all that the reminder knows."""

    elector = models.OneToOneField(Elector, primary_key=True, on_delete=models.CASCADE, related_name="begun")
    begun_at = models.DateTimeField(_("begun on"))
    reminded_at = models.DateTimeField(_("reminded on"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("begun ballot")
        verbose_name_plural = _("begun ballots")
        default_permissions = ()

    def __str__(self):
        return str(self.elector_id)


class Agreement(Immutable):
    """One of the two people whom closing, sealing or a batch needs."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="agreements")
    act = models.CharField(_("act"), max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("on"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [models.UniqueConstraint(fields=["poll", "act", "by"], name="one_agreement_a_person")]

    def __str__(self):
        return self.act
