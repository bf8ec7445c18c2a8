from participation.budgets.actions import choose_proposals, freeze_list, read_draft
from participation.models import District, Envelope, Vote
from participation.votes.actions import seal_imported_ballots

from .phases import make_process, moment
from .proposals import make_proposal


TO_COME = ("2097-10-01 08:00", "2097-10-18 23:59")
OVER = ("2026-10-01 08:00", "2026-10-18 23:59")
BEFORE = moment("2026-09-01 12:00")  # before both


def make_edition(*titles, vote=TO_COME, status="admitted", cents=25_000_00, cost=10_000_00, **phases):
    """A budget with dates of a vote, an envelope for the whole town, one for the district Le Port, and proposals."""
    process = make_process(vote=vote, **phases)
    port, _made = District.objects.get_or_create(slug="port", defaults={"name": "Le Port"})
    for place, district in enumerate((None, port)):
        Envelope.objects.create(process=process, district=district, cents=cents, year=2026, sort_order=place)
    for number, title in enumerate(titles or ("Des bancs", "Un verger", "Une fontaine"), 1):
        make_proposal(process, title, number=number, status=status, cost=cost, district=None if number % 2 else port)
    return process


def make_draft(process=None, proposals=None, **fields):
    """A draft vote on all the proposals of an edition, or on those given."""
    process = process or make_edition()
    fields = {"title": process.name, "question": "Quels projets la ville doit-elle construire ?"} | fields
    vote = Vote.objects.create(process=process, **fields)
    chosen = process.proposals.all() if proposals is None else proposals
    choose_proposals(vote, {each.pk: None for each in chosen}, by=None)
    return vote


def freeze(vote, now=BEFORE):
    """The vote with its list frozen, whatever a careful colleague would remark. It must not lack anything."""
    _pairs, mark, found = read_draft(vote, now)
    freeze_list(vote, read=mark, accepted={each.code for each in found}, by=None, now=now)
    vote.refresh_from_db()
    return vote


def make_closed_vote(*ballots, **fields):
    """A frozen vote that is over, with its ballots in the box. A ballot is a tuple of option codes."""
    vote = freeze(make_draft(make_edition(vote=OVER), **fields))
    cast = ballots or [("1", "2")] * 3 + [("1",)] * 2 + [("3",)]
    seal_imported_ballots(vote, ((ballot, {}) for ballot in cast))
    return vote
