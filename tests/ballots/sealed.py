"""Votes that were really held: cast, marked, read from paper, closed, sealed by two, counted and published."""

import json
from datetime import timedelta

from django.utils import timezone
from factories import make_poll

from municipal.users.models import User
from participation.ballots.actions import (
    agree_to_close,
    agree_to_seal,
    begin_batch,
    cast,
    close,
    mark_at_desk,
    read_sheet,
)
from participation.ballots.exports import Folder
from participation.ballots.rules import digest_of
from participation.models import District, Envelope, Option, Poll
from participation.votes.actions import count_vote, freeze_vote, publish_result


CODE = "{:016}"
SCALE = ["Très bien", "Bien", "Passable", "À rejeter"]


def held(
    online,
    paper=(),
    *,
    costs=(10_000_00, 8_000_00, 6_000_00, 3_000_00),
    envelopes=None,
    publish=True,
    salt="00" * 16,
    **fields,
):
    """A sealed poll over options `1`, `2`, … of these costs. `online` and `paper` are ballots as lists.

    `envelopes` maps a district's name to (cents, codes of its options). A paper ballot None is spoiled.
    """
    poll = make_poll(
        electors=len(online) + len(paper) + 3, titles=[f"Idée nº {n}" for n in range(1, len(costs) + 1)], **fields
    )
    Poll.objects.filter(pk=poll.pk).update(salt=salt)
    poll.salt = salt
    for code, cost in enumerate(costs, 1):
        Option.objects.filter(vote=poll.vote, code=str(code)).update(cost=cost)
    for name, (cents, codes) in (envelopes or {}).items():
        district, _made = District.objects.get_or_create(name=name, defaults={"slug": name.lower()})
        envelope = Envelope.objects.create(process=poll.vote.process, district=district, cents=cents, year=2026)
        Option.objects.filter(vote=poll.vote, code__in=codes).update(envelope=envelope, district=district)
    freeze_vote(poll.vote, timezone.now())
    Poll.objects.filter(pk=poll.pk).update(fingerprint=poll.digest_of_terms())
    electors = list(poll.electors.order_by("pk"))
    for n, (ballot, elector) in enumerate(zip(online, electors, strict=False)):
        cast(poll.pk, elector.pk, body_of(ballot), digest_of(poll.salt, CODE.format(n)))
    people = [User.objects.get_or_create(email=f"{name}@ville.example")[0] for name in ("ana", "bao")]
    for elector in electors[len(online) : len(online) + len(paper)]:
        mark_at_desk(poll.pk, elector.pk)
    if paper:
        _stack(poll, paper, people)
    poll = _seal(poll, people)
    result = count_vote(poll.vote, timezone.now())
    if publish:
        publish_result(poll.vote, result)
    return poll


def _seal(poll, people):
    """The end has come: close, agree twice."""
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now().replace(microsecond=0) - timedelta(seconds=1))
    close(poll, people[0])
    for person in people:
        agree_to_seal(poll, person)
    return Poll.objects.select_related("vote").get(pk=poll.pk)


def body_of(ballot):
    """A ballot as the box keeps it."""
    return json.dumps(ballot, ensure_ascii=False, separators=(",", ":"))


def _stack(poll, paper, people):
    batch = begin_batch(poll, None, len(paper), people[0])
    for turn in (1, 2):
        for sheet, ballot in enumerate(paper, 1):
            kind = "spoiled" if ballot is None else "valid" if ballot else "blank"
            read_sheet(batch, sheet, turn, people[turn - 1], kind, body_of(ballot or []))
    for person in people[:2]:
        agree_to_close(batch, person)


def folder_of(poll):
    """The published folder of a poll."""
    return Folder(Poll.objects.published().get(pk=poll.pk))


def write(poll, path):
    """Its files on disk. Returns the folder."""
    folder = folder_of(poll)
    path.mkdir(exist_ok=True)
    for name in folder.names:
        (path / name).write_bytes(b"".join(folder.parts(name)))
    return path


APPROVALS = [["1", "2"]] * 7 + [["2", "3"]] * 6 + [["4"]] * 5 + [["3", "4"]] * 3 + [[]] * 2
POINTS = [[["1", 5], ["2", 1]]] * 6 + [[["2", 3], ["3", 3]]] * 7 + [[["4", 4]]] * 6 + [[]]
RANKINGS = [["1", "2", "3"]] * 6 + [["3", "2"]] * 5 + [["4", "2", "1"]] * 4 + [["2", "4"]] * 3 + [[]]
MENTIONS = [[["1", "Bien"], ["2", "Très bien"]]] * 6 + [[["1", "Très bien"], ["3", "Passable"]]] * 5 + [[["2", "Bien"]]]
