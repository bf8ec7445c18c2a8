"""Proposals by district and by place: the drawn map of a list, and the data of the detailed one."""

from django.http import JsonResponse
from django.utils.translation import ngettext

from ...places.models import drawing_of
from ...places.rules import label_of
from .. import rules
from ..models import Proposal


MOST_POINTS = 150  # on one map; beyond, they are gathered
POINT = ("number", "title", "language", "latitude", "longitude")


def town_map(form, here):
    """The districts as links that filter: those drawn on a sheet, then the others and the whole town."""
    drawing = drawing_of(form.districts.values())
    zones = {zone.key: zone for zone in drawing.zones} if drawing else {}
    found = {"sheet": drawing.sheet if drawing else None, "drawn": [], "others": []}
    for place, value in enumerate(form.values("district")):
        zone, address = zones.get(value.key), here + form.asked.but(district=value.value).address
        told = {
            "value": value,
            "address": address,
            "zone": zone,
            "paper": place % 5 + 1,
            "words": project_number(value),
        }
        if zone:
            found["drawn"].append(told | {"label": label_of(zone, value.words, value.number)})
        elif value.number:
            found["others"].append(told)
    return found


def project_number(value):
    """`3 projects`"""
    return ngettext("%(number)s project", "%(number)s projects", value.number) % {"number": value.number}


def proposal_map(request, page, form):
    """What the detailed map shows, as JSON: points, or groups of them where they are many; districts the first time."""
    here = page.below("proposals", request)
    window = rules.window(request.GET.get("bbox", ""), request.GET.get("zoom", ""))
    cells = form.cells(window)
    number = sum(cell[2] for cell in cells)
    if number <= MOST_POINTS:
        cells, shown = [], form.proposals.within(window)
    else:
        shown = Proposal.objects.filter(pk__in=[cell[5] for cell in cells if cell[2] == 1])
    answer = {
        "number": number,
        "points": [_point(row, here) for row in shown.only(*POINT).order_by("number")],
        "groups": [{"number": cell[2], "at": [cell[3], cell[4]]} for cell in cells if cell[2] > 1],
    }
    if "bbox" not in request.GET:
        answer["districts"] = _districts(form, here)
    return JsonResponse(answer)


def _point(row, here):
    return {
        "number": row.number,
        "title": row.title,
        "language": row.language,
        "address": here + row.tail(row.pk, row.title),
        "at": [row.latitude, row.longitude],
        "paper": row.number % 5 + 1,
    }


def _districts(form, here):
    """The drawn districts as a GeoJSON collection."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": each["zone"].geometry,
                "properties": {
                    "name": each["value"].words,
                    "number": each["value"].number,
                    "address": each["address"],
                    "paper": each["paper"],
                    "chosen": each["value"].chosen,
                },
            }
            for each in town_map(form, here)["drawn"]
        ],
    }
