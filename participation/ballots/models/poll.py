"""The holding of a vote: who may vote, until when, and the state of its box."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ...frozen import Freezing, FreezingQuerySet
from ...votes.models import Vote
from ...votes.rules.fingerprint import fingerprint
from .. import rules


SEAL = "seal"  # the act of an agreement to seal


def new_salt():
    """What keeps the digests of one poll apart from those of another."""
    return secrets.token_hex(16)


class PollQuerySet(FreezingQuerySet):
    """The reads of polls."""

    def real(self):
        """Those that are no rehearsal."""
        return self.filter(vote__rehearsal_of=None)

    def under_way(self):
        """Those that were opened and not closed, whatever the hour."""
        return self.filter(opened_at__isnull=False, closed_at=None)

    def taking_ballots(self, now):
        """Those in which residents can vote online at `now`."""
        return self.real().under_way().filter(online=True, opens_at__lte=now, closes_at__gt=now)

    def agreed_by_two(self):
        """Those closed whose box two people have agreed to seal, and which is not sealed."""
        agreed = Count("agreements", filter=Q(agreements__act=SEAL))
        found = self.filter(closed_at__isnull=False, sealed_at=None).annotate(agreed=agreed)
        return found.filter(agreed__gte=2).order_by("pk")

    def published(self):
        """Those whose ballots are sealed and whose result is published, with vote, process and result."""
        found = self.real().filter(sealed_at__isnull=False, vote__result__isnull=False)
        return found.select_related("vote__process", "vote__result")


# What staff may do with a poll beside seeing, adding and changing it.
RIGHTS = [
    ("hold_poll", _("Can rehearse, open, extend and close a poll")),
    ("seal_poll", _("Can be one of the two people who seal a box")),
    ("keep_roll", _("Can keep the roll of a poll")),
    ("export_roll", _("Can export the roll of a poll for another system")),
    ("make_codes", _("Can make the personal codes of a poll")),
    ("hold_desk", _("Can hold a place to vote")),
    ("read_sheets", _("Can enter the paper ballots of a poll")),
    ("name_duties", _("Can ask people to help with a poll")),
]


class Poll(Freezing):
    """The holding of a vote: who may vote, until when, and the state of its box. Once opened, its rules are fixed."""

    class Purpose(models.TextChoices):
        """What a vote may be for. What electoral law keeps to paper is none of them, and no setting adds one."""

        BUDGET = "budget", _("participatory budget")
        ADVICE = "advice", _("advisory choice")
        COUNCIL = "council", _("vote inside a council")

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
    purpose = models.CharField(
        _("what the vote is for"), max_length=10, choices=Purpose.choices, default=Purpose.BUDGET
    )
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
    # Who sees the result between sealing and publication: these people and nobody else, superusers included.
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("who sees the result first"), blank=True, related_name="+"
    )
    # The questionnaire as it was answered: {"version": …, "answers": {code: true}, "level": 1–3, "by": …, "at": …}.
    risk = models.JSONField(_("risk questionnaire"), default=dict, blank=True, editable=False)
    impact_assessment = models.CharField(_("impact assessment"), max_length=300, blank=True)
    privacy_notice = models.CharField(_("privacy notice"), max_length=300, blank=True)
    rehearsed_at = models.DateTimeField(_("rehearsed on"), null=True, blank=True, editable=False)
    salt = models.CharField(max_length=32, editable=False, default=new_salt)
    # SHA-256 of `terms`, kept when the box is opened.
    fingerprint = models.CharField(_("fingerprint of the poll"), max_length=64, blank=True, editable=False)
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
    still_free = frozenset(
        {
            *("opens_at", "closes_at", "opened_at", "closed_at", "sealed_at", "salt", "fingerprint"),
            *("spoiled", "root", "numbers", "rehearsed_at", "help_elsewhere"),
        }
    )

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        permissions = RIGHTS
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

    def is_open(self, now):
        """Is the box open at `now`, as far as this clock knows? The database's decides when something is written."""
        return bool(self.opened_at and not self.closed_at and self.opens_at <= now < self.closes_at)

    def takes_ballots(self, now):
        """Can one vote online in it at `now`?"""
        return self.online and self.is_open(now)

    @classmethod
    def frozen_when(cls):
        return Q(opened_at__isnull=False)

    @property
    def state(self):
        """Where the poll stands, as a word of rules.checklist.STATES."""
        return rules.state_of(self.opened_at, self.closed_at, self.sealed_at)

    def terms(self):
        """All that the poll holds people to, beside the vote's own terms: plain values."""
        names = ("purpose", "access", "scope", "online", "minimum_age", "agreement_below", "residence", "blank")
        return {"vote": self.vote.fingerprint, "limits": self.limits, **{name: getattr(self, name) for name in names}}

    def digest_of_terms(self):
        """The fingerprint of these terms, as it is kept and published when the box is opened."""
        return fingerprint(self.terms())

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
