"""The permanent address of a proposal."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..phases.views import at_its_page_or
from .models import Proposal


@require_safe
def proposal_address(request, pk):
    """`/p/proposal/<id>/`"""
    proposal = get_object_or_404(Proposal.objects.select_related("process", "district", "author"), pk=pk)
    context = {"proposal": proposal, "process": proposal.process}
    return at_its_page_or(request, proposal, "participation/proposals/proposal.html", context)
