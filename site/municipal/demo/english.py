"""The demo's main pages in English: copied for translation as an editor does, then written."""

from wagtail.models import Locale

from . import pages as french
from .pages import publish


def translate(french_pages, texts, rows):
    """The English twin of every page that pages.en.toml knows. Returns {French slug: English page}."""
    locale = Locale.objects.get(language_code="en")
    lines = _lines(texts, rows)
    twins = {}
    for slug, (text, _fill) in lines.items():
        page = french_pages[slug].copy_for_translation(locale)
        page.title, page.slug = text["title"], text.get("path") or text["slug"]
        page.lead, page.search_description = text.get("summary", ""), text.get("search", "")[:250]
        twins[slug] = page
    for slug, (text, fill) in lines.items():
        page = twins[slug]
        page.set_url_path(page.get_parent())
        fill(page, text, twins)
        if slug != "accueil":
            publish(page)
    return twins


def _lines(texts, rows):
    """{French slug: (text, what fills the page)}, parents before children."""

    def home(page, text, twins):
        french.fill_home(page, texts, twins)

    def campaign(page, text, twins):
        french.fill_campaign(page, text, twins, rows["places"], rows["town"]["voting_places"], "en")

    lines = {"accueil": (texts["home"], home)}
    lines |= {text["slug"]: (text, french.fill_standard) for text in texts["standard"]}
    for key, fill in (
        ("consultation", french.fill_consultation),
        ("call", french.fill_call),
        ("campaign", campaign),
        ("past_call", french.fill_call),
        ("past_campaign", french.fill_past_campaign),
        ("news_index", french.fill_nothing),
    ):
        lines[texts[key]["slug"]] = (texts[key], fill)
    lines |= {text["slug"]: (text, french.fill_proposal) for text in texts["proposal_pages"]}
    lines |= {text["slug"]: (text, french.fill_news) for text in texts["news"]}
    return lines
