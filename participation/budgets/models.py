"""What joins a vote and the proposals it is about, and a draft vote as it stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..ballots.models import Poll
from ..frozen import Freezing, FreezingQuerySet
from ..proposals.models import Proposal
from ..votes.models import Option, Vote
from ..votes.rules import RULES, fitting
from ..votes.rules.fingerprint import fingerprint
from . import rules


class ProposalOption(Freezing):
    """The proposal that an option of a vote stands for."""

    option = models.OneToOneField(Option, on_delete=models.CASCADE, related_name="proposal_link")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="option_links")

    # Copied from the published result, so that a list of proposals can be sorted and filtered by it.
    score = models.PositiveBigIntegerField(_("score"), null=True, blank=True, editable=False)
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True, editable=False)
    selected = models.BooleanField(_("selected"), null=True, blank=True, editable=False)
    facts = models.JSONField(_("what the count says of it"), null=True, blank=True, editable=False)

    objects = FreezingQuerySet.as_manager()
    wagtail_reference_index_ignore = True
    keeper = "option__vote"
    still_free = frozenset({"score", "rank", "selected", "facts"})

    class Meta:
        verbose_name = _("proposal in a vote")
        verbose_name_plural = _("proposals in a vote")

    def __str__(self):
        return str(self.proposal_id)


def purses_of(process):
    """The envelopes of a process as plain values, in their order."""
    return [rules.Purse(row.pk, row.district_id, row.name, row.cents) for row in process.envelopes.all()]


def option_of(vote, proposal, envelope):
    """A proposal as an option: its number on the posters is its code and its place. No cost yet stands as nothing."""
    return Option(
        vote=vote,
        code=str(proposal.number),
        title=proposal.title,
        cost=proposal.cost or 0,
        district_id=proposal.district_id,
        envelope_id=envelope,
        position=proposal.number,
    )


def as_it_stands(vote):
    """The chosen proposals of a draft as options would be made of them now: pairs (proposal, unsaved option)."""
    purses = purses_of(vote.process)
    envelopes = {row.pk: row for row in vote.process.envelopes.select_related("district")}
    links = ProposalOption.objects.filter(option__vote=vote).select_related("option", "proposal__district")
    pairs = []
    for link in links.order_by("proposal__number"):
        purse = rules.payer(link.proposal.district_id, purses, link.option.envelope_id)
        option = option_of(vote, link.proposal, None)
        option.envelope, option.district = envelopes[purse.key] if purse else None, link.proposal.district
        pairs.append((link.proposal, option))
    return pairs


def check_draft(vote, pairs, has_page, now):
    """What is missing or odd in a draft. `pairs` is what `as_it_stands` gave."""
    process, keys = vote.process, [proposal.pk for proposal, _option in pairs]
    others = ProposalOption.objects.filter(proposal__in=keys, option__vote__frozen_at__isnull=False)
    elsewhere = set(others.exclude(option__vote=vote).values_list("proposal", flat=True))
    purses = {purse.key: purse for purse in purses_of(process)}
    lines = (
        rules.Line(row.number, row.title, row.cost, row.status, purses.get(option.envelope_id), row.pk in elsewhere)
        for row, option in pairs
    )
    draft = rules.Draft(
        lines=tuple(lines),
        span=process.standing(now).span("vote"),
        kind=vote.ballot_kind,
        rule_fits=vote.rule in fitting(vote.ballot_kind),
        spends=vote.rule in RULES and len(RULES[vote.rule].kinds) > 1,
        archived=process.archived_at is not None,
        has_question=bool(vote.question.strip()),
        has_scale=vote.ballot_kind != Vote.BallotKind.MENTIONS or len(vote.mentions) > 1,
        needs_registered=vote.quorum_percent is not None and vote.registered is None,
        has_ballots=vote.sealed_ballots.exists(),
        has_page=has_page,
        left_out=process.proposals.filter(status=Proposal.Status.ADMITTED).exclude(pk__in=keys).count(),
    )
    return rules.findings(draft, now)


def why_not_counted(vote, now):
    """The code of what keeps a vote from being counted now, or None."""
    poll = Poll.objects.filter(vote=vote).first()
    return rules.obstacle_to_counting(
        frozen=vote.frozen_at is not None,
        published=vote.result_id is not None,
        span=vote.process.standing(now).span("vote"),
        now=now,
        ballots=vote.sealed_ballots.exists(),
        box_open=poll is not None and poll.sealed_at is None,
        held=poll is not None and poll.sealed_at is not None,
        intact=vote.fingerprint == fingerprint(vote.terms(list(vote.options.select_related("envelope")))),
    )
