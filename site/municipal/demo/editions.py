"""The processes of the demo: an open consultation, an announced budget, a past one with its count."""

import random
from datetime import datetime, time

from django.utils import timezone

from participation.budgets.actions import publish_outcome
from participation.models import Envelope, Phase, Process, Proposal, ProposalOption, Vote
from participation.votes.actions import add_options, count_vote, seal_imported_ballots


SEED = "orméval-1"


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


def make_budget(texts, key, year, envelopes):
    """An edition of the budget, its phases counted from today. `envelopes` yields (name, euros)."""
    days = texts[key]["phases"]
    process = Process.objects.create(kind=Process.Kind.BUDGET, name=texts[key]["title"])
    lines = []
    for kind in ("call", "admissibility", "study", "vote"):
        first, last = (texts.day(offset) for offset in days[kind])
        lines.append((kind, "", at(first, 9), at(last, 23, 59)))
    lines.append(("results", "", at(texts.day(days["result"]), 18), at(texts.day(days["works"] - 1), 23, 59)))
    lines.append(("realisation", "", at(texts.day(days["works"]), 8), None))
    add_phases(process, lines)
    made = [
        Envelope.objects.create(process=process, name=name, cents=euros * 100, year=year, sort_order=place)
        for place, (name, euros) in enumerate(envelopes)
    ]
    return process, made


def draw_ballots(projects, total, envelope):
    """Ballots drawn from a fixed seed, in euros: `weight` of them name each project, none exceeds the envelope.

    Returns tuples of option codes, one a voter, none empty.
    """
    dice = random.Random(SEED)  # noqa: S311 (a drawing for a demo, no secret)
    ballots, spent = [set() for _unused in range(total)], [0] * total
    for project in sorted(projects, key=lambda each: -each["cost"]):
        able = [voter for voter in range(total) if spent[voter] + project["cost"] <= envelope]
        for voter in dice.sample(able, project["weight"]):
            ballots[voter].add(project["number"])
            spent[voter] += project["cost"]
    for ballot in ballots:
        if not ballot:  # the fullest ballot gives one away, so that the counts stay what they are
            ballot.add(max(ballots, key=len).pop())
    return [tuple(str(number) for number in sorted(ballot)) for ballot in ballots]


def tell_realisations(process, edition):
    """What the town has built since, as the proposals say it. `edition` is the Texts of the past edition."""
    for each in edition["realisations"]:
        Proposal.objects.filter(process=process, number=each["project"]).update(
            status=each["state"], status_note=each["sentence_fr"]
        )


def make_past_vote(process, envelope, edition, districts, counted_at):
    """The past edition's proposals, its vote, its ballots and its published result."""
    projects = edition["projects"]
    proposals = Proposal.objects.bulk_create(
        Proposal(
            process=process,
            number=each["number"],
            title=each["title_fr"],
            summary=each["summary_fr"],
            holder=each["holder"],
            status=Proposal.Status.VOTED,
            text=each["description_fr"].strip(),
            language="fr",
            district=districts.get(each["district"]),
            cost=each["cost"] * 100,
        )
        for each in projects
    )
    vote = Vote.objects.create(
        process=process,
        title=process.name,
        question="Quels projets la ville doit-elle construire ?",
        rule="equal-shares",
        completion="add1",
    )
    lines = zip(projects, proposals, strict=True)
    options = add_options(
        vote, ((str(each["number"]), row.title, row.cost, row.district, envelope) for each, row in lines)
    )
    ProposalOption.objects.bulk_create(
        ProposalOption(option=option, proposal=row) for option, row in zip(options, proposals, strict=True)
    )
    online = edition["ballots"]["online"]
    ballots = draw_ballots(projects, edition["ballots"]["total"], edition["envelope"])
    channels = ("internet" if place < online else "paper" for place in range(len(ballots)))
    seal_imported_ballots(vote, ((ballot, {"voting_method": next(channels)}) for ballot in ballots))
    publish_outcome(vote, count_vote(vote, counted_at))
    tell_realisations(process, edition)
    return vote, {row.number: row for row in proposals}
