"""How a proposal is shown in lists and on its page. `{% load proposals %}`."""

from django import template

from ..proposals.models import Proposal


register = template.Library()

# The shape beside a status, as the look knows them: never the shape alone, never the colour alone.
SHAPES = {
    Proposal.Status.PROPOSED: "soon",
    Proposal.Status.STUDIED: "soon",
    Proposal.Status.REFUSED: "refused",
    Proposal.Status.ADMITTED: "result",
    Proposal.Status.VOTED: "open",
    Proposal.Status.SELECTED: "result",
    Proposal.Status.NOT_SELECTED: "closed",
    Proposal.Status.WORKS: "works",
    Proposal.Status.LATE: "late",
    Proposal.Status.BUILT: "built",
    Proposal.Status.WITHDRAWN: "closed",
}


@register.filter
def status_shape(proposal):
    """The class of the shape beside the proposal's status."""
    return SHAPES[Proposal.Status(proposal.status)]
