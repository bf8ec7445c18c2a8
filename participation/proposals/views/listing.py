"""The list of the proposals of a process."""

from contextlib import suppress

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.models import Filter, SourceImageIOError

from ...conf import setting
from ...money import show_money
from .. import rules
from ..forms import ListForm
from ..models import Proposal, ProposalTheme
from ..pages import ProposalPage, with_page_path
from .mapping import town_map


MOST_ON_A_PAGE = 100
PICTURE = Filter(spec="fill-480x360|format-webp")


def asked_of(request, process, **orders):
    """What an address asks of the proposals of a process."""
    return ListForm(rules.Asked.read(request.GET), process, get_language(), **orders)


def proposal_list(request, page, context, columns=None, **orders):
    """The proposals of the process that `page` presents.

    A higher room adds its own: `columns` are expressions that each line carries, `orders` are those of ListForm.
    """
    form = asked_of(request, context["process"], **orders)
    size = max(1, min(setting("PROPOSALS_PER_PAGE"), MOST_ON_A_PAGE))
    found = Paginator(range(form.found), size).get_page(form.asked.page)
    asked = form.asked.but(page=found.number)
    here = page.below("proposals", request)
    keys = list(form.keys[max(found.start_index() - 1, 0) : found.end_index()])
    steady = asked.sort == "numero" and not asked.filtered
    context |= {
        "form": form,
        "found": found,
        "lines": lines(keys, here, request, form, asked.address, columns or {}),
        "here": here,
        "query": asked.but().address.replace("?", "&", 1),
        "seeded": asked.seed is not None,
        "nofollow": bool(asked.filtered or asked.seed is not None),
        "map": town_map(form, here) | {"source": page.below("proposals-map", request) + asked.but().address},
        "crumb": _("Projects"),
        "below_page": page.reverse_subpage("proposals") + (asked.address if steady else ""),
        "shared": {"title": f"{_('Projects')} · {page.share_title}", "text": page.share_text},
    }
    return render(request, "participation/proposals/list.html", context)


def lines(keys, here, request, form, query="", columns=None):
    """Proposals as lines of a list, in the order of their keys.

    Each leads to its own page in the reader's language, else to its place below the call page.
    """
    rows = with_page_path(Proposal.objects.filter(pk__in=keys), get_language()).annotate(**(columns or {}))
    found = {row["pk"]: row for row in rows.for_list("told", *(columns or {}))}
    districts = {each.pk: each.words for each in form.districts.values()}
    themes = {each.pk: each.words for each in form.themes.values()}
    labels, links = dict(Proposal.Status.choices), {}
    for key, theme in ProposalTheme.objects.filter(content_object__in=keys).values_list("content_object", "tag"):
        links.setdefault(key, []).append(themes.get(theme, ""))
    pictures = list_pictures({row["picture_id"] for row in found.values()} - {None})
    ordered = [found[key] for key in keys if key in found]
    for row, paper in zip(ordered, rules.papers(row["number"] for row in ordered), strict=True):
        path = row["told"]
        own = ProposalPage(url_path=path).get_url(request) if path else None
        row |= {
            "address": own or here + Proposal.tail(row["pk"], row["title"]) + query,
            "number": str(row["number"]),
            "district": districts.get(row["district_id"]) or _("Whole town"),
            "themes": ", ".join(sorted(links.get(row["pk"], ()))),
            "picture": pictures.get(row["picture_id"]),
            "state": row["status_note"] or labels[row["status"]],
            "price": "" if row["cost"] is None else show_money(row["cost"], form.process.currency),
            "paper": str(paper),
        }
    return ordered


def list_pictures(keys):
    """{key of a picture: its rendition in lists}, in one query; a rendition that is missing is made."""
    if not keys:
        return {}
    model, found = get_image_model(), {}
    made = model.get_rendition_model().objects.filter(image__in=keys, filter_spec=PICTURE.spec)
    for each in made.select_related("image"):
        if each.focal_point_key == PICTURE.get_cache_key(each.image):
            found[each.image_id] = each
    for image in model.objects.filter(pk__in=keys - found.keys()) if keys - found.keys() else ():
        with suppress(SourceImageIOError):  # its file is gone: the line does without
            found[image.pk] = image.get_rendition(PICTURE)
    return found
