"""The two polls: the box of the past edition, sealed by two people; the one under way, with its roll and its voters."""

import hashlib
import random
from collections import defaultdict
from datetime import timedelta

from django.utils import timezone

from participation.ballots.actions import (
    agree_to_seal,
    answer_risk,
    begin_batch,
    give_duty,
    import_roll,
    make_codes,
    open_poll,
    read_checklist,
    renew_code,
    set_up,
)
from participation.models import Elector, OpenBallot, PaperBatch, PaperEntry, Place, Poll, RollMark
from participation.votes.actions import sealed

from ..users.models import User
from .ballots import draw_ballots
from .editions import at


SEED = "orméval-2"
HELP = "Venez dans l’un des sept lieux de vote, ou appelez le 01 99 00 15 24."
PRIVACY = "/donnees-personnelles/"
SHEETS = 100  # of a stack of paper ballots


def people():
    """The two whom the town has named to hold its votes."""
    return [User.objects.get(email=f"{name}@ormeval.example") for name in ("greffe", "scrutateur")]


# --- The past edition ---------------------------------------------------------------------------------


def seal_past(vote, edition):
    """Put the past edition's ballots in a box, and have it sealed by two people."""
    days = edition["phases"]["vote"]
    opens, closes = at(edition.day(days[0]), 9), at(edition.day(days[1]), 20)
    poll = Poll.objects.create(
        vote=vote, access="roll", minimum_age=11, blank=False, limits={"knapsack": True}, help_elsewhere=HELP,
        privacy_notice=PRIVACY, salt=hashlib.sha256(SEED.encode()).hexdigest()[:32],
        opens_at=opens, closes_at=closes, opened_at=opens, closed_at=closes + timedelta(minutes=5),
    )  # fmt: skip
    Poll.objects.filter(pk=poll.pk).update(fingerprint=poll.digest_of_terms())
    drawn = edition["ballots"]
    bodies = [sealed(ballot) for ballot in draw_ballots(edition["projects"], drawn, edition["envelope"])]
    voted = _days(edition, drawn["days"], days[0])
    marks = _mark(poll, [*voted["online"], *voted["desk"]], drawn["online"])
    absent = range(len(marks) + 1, drawn["registered"] + 1)
    Elector.objects.bulk_create((Elector(poll=poll, number=str(n)) for n in absent), batch_size=2000)
    OpenBallot.objects.bulk_create(
        OpenBallot(mark=mark, poll=poll, body=body, receipt=_receipt(poll, mark.pk))
        for mark, body in zip(marks, bodies[: drawn["online"]], strict=False)
    )
    _enter(poll, bodies[drawn["online"] :], closes)
    for by in people():
        agree_to_seal(poll, by)


def _days(edition, days, first):
    """{"online": a day for each ballot, "desk": the same}."""
    found = {"online": [], "desk": []}
    for offset, numbers in enumerate(days):
        for channel, number in zip(found, numbers, strict=True):
            found[channel] += [edition.day(first + offset)] * number
    return found


def _mark(poll, days, online):
    """The roll of people whose names are gone, and that they voted: the first `online` of them online."""
    electors = Elector.objects.bulk_create(Elector(poll=poll, number=str(n)) for n in range(1, len(days) + 1))
    return RollMark.objects.bulk_create(
        RollMark(elector=elector, poll=poll, voted_on=day, channel="online" if place < online else "desk")
        for place, (elector, day) in enumerate(zip(electors, days, strict=True))
    )


def _enter(poll, bodies, closes):
    """The paper ballots, in stacks that two people have read alike."""
    for number, start in enumerate(range(0, len(bodies), SHEETS), 1):
        stack = bodies[start : start + SHEETS]
        batch = PaperBatch.objects.create(
            poll=poll, number=number, sheets=len(stack), closed_at=closes + timedelta(days=1)
        )
        PaperEntry.objects.bulk_create(
            PaperEntry(batch=batch, sheet=sheet, turn=turn, by=by, kind="valid", body=body)
            for turn, by in enumerate(people(), 1)
            for sheet, body in enumerate(stack, 1)
        )


