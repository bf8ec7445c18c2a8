"""How a proposal is shown in lists and on its page. `{% load proposals %}`."""

from django import template
from django.apps import apps
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language

from ..conf import setting
from ..places.models import District, drawing_of
from ..proposals import rules
from ..proposals.models import Proposal, spoken_names


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
    """The class of the shape beside the status of a proposal, or of a line of a list."""
    return SHAPES[proposal["status"] if isinstance(proposal, dict) else proposal.status]


@register.filter
def in_its_language(language):
    """The attributes of an element that holds a resident's words: their language if it is another, their direction."""
    known = language and language not in ("und", get_language())
    return format_html('{} dir="auto"', format_html(' lang="{}"', language) if known else "")


@register.simple_tag
def theme_names(proposal):
    """The names of its themes in the reader's language, in one line."""
    names = proposal.theme_links.values_list(spoken_names(get_language() or ""), flat=True)
    return ", ".join(sorted(names))


@register.simple_tag
def way_of(proposal, standing=None):
    """The steps of a proposal: each with its words, `done`, `here` or `next`, and the dates of its phase."""
    phases = {"voted": "vote", "selected": "results"}
    return [
        {
            "words": capfirst(Proposal.Status(step).label),
            "when": when,
            "span": standing.span(phases[step]) if standing and step in phases else None,
        }
        for step, when in rules.way_of(proposal.status)
    ]


@register.inclusion_tag("participation/proposals/place.html")
def place_of(proposal):
    """Where in the town: its district on the drawn map, and its point if it has one."""
    drawing = drawing_of(District.objects.for_lists())
    point = None
    if drawing and proposal.latitude is not None and drawing.sheet.shows(proposal.longitude, proposal.latitude):
        point = drawing.sheet.at(proposal.longitude, proposal.latitude)
    zone = next((zone for zone in drawing.zones if zone.key == proposal.district_id), None) if drawing else None
    return {"drawing": drawing if point or zone else None, "point": point, "zone": zone, "proposal": proposal}


@register.inclusion_tag("participation/proposals/share.html", takes_context=True)
def share_proposal(context, proposal):
    """The address that never changes: to copy, to send, to print; no network is told of it."""
    address = reverse("participation:proposal", args=[proposal.pk])
    request = context.get("request")
    whole = request.build_absolute_uri(address) if request else address
    return {"proposal": proposal, "address": whole, "qr": reverse("participation:proposal-qr", args=[proposal.pk])}


@register.inclusion_tag("participation/proposals/detailed_map.html")
def detailed_map(source):
    """The button that brings the detailed map, where the host has installed Leaflet. `source`: where its points are."""
    return {"source": source, "tiles": setting("MAP_TILES") or {}, "here": apps.is_installed("leaflet")}
