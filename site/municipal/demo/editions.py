"""The processes of the demo and their timelines: an open consultation, a budget under vote, a past one."""

from datetime import datetime, time

from django.utils import timezone

from participation.models import Envelope, Phase, Process


EVENING = (23, 59)  # when a phase ends unless its edition says otherwise


def at(day, hour=0, minute=0):
    """A moment of a day, in the town's time."""
    return datetime.combine(day, time(hour, minute), timezone.get_default_timezone())


def add_phases(process, lines):
    """Write a timeline. `lines` yields (kind, name, opens, closes)."""
    Phase.objects.bulk_create(
        Phase(process=process, kind=kind, name=name, opens=opens, closes=closes, sort_order=place)
        for place, (kind, name, opens, closes) in enumerate(lines)
    )


def make_consultation(texts):
    """The consultation on the quays, open today."""
    text = texts["consultation"]
    process = Process.objects.create(kind=Process.Kind.CONSULTATION, name=text["title"])
    information, answers, synthesis = (
        [texts.day(offset) for offset in text["phases"][key]] for key in ("information", "answers", "synthesis")
    )
    response = texts.day(text["phases"]["response"])
    add_phases(
        process,
        [
            ("admissibility", "", at(information[0], 8), at(information[1], 23, 59)),
            ("call", "", at(answers[0], 8), at(answers[1], 23, 59)),
            ("study", "", at(synthesis[0], 8), at(synthesis[1], 23, 59)),
            ("results", "", at(response, 20), None),
        ],
    )
    return process


def make_budget(title, days, day, envelopes, vote_closes=EVENING):
    """An edition of the budget. `days` are its phases, in days from today, and `day` says which day that is.

    `envelopes` yields (slug, name, euros). Returns the process and {slug: envelope}.
    """
    process = Process.objects.create(kind=Process.Kind.BUDGET, name=title)
    lines = []
    for kind in ("call", "admissibility", "study", "vote"):
        first, last = (day(offset) for offset in days[kind])
        lines.append((kind, "", at(first, 9), at(last, *(vote_closes if kind == "vote" else EVENING))))
    lines.append(("results", "", at(day(days["result"]), 18), at(day(days["works"] - 1), *EVENING)))
    lines.append(("realisation", "", at(day(days["works"]), 8), None))
    add_phases(process, lines)
    year = day(days["council"]).year
    made = {
        slug: Envelope.objects.create(process=process, name=name, cents=euros * 100, year=year, sort_order=place)
        for place, (slug, name, euros) in enumerate(envelopes)
    }
    return process, made
