"""Links to pages inside rich text, looked up once for a whole page instead of once a paragraph."""

import json
import re
from contextvars import ContextVar

from django.core.signals import request_started
from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text import LinkHandler


_LINK = re.compile(r'linktype=\\?"page\\?"[^>]*?\bid=\\?"(\d+)|\bid=\\?"(\d+)\\?"[^>]*?linktype=\\?"page')
# Of the request under way: {(page id, language): the page to lead to}, and ids that will be asked for.
_known = ContextVar("participation_linked_pages")
_expected = ContextVar("participation_expected_links")


def _forget(**kwargs):
    _known.set({})
    _expected.set(frozenset())


request_started.connect(_forget, dispatch_uid="participation_linked_pages")


def expect_links(*values):
    """Announce StreamField values or HTML: the first look-up finds the pages they link to along with its own."""
    texts = (value if isinstance(value, str) else json.dumps(list(value.raw_data), default=str) for value in values)
    linked = {first or second for text in texts for first, second in _LINK.findall(text)}
    _expected.set(_expected.get(frozenset()) | linked)


def look_up(ids):
    """{id as text: page} for `ids`, in one query, and one more if some say it in another language."""
    return _pages({str(each) for each in ids})


def _pages(ids):
    """{id as text: its published twin in the active language, else itself}; a page that is gone is left out."""
    language, known = get_language(), _known.get({})
    missing = {each for each in ids if (each, language) not in known}
    if missing:
        missing |= {each for each in _expected.get(frozenset()) if (each, language) not in known}
    pages = list(Page.objects.filter(pk__in=missing).select_related("locale")) if missing else []
    foreign = [page.translation_key for page in pages if page.locale.language_code != language]
    twins = Page.objects.live().filter(translation_key__in=foreign, locale__language_code=language) if foreign else ()
    twins = {page.translation_key: page for page in twins}
    known = known | {(str(page.pk), language): twins.get(page.translation_key, page) for page in pages}
    _known.set(known)
    return {each: known[each, language] for each in ids if (each, language) in known}


class PageLinks(LinkHandler):
    """Links to pages as Wagtail's own handler makes them, for fewer queries."""

    identifier = "page"

    @staticmethod
    def get_model():
        return Page

    @classmethod
    def extract_references(cls, attrs):
        yield Page, attrs["id"], "", ""

    @classmethod
    def expand_db_attributes(cls, attrs):
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        pages = _pages([str(attrs.get("id")) for attrs in attrs_list if str(attrs.get("id")).isdigit()])
        found = (pages.get(str(attrs.get("id"))) for attrs in attrs_list)
        return [f'<a href="{escape(page.url)}">' if page else "<a>" for page in found]
