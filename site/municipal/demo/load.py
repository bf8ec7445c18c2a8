"""Loading the demo town: everything or nothing, the same town every time."""

from django.db import transaction
from django.utils import timezone, translation

from ..home.models import HomePage
from . import content, editions, english, town
from .pages import French
from .texts import Texts


def is_loaded():
    """Is there a town already?"""
    return HomePage.objects.exists()


@transaction.atomic
def load(port, say):
    """Make the town. `say` is called with a line before each part that takes a while."""
    today = timezone.localdate()
    content._image.cache_clear()
    texts, map_texts = Texts("pages.fr.toml", "fr", today), Texts("town.toml", "fr", today)
    with translation.override("fr"):
        say("Les comptes, les quartiers, les lieux…")
        home = town.make_home(texts, port)
        town.make_people()
        town.make_workflow(home)
        districts, places = town.make_places(map_texts)
        say("Les démarches, les 1 846 bulletins de l’an dernier et leur dépouillement…")
        rows = make_rows(texts, districts) | {"places": places, "town": map_texts}
        say("Les dessins et les pages en français…")
        pages = French(texts, home, rows).make()
        town.make_frame(map_texts, pages, "fr")
    with translation.override("en"):
        say("Les pages en anglais…")
        twins = english.translate(pages, Texts("pages.en.toml", "en", today), rows)
        town.make_frame(map_texts, pages | twins, "en")


def make_rows(texts, districts):
    """The processes and the past vote."""
    edition = Texts("past_edition.toml", "fr", texts.today)
    year = texts.today.year
    call = texts["call"]
    current, _envelopes = editions.make_budget(
        texts, "call", year + 1, [(each["name"], each["amount"]) for each in call["envelopes"]]
    )
    dated = Texts("pages.fr.toml", "fr", texts.today)
    dated.data["past_call"]["phases"] = edition["phases"]
    past, envelopes = editions.make_budget(dated, "past_call", year, [("", edition["envelope"])])
    counted = editions.at(texts.day(edition["phases"]["result"]), 17)
    vote, proposals = editions.make_past_vote(past, envelopes[0], edition, districts, counted)
    return {
        "consultation": editions.make_consultation(texts),
        "current": current,
        "past": past,
        "vote": vote,
        "proposals": proposals,
    }
