"""What frames a page: menu, footer, languages."""

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page
from wagtail.templatetags.wagtailcore_tags import richtext

from participation.kept import kept_a_moment
from participation.models import expect_links, look_up

from ..models import SiteFrame


register = template.Library()
LINES = ("menu", "legal")


@register.simple_tag(takes_context=True)
def site_frame(context):
    """The menu, footer columns and legal links of the active language, each link with its address and its words.

    Who has signed in sees them as they are, because it may be who has just changed them; others as a moment ago.
    """
    request = context.get("request")
    user = getattr(request, "user", None)  # a page that says what went wrong may have neither
    if user is None or user.is_authenticated:
        frame = _frame(request)
    else:
        frame = kept_a_moment(("frame", get_language(), request.get_host()), lambda: _frame(request))
    path = request.path if request else ""
    return frame | {name: [link | {"current": _current(link, path)} for link in frame[name]] for name in LINES}


def _frame(request):
    """What is the same on every page."""
    frames = {frame.locale.language_code: frame for frame in SiteFrame.objects.select_related("locale")}
    frame = frames.get(get_language()) or frames.get(settings.LANGUAGE_CODE)
    if frame is None:
        return {"menu": [], "columns": [], "legal": []}
    links = {name: [block["value"] for block in getattr(frame, name).raw_data] for name in LINES}
    expect_links(frame.columns)
    pages = look_up([link["page"] for line in links.values() for link in line if link.get("page")])
    lines = {name: [_link(link, pages, request) for link in line] for name, line in links.items()}
    shown = {name: [link for link in line if link["address"]] for name, line in lines.items()}
    columns = [{"heading": column.value["heading"], "text": richtext(column.value["text"])} for column in frame.columns]
    return shown | {"columns": columns}


def _link(value, pages, request):
    page = pages.get(str(value.get("page")))
    address = page.get_url(request) if page and page.live else value.get("address") or ""
    label = value.get("label") or (page.title if page else "")
    return {"address": address, "label": label, "depth": page.depth if page else 0}


def _current(link, path):
    """What a link says of itself on the page of that path: it leads here, to what is above, or elsewhere."""
    if link["depth"] and path == link["address"]:
        return "page"
    return "true" if link["depth"] > 2 and path.startswith(link["address"]) else None


@register.simple_tag(takes_context=True)
def other_languages(context):
    """The same page in the other languages: its translation if published, else the same address there."""
    request = context.get("request")
    if request is None:
        return []
    page = context.get("page")
    found = {}
    if page is not None and getattr(page, "pk", None):
        twins = Page.objects.live().filter(translation_key=page.translation_key).exclude(pk=page.pk)
        below = context.get("below_page", "")
        found = {
            code: Page(url_path=path).get_url(request) + below
            for code, path in twins.values_list("locale__language_code", "url_path")
        }
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
