"""The demo's pages, first in French, then the main ones in English."""

from datetime import time

from django.core.files.base import ContentFile

from participation.models import (
    BudgetCallPage,
    ConsultationPage,
    NewsIndexPage,
    NewsPage,
    NewsTag,
    ProposalPage,
    VoteCampaignPage,
)

from ..home.models import StandardPage
from ..media.models import TownDocument
from .content import body, drawing, picture, rich_text
from .documents import pdf


HEADINGS = {
    "fr": {"processes": "Où en est-on ?", "news": "Actualités"},
    "en": {"processes": "Where things stand", "news": "News"},
}


class French:
    """Creates every page in French. `pages` maps slugs to pages, and is filled in two passes because texts link."""

    def __init__(self, texts, home, rows):
        self.texts, self.home, self.rows = texts, home, rows
        self.pages = {"accueil": home}
        self.fillers = []

    def make(self):
        """Every page, then every text."""
        self._standard()
        self._consultation()
        self._editions()
        self._news()
        for fill in self.fillers:
            fill()
        fill_home(self.home, self.texts, self.pages)
        return self.pages

    def _add(self, parent, page_type, text, filler, image=None, **fields):
        page = page_type(
            title=text["title"],
            slug=text["slug"],
            lead=text.get("summary", ""),
            search_description=text.get("search", "")[:250],
            **fields,
        )
        if image or "picture" in text:
            page.picture = picture(image or drawing(text["picture"], text["slug"], text["title"]))
        parent.add_child(instance=page)
        self.pages[text["slug"]] = page

        def fill():
            filler(page, text, self.pages)
            publish(page)

        self.fillers.append(fill)
        return page

    def _standard(self):
        for text in self.texts["standard"]:
            self._add(self.home, StandardPage, text, fill_standard)

    def _consultation(self):
        text = self.texts["consultation"]
        self._add(self.home, ConsultationPage, text, fill_consultation, process=self.rows["consultation"])

    def _editions(self):
        call = self._add(self.home, BudgetCallPage, self.texts["call"], fill_call, process=self.rows["current"])
        campaign = self.texts["campaign"]
        self._add(call, VoteCampaignPage, campaign, self._fill_campaign, vote=self.rows["current_vote"])
        past = self._add(self.home, BudgetCallPage, self.texts["past_call"], fill_call, process=self.rows["past"])
        self._add(past, VoteCampaignPage, self.texts["past_campaign"], fill_past_campaign, vote=self.rows["vote"])
        for text in self.texts["proposal_pages"]:
            proposal = self.rows["proposals"][text["project"]]
            self._add(past, ProposalPage, text, self._fill_proposal, image=proposal.picture, proposal=proposal)

    def _fill_campaign(self, page, text, pages):
        fill_campaign(page, text, pages, self.rows["places"], self.rows["town"]["voting_places"], "fr")

    def _fill_proposal(self, page, text, pages):
        fill_proposal(page, text, pages, self.texts["steps"])

    def _news(self):
        index = self._add(self.home, NewsIndexPage, self.texts["news_index"], fill_nothing)
        tags = {each["slug"]: NewsTag.objects.create(**each) for each in self.texts["tags"]}
        for text in self.texts["news"]:
            page = self._add(index, NewsPage, text, fill_news, date=self.texts.day(text["offset"]))
            page.tags.add(*[tags[slug] for slug in text["tags"]])


def publish(page):
    """As an editor does: a revision, then its publication."""
    page.save_revision().publish()


def fill_nothing(page, text, pages):
    """A page whose text is its lead."""


def fill_standard(page, text, pages):
    page.body = body(text["body"], pages)


def fill_home(home, texts, pages):
    text, said = texts["home"], HEADINGS[texts.language]
    home.title, home.search_description = text["title"], text["search"][:250]
    meetings = [
        {
            "date": texts.day(each["offset"]),
            "time": clock(each["time"]),
            "title": each["title"],
            "place": each["place"],
        }
        for each in text["agenda"]
    ]
    link = {"page": pages["comment-ca-marche"], "address": "", "label": ""}
    home.sections = [
        ("welcome", {"title": text["heading"], "lead": text["lead"], "link": link}),
        ("processes", {"heading": said["processes"]}),
        ("agenda", {"heading": text["agenda_title"], "meetings": meetings}),
        ("realisations", {"heading": text["realisations_title"], "number": 5}),
        ("figures", {"heading": text["figures_title"], "figures": text["figures"]}),
        ("news", {"heading": said["news"], "number": 5}),
    ]
    home.lead = text["lead"]
    publish(home)


def clock(words):
    """`18 h 30`, `6.30pm` as a time of day."""
    afternoon = words.endswith("pm")
    digits = words.replace("\u202f", " ").replace("\u00a0", " ").removesuffix("am").removesuffix("pm")
    hours, _sep, minutes = digits.replace(" h", ".").replace(" ", "").partition(".")
    return time(int(hours) + (12 if afternoon and int(hours) < 12 else 0), int(minutes or 0))


def documents_block(text, language):
    """The consultation's documents as files to download."""
    made = [_document(each) for each in text["documents"]]
    heading = "Les documents" if language == "fr" else "Documents"
    return {"type": "documents", "value": {"heading": heading, "documents": [each.pk for each in made]}}


def _document(text):
    found = TownDocument.objects.filter(title=text["title"]).first()
    if found:
        return found
    file = ContentFile(pdf(text["title"], text["text"]), name=f"{text['stem']}.pdf")
    return TownDocument.objects.create(title=text["title"], file=file)


def fill_consultation(page, text, pages):
    page.body = body(text["body"], pages, documents_block(text, page.locale.language_code))
    page.take_part = rich_text(text["practical"], pages)
    page.answer = body(text["answer"], pages)


def fill_call(page, text, pages):
    page.body = body(text["body"], pages)
    page.who, page.how = (rich_text(text.get(key, ""), pages) for key in ("who", "how"))
    page.questions = [
        {
            "type": "question",
            "value": {"question": each["question"], "answer": rich_text(f"<p>{each['answer']}</p>", pages)},
        }
        for each in text["faq"]
    ]


def fill_campaign(page, text, pages, places, lines, language):
    page.who = rich_text(text["who"], pages)
    page.bring = rich_text(text["bring"], pages)
    page.elsewhere = rich_text(text["home_visits"], pages)
    page.body = body(text["body"], pages)
    page.places = [
        {
            "type": "place",
            "value": {
                "place": places[each["slug"]].pk,
                "hours": each[f"hours_{language}"],
                "note": each[f"access_{language}"],
            },
        }
        for each in lines
    ]


def fill_past_campaign(page, text, pages):
    page.body = body(text["body"], pages)


def fill_proposal(page, text, pages, steps, state=""):
    """`steps` are those of every project, `state` is what the row says of itself, in another language than its own."""
    quote = {"type": "quote", "value": {"text": text["quote"], "source": text["quote_by"]}}
    page.body = body(text["body"], pages, quote)
    page.steps = [
        {"type": "step", "value": {"name": each["name"], "date": each["date"], "text": "", "done": each["done"]}}
        for each in [*({**step, "done": True} for step in steps), *text["steps"]]
    ]
    page.state_text = state


def fill_news(page, text, pages):
    quote = {"type": "quote", "value": {"text": text["quote"], "source": text["quote_by"]}}
    page.body = body(text["body"], pages, *([quote] if text["quote"] else []))
