"""The proposals of an edition below its call page, with what the published result says of each."""

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ..proposals.forms import Sort
from ..proposals.rules import AT_RANDOM
from ..proposals.views import asked_of, proposal_detail, proposal_list, proposal_map
from ..votes.models import Vote
from .models import ProposalOption


def told(vote, name):
    """What the published result of a vote says of a proposal, for a query of proposals."""
    return Subquery(ProposalOption.objects.filter(proposal=OuterRef("pk"), option__vote=vote).values(name)[:1])


def sorts_by_result(vote):
    """The orders that a published result adds: what was selected first, what has most votes first."""
    selected, score = (told(vote, name).desc(nulls_last=True) for name in ("selected", "score"))
    return (
        Sort("resultat", _("Selected first"), (selected, score, "number")),
        Sort("voix", _("Most votes first"), (score, "number")),
    )


def _told_vote(process):
    """The key of the last vote of the process whose result is published, or None."""
    votes = Vote.objects.filter(process=process).exclude(result=None)
    return votes.order_by("-pk").values_list("pk", flat=True).first()


def _process(page):
    """The process of a call page; a page that has none yet has nothing below."""
    if page.process is None:
        raise Http404
    return page.process


@require_safe
def proposals(request, page):
    """The list: at random while residents still act, so that no project is favoured; afterwards by the result."""
    process, now = _process(page), timezone.now()
    standing = process.standing(now)
    context = {"page": page, "process": process, "standing": standing, "face": standing.face, "now": now}
    over = standing.face in ("results", "closed")
    vote = _told_vote(process) if over else None
    sorts = sorts_by_result(vote) if vote else ()
    usual = (sorts[0].name if sorts else "numero") if over else AT_RANDOM
    columns = {"facts": told(vote, "facts")} if vote else {}
    return proposal_list(request, page, context, columns, sorts=sorts, usual=usual)


@require_safe
def proposal(request, page, pk, slug):
    """One proposal of the edition."""
    return proposal_detail(request, page, pk, slug)


@require_safe
def proposals_map(request, page):
    """The detailed map, as JSON."""
    return proposal_map(request, page, asked_of(request, _process(page)))
