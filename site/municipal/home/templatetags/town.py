"""What frames a page: menu, footer, languages."""

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info
from wagtail.models import Locale, Page

from ..models import SiteFrame


register = template.Library()


@register.simple_tag(takes_context=True)
def site_frame(context):
    """The menu, footer columns and legal links of the active language, each link with its address and its words."""
    locale = Locale.get_active()
    frames = {frame.locale_id: frame for frame in SiteFrame.objects.all()}
    frame = frames.get(locale.pk) or next(iter(frames.values()), None)
    if frame is None:
        return {"menu": [], "columns": [], "legal": []}
    twins = _twins([link.value["page"] for links in (frame.menu, frame.legal) for link in links], locale)
    request = context.get("request")
    return {
        "menu": [_link(link.value, twins, request) for link in frame.menu],
        "columns": frame.columns,
        "legal": [_link(link.value, twins, request) for link in frame.legal],
    }


def _twins(pages, locale):
    """The published pages in `locale` that say the same as `pages`, by translation key, in one query."""
    keys = {page.translation_key for page in pages if page}
    return {page.translation_key: page for page in Page.objects.live().filter(translation_key__in=keys, locale=locale)}


def _link(value, twins, request):
    page = value["page"] and twins.get(value["page"].translation_key, value["page"])
    address = page.get_url(request) if page else value["address"]
    path = request.path if request else ""
    here = "page" if page and path == address else None
    if page and not here and page.depth > 2 and path.startswith(address or "\0"):
        here = "true"
    return {"address": address, "label": value["label"] or (page.title if page else ""), "current": here}


@register.simple_tag(takes_context=True)
def other_languages(context):
    """The same page in the other languages: its translation if published, else the same address there."""
    request = context.get("request")
    if request is None:
        return []
    page = context.get("page")
    found = {}
    if page is not None and getattr(page, "pk", None):
        translations = page.get_translations(inclusive=False).live().select_related("locale")
        found = {twin.locale.language_code: twin.get_url(request) for twin in translations}
    links = []
    for code, _name in settings.LANGUAGES:
        if code == get_language():
            continue
        address = found.get(code) or (_home(code) if page is not None else translate_url(request.path, code))
        links.append({"code": code, "name": get_language_info(code)["name_local"].capitalize(), "address": address})
    return links


def _home(code):
    """The home page of a language."""
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
