"""A vote, its result, the comparison of rules and the count round by round, at a page or at the row's own address."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ..phases.pages import page_of
from .models import Vote


# Parts of a published result: template, address below that of the result, name.
PARTS = {
    "result": ("participation/votes/vote.html", "", ""),
    "comparison": ("participation/votes/comparison.html", "comparer/", _("With other rules")),
    "replay": ("participation/votes/replay.html", "pas-a-pas/", _("The count, step by step")),
}


@require_safe
def vote_address(request, pk, part="result"):
    """`/p/vote/<id>/` and, below it, what is told of its published result."""
    vote = get_object_or_404(Vote.objects.real().select_related("process", "result", "source"), pk=pk)
    template, below, _crumb = PARTS[part]
    if page := page_of(vote, get_language()):
        return redirect(page.get_url(request) + (f"resultats/{below}" if below else ""))
    if below and not vote.result:
        raise Http404
    now = timezone.now()
    context = {
        "vote": vote,
        "process": vote.process,
        "standing": vote.process.standing(now),
        "result": vote.result,
        "result_address": reverse("participation:vote", args=[vote.pk]),
        "now": now,
    }
    return render(request, template, context | _part(request, part))


def result_page(request, page, part="result"):
    """The result of a campaign page's vote, or a part of it, at its permanent address."""
    template = PARTS[part][0]
    context = page.get_context(request) | _part(request, part)
    context |= {"result": page.shown_vote.result, "face": "results"}
    return render(request, page.template if part == "result" else template, context)


def _part(request, part):
    """What a part of the result needs to know: which one it is, its place, and what was asked of it."""
    _template, below, crumb = PARTS[part]
    return {
        "part": part,
        "crumb": crumb,
        "below_page": f"resultats/{below}" if below else "",
        "asked": request.GET.get("tour", ""),
        "only_changes": "changements" in request.GET,
    }
