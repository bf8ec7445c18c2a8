"""What the screens of a poll know of a moment ago never decides about a ballot, and a cast asks little."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_poll

from participation.ballots.actions import make_codes
from participation.models import OpenBallot, Poll


pytestmark = pytest.mark.django_db
# Who it is: the session, the elector. The box: mark, ballot, what was begun (PostgreSQL: one function); begin and end.
ASKED = {"sqlite": 2 + 3 + 2, "postgresql": 2 + 1 + 2}


@pytest.fixture(autouse=True)
def keeping(settings):
    """As in production, and nothing from another test."""
    settings.PARTICIPATION = settings.PARTICIPATION | {"PAGES_KEPT_SECONDS": 60}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def poll():
    return make_poll(electors=2)


@pytest.fixture
def send(poll):
    """Send the ballot of the nth elector, who has shown a code; what the answer says."""
    address, codes, windows = f"/p/vote/{poll.vote_id}/bulletin/", make_codes(poll, None)[1], [Client(), Client()]
    for window, (_elector, code) in zip(windows, codes, strict=True):
        window.post(f"{address}qui/", {"code": code})

    def send(n):
        answer = windows[n].post(address, {"step": "send", "code": str(n) * 16, "choice": "1"})
        return re.sub(r"[ \n]+", " ", answer.content.decode())

    return send


def test_a_cast_asks_who_it_is_and_the_box_and_nothing_else(send):
    send(0)
    with CaptureQueriesContext(connection) as queries:
        said = send(1)
    assert "Votre bulletin est enregistré" in said and OpenBallot.objects.count() == 2
    assert len(queries) == ASKED[connection.vendor]


def test_the_frame_of_the_thanks_is_kept_and_nothing_of_a_voter(send):
    send(0)
    said = send(1)
    assert "1111 1111 1111 1111" in said and "0000" not in said and "<!-- part" not in said
    assert 'class="masthead"' in said and 'name="forget"' in said
    kept = [str(value) for value in getattr(cache, "_cache", {}).values()]
    assert kept and not any(code in each for each in kept for code in ("0000 0000", "1111 1111"))
    again = send(1)
    assert "déjà enregistré" in again and "1111 1111 1111 1111" in again


def test_a_close_is_known_at_once(poll, send):
    send(0)
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    assert "Le vote est clos" in send(1) and OpenBallot.objects.count() == 1


def test_a_refusal_says_how_the_poll_stands_now(poll, send):
    send(0)
    soon = timezone.now() + timedelta(days=5)
    Poll.objects.filter(pk=poll.pk).update(opens_at=soon, closes_at=soon + timedelta(days=1))
    assert "n’est pas encore ouvert" in send(1) and OpenBallot.objects.count() == 1
