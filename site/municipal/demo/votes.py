"""The two votes: the past one, counted, with what became of it; the current one."""

from django.db import transaction

from participation.budgets.actions import publish_outcome
from participation.models import Proposal, ProposalOption, Vote
from participation.votes.actions import add_options, compare_vote, count_vote, freeze_vote

from .editions import at


FROZEN = 6  # days before a vote opens


def make_vote(process, lines, frozen_at, **fields):
    """A vote by equal shares on these proposals, its options frozen. `lines` yields (proposal, envelope)."""
    vote = Vote.objects.create(
        process=process,
        title=process.name,
        question="Quels projets la ville doit-elle construire ?",
        rule="equal-shares",
        completion="add1",
        **fields,
    )
    lines = list(lines)
    options = add_options(vote, ((str(row.number), row.title, row.cost, row.district, purse) for row, purse in lines))
    ProposalOption.objects.bulk_create(
        ProposalOption(option=option, proposal=row) for option, (row, _purse) in zip(options, lines, strict=True)
    )
    freeze_vote(vote, frozen_at)
    return vote


def make_past_vote(process, envelope, edition, proposals):
    """The past vote, its list frozen. Its box is sealed in polls.py, then it is counted here."""
    frozen = at(edition.day(edition["phases"]["vote"][0] - FROZEN), 10)
    registered = edition["ballots"]["registered"]
    return make_vote(process, ((row, envelope) for row in proposals.values()), frozen, registered=registered)


@transaction.atomic
def count_past(vote, edition):
    """The count of the sealed ballots, the published result, what other rules would have chosen, what was built."""
    published = edition.day(edition["phases"]["result"])
    result = count_vote(vote, at(published, 17))
    publish_outcome(vote, result)
    compare_vote(result, at(published, 17, 30))
    tell_realisations(vote.process, edition)


def tell_realisations(process, edition):
    """What the town has built since, as the proposals say it. `edition` is the Texts of the past edition."""
    for each in edition["realisations"]:
        Proposal.objects.filter(process=process, number=each["project"]).update(
            status=each["state"], status_note=each["sentence_fr"], updated_at=at(edition.day(each["told"]), 11)
        )


def make_current_vote(process, envelopes, edition, proposals, opens):
    """The vote under way: the proposals put to it, each paid by the envelope that its line names."""
    purses = {each["number"]: each["envelope"] for each in edition["projects"] if "envelope" in each}
    frozen = at(edition.day(opens - FROZEN), 10)
    return make_vote(process, ((proposals[number], envelopes[purse]) for number, purse in purses.items()), frozen)
