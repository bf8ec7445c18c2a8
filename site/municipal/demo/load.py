"""Loading the demo town: everything or nothing, the same town every time."""

from django.db import transaction
from django.utils import timezone, translation

from participation.models import (
    BudgetCallPage,
    ConsultationPage,
    NewsPage,
    Poll,
    Proposal,
    ProposalPage,
    VoteCampaignPage,
)

from ..home.models import HomePage
from . import content, editions, english, polls, proposals, town, votes
from .pages import French
from .texts import Texts


NEWS_NEARBY = 5  # as many as the home page shows


def is_loaded():
    """Is there a town already, to its last step?"""
    return (
        HomePage.objects.exists() and Poll.objects.exclude(opened_at=None).filter(vote__rehearsal_of=None).count() > 1
    )


def load(port, say):
    """Make the town. `say` is called with a line before each part that takes a while."""
    rows = write(port, say)
    hold_votes(rows, say)


def hold_votes(rows, say):
    """Seal and count the past vote, open the one under way: acts that commit by themselves."""
    say("L’urne de l’édition précédente : 1 846 bulletins scellés, dépouillés, publiés…")
    polls.seal_past(rows["vote"], rows["edition"])
    votes.count_past(rows["vote"], rows["edition"])
    say("L’urne de cette édition : la liste, les codes, l’ouverture…")
    polls.open_current(rows["current_vote"], rows["current_edition"], rows["districts"])


@transaction.atomic
def write(port, say):
    """The accounts, the rows and the pages, all or nothing. Returns the rows by name."""
    today = timezone.localdate()
    content.drawing.cache_clear()
    texts, map_texts = Texts("pages.fr.toml", "fr", today), Texts("town.toml", "fr", today)
    with translation.override("fr"):
        say("Les comptes, les quartiers, les lieux…")
        home = town.make_home(texts, port)
        town.make_people()
        town.make_workflow(home)
        districts, places = town.make_places(map_texts)
        rows = make_rows(texts, districts, say) | {"places": places, "town": map_texts}
        say("Les pages en français…")
        pages = French(texts, home, rows).make()
        town.make_frame(map_texts, pages, "fr")
    with translation.override("en"):
        say("Les pages en anglais…")
        twins = english.translate(pages, Texts("pages.en.toml", "en", today), rows)
        town.make_frame(map_texts, pages | twins, "en")
    return rows


def make_rows(texts, districts, say):
    """The processes, what residents proposed in each edition, and the two votes."""
    past, current = (Texts(f"{name}_edition.toml", "fr", texts.today) for name in ("past", "current"))
    rows = {"districts": districts, "themes": proposals.make_themes(past), "edition": past, "current_edition": current}
    # In the order of their permanent addresses, which are printed: /p/1/ is the current edition.
    call = texts["call"]
    purses = [(each["slug"], each["name"], each["amount"]) for each in call["envelopes"]]
    rows["current"], envelopes = editions.make_budget(
        call["title"], call["phases"], texts.day, purses, call["vote_closes"]
    )
    title = texts["past_call"]["title"]
    rows["past"], envelope = editions.make_budget(title, past["phases"], texts.day, [("", "", past["envelope"])])
    rows["consultation"] = editions.make_consultation(texts)
    say("Les 45 projets de l’édition précédente…")
    rows["proposals"] = _proposals(rows, "past", past, past["phases"])
    rows["vote"] = votes.make_past_vote(rows["past"], envelope[""], past, rows["proposals"])
    say("Les 70 idées de cette édition…")
    ideas = _proposals(rows, "current", current, call["phases"])
    opens = call["phases"]["vote"][0]
    rows["current_vote"] = votes.make_current_vote(rows["current"], envelopes, current, ideas, opens)
    return rows


def _proposals(rows, name, edition, days):
    submitted = [edition.day(offset) for offset in days["call"]]
    return proposals.make_proposals(rows[name], edition["projects"], rows, name, submitted)


def print_pictures(say):
    """The formats of the pictures that lists show, and of the pages one click from the home page."""
    say("Les formats des dessins : les listes…")
    for proposal in Proposal.objects.exclude(picture=None).select_related("picture"):
        content.print_formats(proposal.picture, content.IN_A_LIST)
    say("Les formats des dessins : les pages…")
    near = [BudgetCallPage, ConsultationPage, VoteCampaignPage, ProposalPage]
    pages = [page for page_type in near for page in page_type.objects.all()]
    for page in [*pages, *NewsPage.objects.order_by("-date")[:NEWS_NEARBY]]:
        content.print_formats(page.main_picture, content.ON_A_PAGE)
