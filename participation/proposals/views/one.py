"""One proposal: below its call page, at the address that stays, and that address as a QR code."""

from io import BytesIO

import segno
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ...phases.pages import page_of, presented_key
from .. import rules
from ..models import Proposal
from ..pages import ProposalPage, with_page_path


def proposal_detail(request, page, pk, slug):
    """One proposal below the call page of its process; its own page in this language goes before."""
    rows = with_page_path(Proposal.objects.for_detail(), get_language())
    proposal = get_object_or_404(rows, pk=pk, process=page.process_id)
    asked = rules.Asked.read(request.GET)
    if proposal.told:
        return redirect(ProposalPage(url_path=proposal.told).get_url(request))
    here = page.address_of(proposal, request)
    if slug != proposal.slug:
        return redirect(here + asked.address, permanent=True)
    above = page.below("proposals", request)
    context = _told(proposal) | {
        "page": page,
        "list": above + asked.address,
        "nofollow": bool(asked.filtered or asked.seed is not None),
        "crumb": proposal.title,
        "crumb_above": {"address": above, "words": _("Projects")},
        "below_page": page.reverse_subpage("proposals") + proposal.tail(pk, proposal.title),
        "beside": [{"proposal": each, "address": page.address_of(each, request)} for each in proposal.beside()],
    }
    return render(request, "participation/proposals/proposal.html", context)


def _speaks(page, row, language):
    """Does this page present the row in that very language? Not so one in the main language that stands in."""
    return page is not None and page.presented_key == presented_key(row, language)


def _told(proposal):
    """What the page of one proposal shows, with or without a page above it."""
    now = timezone.now()
    text = proposal.summary or Truncator(proposal.text).chars(200) or proposal.process.name
    return {
        "proposal": proposal,
        "process": proposal.process,
        "standing": proposal.process.standing(now),
        "now": now,
        "shared": {"title": proposal.title, "text": text, "picture": proposal.picture},
    }


@require_safe
def proposal_address(request, pk):
    """`/p/proposal/<id>/`: leads to its page, else to its place below the call page, else shows it by itself."""
    proposal = get_object_or_404(Proposal.objects.for_detail(), pk=pk)
    language = get_language()
    own, call = page_of(proposal, language), page_of(proposal.process, language)
    below = hasattr(call, "address_of")  # a page that lists proposals; a consultation's does not
    if below and _speaks(call, proposal.process, language) and not _speaks(own, proposal, language):
        own = None  # a list in the reader's language goes before a page in the main one
    if own or below:
        return redirect(own.get_url(request) if own else call.address_of(proposal, request))
    context = _told(proposal)
    context["shared"]["address"] = short_address(request, pk)
    return render(request, "participation/proposals/proposal.html", context)


@require_safe
@cache_control(public=True, max_age=60 * 60 * 24 * 365, immutable=True)
def proposal_qr(request, pk):
    """`/p/proposal/<id>/qr.svg`: its short address as a QR code, for a poster or the foot of a printed page."""
    get_object_or_404(Proposal.objects.only("pk"), pk=pk)
    drawing = BytesIO()
    segno.make(short_address(request, pk), error="m", micro=False).save(
        drawing, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, svgclass=None, lineclass=None
    )
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


def short_address(request, pk):
    """The address of a proposal that never changes, in the reader's language, as it is copied or printed."""
    return request.build_absolute_uri(reverse("participation:proposal", args=[pk]))
