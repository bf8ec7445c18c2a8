from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from participation.models import Elector, Phase, Poll

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
    Elector.objects.bulk_create(Elector(poll=poll, number=str(n), name=f"Voisine {n}") for n in range(1, electors + 1))
    return poll
