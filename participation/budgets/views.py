"""The proposals of an edition below its call page, with what the published result says of each."""

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ..phases.models import Process
from ..proposals.forms import Sort
from ..proposals.models import with_stamp
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


def _process(page):
    """The process of a call page, with the key of its last vote whose result is published."""
    votes = Vote.objects.filter(process=OuterRef("pk")).exclude(result=None).order_by("-pk")
    processes = with_stamp(Process.objects.annotate(told_vote=Subquery(votes.values("pk")[:1])))
    found = processes.filter(pk=page.process_id).prefetch_related("phases").first()
    if found is None:  # a page that has no process yet has nothing below
        raise Http404
    return found


@require_safe
def proposals(request, page):
    """The list: at random while residents still act, so that no project is favoured; afterwards by the result."""
    process, now = _process(page), timezone.now()
    standing = process.standing(now)
    context = {"page": page, "process": process, "standing": standing, "face": standing.face, "now": now}
    vote = process.told_vote
    sorts = sorts_by_result(vote) if vote else ()
    over = standing.face in ("results", "closed")
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
