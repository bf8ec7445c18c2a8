"""What a published result says of proposals, on the pages that show them. `{% load proposal_outcomes %}`."""

from django import template
from django.db.models import F

from ..budgets.models import ProposalOption
from ..votes.sentences import support, why


register = template.Library()


@register.simple_tag
def outcome_of(proposal):
    """What the published result says of one proposal, with the reason; None while there is no result."""
    links = ProposalOption.objects.filter(proposal=proposal, facts__isnull=False).order_by("-option__vote")
    link = links.values("facts", "rank", "selected", vote=F("option__vote")).first()
    if link is None:
        return None
    words = support(link["facts"]) if "score" in link["facts"] else ""  # empty where a rule counts no points
    return link | {"support": words, "why": _reason(link["facts"], proposal)}


def _reason(facts, proposal):
    """Why, in a sentence; nothing for a code that a host's own rule made."""
    try:
        return why(facts, proposal.process.currency)
    except KeyError:
        return ""


@register.filter
def votes_of(line):
    """`608 votes` for a line of a list, where a published result says so."""
    facts = line.get("facts") or {}
    return support(facts) if "score" in facts else ""
