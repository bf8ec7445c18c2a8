"""Small elections of every kind, built and published as the product does it."""

from django.utils import timezone
from factories import home_page, make_process

from participation.models import Envelope, Vote
from participation.votes.actions import add_options, count_vote, publish_result, seal_imported_ballots


CITIES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
RANKINGS = {"MNCK": 42, "NCKM": 26, "CKNM": 15, "KCNM": 17}
SCALE = ["Très bien", "Bien", "Passable", "À rejeter"]
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}\"'&amp;‮"


def published(rule, kind="approval", *, options=(), ballots=(), cents=10_000_00, envelopes=None, **fields):
    """A vote counted and published. `options` are (code, title, cents[, envelope's place, district]).

    `ballots` are tuples, or pairs of one and what a file said of the voter in a dict.
    """
    home_page()
    process = make_process(fields.pop("title", "Vote"), results=("2026-11-05 18:00", None))
    made = [
        Envelope.objects.create(process=process, name=name, cents=money, year=2026, sort_order=place)
        for place, (name, money) in enumerate(envelopes or [("", cents)])
    ]
    vote = Vote.objects.create(process=process, title=process.name, rule=rule, ballot_kind=kind, **fields)
    lines = [(*option, 0, None)[:5] if len(option) < 5 else option for option in options]
    add_options(vote, ((code, title, cost, district, made[place]) for code, title, cost, place, district in lines))
    seal_imported_ballots(vote, (each if _has_columns(each) else (each, {}) for each in ballots))
    publish_result(vote, count_vote(vote, timezone.now()))
    return vote


def _has_columns(ballot):
    return len(ballot) == 2 and isinstance(ballot[1], dict)


def budget(rule="greedy", completion="", **fields):
    """Four projects for 10 000 €: the dearest has the most votes, the last has none."""
    options = [("a", "Un skatepark", 7_000_00), ("b", "Des bancs", 4_000_00), ("c", "Un verger", 3_000_00)]
    options.append(("d", "Une fusée", 9_000_00))
    ballots = [("a",)] * 30 + [("a", "b")] * 10 + [("b", "c")] * 20 + [("c",)] * 5 + [()] * 2
    return published(rule, options=options, ballots=ballots, completion=completion, **fields)


def ranked(rule):
    """Tennessee chooses its capital."""
    ballots = [tuple(ranking) for ranking, number in RANKINGS.items() for _each in range(number)]
    return published(rule, "ordinal", options=[(name[0], name, 0) for name in CITIES], ballots=ballots)


def judged():
    """Two options under four mentions."""
    ballots = [(("a", "Très bien"), ("b", "Passable"))] * 6 + [(("a", "Bien"), ("b", "Très bien"))] * 5
    options = [("a", "La place", 0), ("b", "Le quai", 0)]
    return published("judgment", "mentions", options=options, ballots=ballots, mentions=SCALE)


def answered(yes=30, no=20, blank=5, **fields):
    """One question."""
    ballots = [("yes",)] * yes + [("no",)] * no + [("blank",)] * blank
    return published("majority", "yes-no", options=[("p", "Faut-il un pont ?", 0)], ballots=ballots, **fields)


EVERY_RULE = {
    "greedy": budget,
    "greedy-stop": lambda: budget("greedy-stop"),
    "greedy-per-cost": lambda: budget("greedy-per-cost"),
    "equal-shares": lambda: budget("equal-shares"),
    "equal-shares greedy": lambda: budget("equal-shares", "greedy"),
    "equal-shares add1": lambda: budget("equal-shares", "add1"),
    "equal-shares add1+greedy": lambda: budget("equal-shares", "add1+greedy"),
    "equal-shares add1-exhaustive": lambda: budget("equal-shares", "add1-exhaustive"),
    "borda": lambda: ranked("borda"),
    "schulze": lambda: ranked("schulze"),
    "judgment": judged,
    "majority": answered,
}


def plain(answer):
    """The words of an answer's main part, without tags and with ordinary spaces."""
    import html
    import re

    text = answer.content.decode().split("<main")[1].split("</main>")[0]
    text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())
