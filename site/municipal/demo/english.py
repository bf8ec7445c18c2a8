"""The demo's main pages in English: copied for translation as an editor does, then written."""

from wagtail.models import Locale

from . import pages as french
from .pages import publish
from .texts import Texts


def translate(french_pages, texts, rows):
    """The English twin of every page that pages.en.toml knows. Returns {French slug: English page}."""
    locale = Locale.objects.get(language_code="en")
    lines = _lines(texts, rows)
    twins = {slug: french_pages[slug].copy_for_translation(locale) for slug in lines}
    for slug, (text, fill) in lines.items():
        # Read again: its children were added, and its address changed with its parent's, behind this copy's back.
        page = twins[slug] = type(twins[slug]).objects.get(pk=twins[slug].pk)
        page.title, page.slug = text["title"], text.get("path") or text["slug"]
        page.lead, page.search_description = text.get("summary", ""), text.get("search", "")[:250]
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

    edition = Texts("past_edition.toml", "en", texts.today)
    states = {each["project"]: each["sentence_en"] for each in edition["realisations"]}

    def proposal(page, text, twins):
        french.fill_proposal(page, text, twins, texts["steps"], states[text["project"]])

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
    lines |= {text["slug"]: (text, proposal) for text in texts["proposal_pages"]}
    lines |= {text["slug"]: (text, french.fill_news) for text in texts["news"]}
    return lines
