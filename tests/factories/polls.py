from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from municipal.users.models import User
from participation.ballots.actions import answer_risk, open_poll, read_checklist
from participation.ballots.rules.risk import QUESTIONS
from participation.models import Elector, Phase, Poll

from .drafts import freeze, make_draft
from .phases import make_process
from .votes import make_proposals, make_vote


def make_poll(*, opens=-60, closes=3600, electors=1, titles=("Des bancs", "Un verger", "Une fontaine"), **fields):
    """An open poll over three proposals; `opens` and `closes` are seconds from now. Electors are `poll.electors`."""
    now = timezone.now()
    process = make_process("Budget en cours")
    opens_at, closes_at = (now + timedelta(seconds=each) for each in (opens, closes))
    Phase.objects.create(process=process, kind="vote", opens=opens_at, closes=closes_at, sort_order=0)
    vote = make_vote(make_proposals(process, *titles), **fields.pop("vote", {}))
    poll = Poll.objects.create(
        vote=vote, opens_at=opens_at, closes_at=closes_at, opened_at=now, salt=uuid4().hex, **fields
    )
    Elector.objects.bulk_create(
        Elector(poll=poll, number=str(n), name=f"Voisine {n}", folded=f"voisine {n}") for n in range(1, electors + 1)
    )
    return poll


def make_ready_poll(vote=None, *, electors=3, readers=(), **fields):
    """A poll on a frozen vote, to come, of which nothing is missing: it asks for an address, and for no roll."""
    vote = vote or freeze(make_draft())
    said = {"access": "email", "help_elsewhere": "Mairie, 01 02 03 04 05", "privacy_notice": "/donnees/"}
    poll = Poll.objects.create(vote=vote, **(said | fields))
    if not readers:
        readers = [
            User.objects.create_user(f"{name}@ville.example", "secret", is_superuser=True) for name in ("rose", "sami")
        ]
    poll.readers.set(readers)
    answer_risk(poll, dict.fromkeys(QUESTIONS, False), None, timezone.now())
    Elector.objects.bulk_create(
        Elector(poll=poll, number=str(n), name=f"Voisine {n}", folded=f"voisine {n}") for n in range(1, electors + 1)
    )
    return poll


def open_ready(poll, by=None):
    """Open it, whatever a careful colleague would remark."""
    return open_poll(poll, by, {line.code for line in read_checklist(poll, timezone.now())})