def _receipt(poll, key):
    """A digest that looks like a receipt's; nobody holds the code."""
    return hashlib.sha256(f"{SEED}:{poll.pk}:{key}".encode()).hexdigest()


# --- The current edition ------------------------------------------------------------------------------


def open_current(vote, edition, districts):
    """Open the vote under way: online for whoever declares to live here, with codes by post, and at the desks."""
    clerk = people()[0]
    poll = Poll(
        vote=vote, access="declared", minimum_age=11, blank=False, limits={"knapsack": True},
        residence="J’habite à Orméval.", help_elsewhere=HELP, privacy_notice=PRIVACY,
        impact_assessment="Analyse du délégué à la protection des données, à lire à l’hôtel de ville",
    )  # fmt: skip
    set_up(poll, people(), clerk)
    answer_risk(poll, defaultdict(bool, {"large": True}), clerk, timezone.now())
    import_roll(poll, _roll(list(districts.values()), edition["poll"]), clerk)
    make_codes(poll, clerk)
    poll = open_poll(poll, clerk, {line.code for line in read_checklist(poll, timezone.now())})
    _vote(poll, edition["poll"])
    for role in ("desk", "sheets", "seal"):
        give_duty(poll, clerk, email=people()[1].email, role=role, ends_at=poll.closes_at + timedelta(days=10))
    begin_batch(poll, Place.objects.order_by("pk").first(), 12, clerk)


def _roll(districts, drawn):
    """The roll as the town hall's file gives it: residents who asked for a code by post, the same ones every time."""
    dice = random.Random(SEED)  # noqa: S311 (names for a demo, no secret)
    names = [f"{last};{first}" for first in drawn["first_names"] for last in drawn["last_names"]]
    lines = ["numéro;nom;prénom;adresse;année de naissance;quartier"]
    for place, name in enumerate(dice.sample(names, drawn["roll"]), 1):
        street, year = f"{dice.randrange(1, 60)} {dice.choice(drawn['streets'])}", dice.randrange(1935, 2013)
        lines.append(f"{place:04};{name};{street}, 72999 Orméval;{year};{dice.choice(districts).name}")
    return "\r\n".join(lines).encode()


def _vote(poll, drawn):
    """Those who have voted so far. The last of the roll have: the first are left for whoever tries."""
    dice = random.Random(f"{SEED} box")  # noqa: S311 (ballots of a demo)
    electors = list(poll.electors.order_by("-pk")[: drawn["online"] + drawn["desk"]])
    first, today = timezone.localdate(poll.opens_at), timezone.localdate()
    span = max((today - first).days, 0)
    marks = RollMark.objects.bulk_create(
        RollMark(
            elector=elector,
            poll=poll,
            channel="online" if place < drawn["online"] else "desk",
            voted_on=first + timedelta(days=dice.randint(0, span)),
        )
        for place, elector in enumerate(electors)
    )
    options = list(poll.vote.options.select_related("envelope"))
    OpenBallot.objects.bulk_create(
        OpenBallot(mark=mark, poll=poll, body=sealed(_ballot(options, dice)), receipt=_receipt(poll, mark.pk))
        for mark in marks[: drawn["online"]]
    )


def _ballot(options, dice):
    """A few projects, none dearer together than what is left of their envelope."""
    left, chosen = {}, []
    for option in dice.sample(options, 9):
        rest = left.setdefault(option.envelope_id, option.envelope.cents)
        if option.cost <= rest:
            left[option.envelope_id] = rest - option.cost
            chosen.append(option.code)
    return tuple(sorted(chosen, key=int))


def fresh_code():
    """The name of somebody on the roll who has not voted, and a new code for them; None once the vote is over."""
    elector = Elector.objects.filter(
        poll__in=Poll.objects.under_way().filter(closes_at__gt=timezone.now(), vote__rehearsal_of=None),
        mark=None,
        resident=None,
    ).order_by("pk").first()  # fmt: skip
    if elector is None:
        return None
    code = renew_code(elector, people()[0], "Démonstration")
    return elector, " ".join(code[start : start + 4] for start in range(0, len(code), 4))
