"""What a published result says of proposals, on the pages that show them. `{% load proposal_outcomes %}`."""

from django import template

from ..budgets.models import ProposalOption
from ..votes.sentences import support, why


register = template.Library()


@register.simple_tag
def outcome_of(proposal):
    """What the published result says of one proposal, with the reason; None while there is no result."""
    link = (
        ProposalOption.objects.filter(proposal=proposal, facts__isnull=False)
        .select_related("option__vote")
        .order_by("option__vote")
        .last()
    )
    return None if link is None else _told(link) | {"vote": link.option.vote, "why": _reason(link, proposal)}


def _told(link):
    """The row of a result; `support` is empty where a rule counts no points."""
    words = support(link.facts) if "score" in link.facts else ""
    return {"support": words, "rank": link.rank, "selected": link.selected}


def _reason(link, proposal):
    """Why, in a sentence; nothing for a code that a host's own rule made."""
    try:
        return why(link.facts, proposal.process.currency)
    except KeyError:
        return ""


@register.filter
def votes_of(line):
    """`608 votes` for a line of a list, where a published result says so."""
    facts = line.get("facts") or {}
    return support(facts) if "score" in facts else ""
