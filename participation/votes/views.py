"""The permanent addresses of a vote and of its result."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..phases.views import at_its_page_or
from .models import Vote


@require_safe
def vote_address(request, pk):
    """`/p/vote/<id>/`"""
    vote = get_object_or_404(Vote.objects.select_related("process", "result"), pk=pk)
    now = timezone.now()
    context = {
        "vote": vote,
        "process": vote.process,
        "standing": vote.process.standing(now),
        "result": vote.result,
        "now": now,
    }
    return at_its_page_or(request, vote, "participation/votes/vote.html", context)


def result_page(request, page):
    """The result of a campaign page's vote, at its permanent address."""
    context = page.get_context(request)
    context["result"] = page.shown_vote.result
    context["face"] = "results"
    return render(request, page.template, context)
