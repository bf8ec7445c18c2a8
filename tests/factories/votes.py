from participation.budgets.actions import publish_outcome
from participation.models import Envelope, Proposal, ProposalOption, Vote
from participation.votes.actions import add_options, count_vote, seal_imported_ballots

from .phases import make_process, moment


def make_proposals(process, *titles, **fields):
    """Proposals numbered from the process's next number; `fields` are the same for all."""
    first = process.proposals.count() + 1
    return Proposal.objects.bulk_create(
        Proposal(process=process, number=number, title=title, **{"cost": 10_000_00, "status": "voted", **fields})
        for number, title in enumerate(titles, first)
    )


def make_vote(proposals, *, cents=25_000_00, **fields):
    """A vote over proposals of one process, each an option `1`, `2`, … paid from one envelope for the whole town."""
    process = proposals[0].process
    envelope, _made = Envelope.objects.get_or_create(
        process=process, district=None, defaults={"cents": cents, "year": 2026}
    )
    vote = Vote.objects.create(process=process, title=process.name, **fields)
    options = add_options(vote, ((str(row.number), row.title, row.cost, row.district, envelope) for row in proposals))
    ProposalOption.objects.bulk_create(
        ProposalOption(option=option, proposal=row) for option, row in zip(options, proposals, strict=True)
    )
    return vote


def counted_vote(*ballots, titles=("Des bancs", "Un verger", "Une fontaine"), process=None, **fields):
    """A vote whose sealed ballots were counted and whose result is published. A ballot is a tuple of option codes."""
    process = process or make_process(vote=("2026-10-01 08:00", "2026-10-18 23:59"), results=("2026-11-05 18:00", None))
    vote = make_vote(make_proposals(process, *titles), **fields)
    cast = ballots or [("1", "2")] * 3 + [("1",)] * 2 + [("3",)]
    seal_imported_ballots(vote, ((ballot, {}) for ballot in cast))
    publish_outcome(vote, count_vote(vote, moment("2026-11-05 18:00")))
    return vote
