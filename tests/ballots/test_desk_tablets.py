"""A tablet beside the desk: nobody is signed in on it, one ballot at a time, nothing left behind."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from factories import make_poll, signed_in

from participation.ballots.actions import mark_at_desk
from participation.models import JournalEntry, OpenBallot, Place, RollMark, Tablet


pytestmark = pytest.mark.django_db


def at(poll, tail="desk"):
    return f"/admin/participation/polling/{poll.pk}/{tail}/"


def there(poll, tail=""):
    return f"/en/p/vote/{poll.vote_id}/{tail}"


@pytest.fixture
def desk(client):
    """A clerk at a desk, and a tablet beside it."""

    def made(poll):
        hall = Place.objects.create(name="Mairie", address="1 place")
        signed_in(client, "Greffe du scrutin")
        tablet = Client()
        tablet.force_login(client.user)
        for each in (client, tablet):
            each.post(at(poll, "desk/place"), {"place": hall.pk})
        before = tablet.session.session_key
        answer = tablet.post(at(poll, "desk/tablets"), {"name": "Tablette 1"})
        assert answer["Location"] == there(poll, "tablette/").removeprefix("/en")
        assert tablet.session.session_key != before
        return client, tablet

    return made


def vote(tablet, poll, *choices):
    page = tablet.post(there(poll, "bulletin/"), {"step": "review", "choice": choices})
    code = page.context["code"]
    return tablet.post(there(poll, "bulletin/"), {"step": "send", "choice": choices, "code": code, "word": ""})


def test_a_tablet_is_nobody_and_waits(desk):
    poll = make_poll()
    _clerk, tablet = desk(poll)
    assert tablet.get(at(poll))["Location"].startswith("/admin/login/")
    answer = tablet.get(there(poll, "tablette/"))
    assert "Please go to the desk" in answer.content.decode() and 'http-equiv="refresh"' in answer.content.decode()
    assert "<noscript><meta" in answer.content.decode(), "with scripts it asks without loading itself again"
    assert "no-store" in answer["Cache-Control"]
    assert tablet.get(there(poll, "bulletin/"))["Location"] == there(poll, "tablette/")


def test_the_desk_calls_one_person_who_votes_and_nothing_remains(desk):
    poll = make_poll(electors=2)
    clerk, tablet = desk(poll)
    one, _two = poll.electors.order_by("pk")
    row = Tablet.objects.get()
    clerk.post(at(poll, "desk/call"), {"elector": one.pk, "tablet": row.pk})
    assert "Voisine 1" in tablet.get(there(poll, "tablette/")).content.decode()
    assert tablet.get(there(poll, "bulletin/")).status_code == 200
    key = tablet.session.session_key
    done = vote(tablet, poll, "1")
    told = done.content.decode()
    assert 'data-leave="180"' in told and "This page is about to close." in told
    assert "Your ballot is recorded" in told and "I have finished" in told and "Change my ballot" not in told
    assert tablet.session.session_key != key and set(tablet.session.keys()) == {"participation-tablet"}
    row.refresh_from_db()
    assert row.elector is None and RollMark.objects.get().elector == one
    assert tablet.get(there(poll, "bulletin/"))["Location"] == there(poll, "tablette/"), "the way back leads nowhere"
    assert "Voisine" not in tablet.get(there(poll, "tablette/")).content.decode()
    again = tablet.post(there(poll, "bulletin/"), {"step": "send", "choice": ["2"], "code": "A" * 16, "word": ""})
    assert again["Location"] == there(poll, "tablette/") and OpenBallot.objects.get().body == '["1"]'
    assert not any("1" in str(entry.facts.get("choice", "")) for entry in JournalEntry.objects.all())


def test_who_has_voted_is_not_called_and_a_busy_tablet_is_not_taken(desk):
    poll = make_poll(electors=3)
    clerk, tablet = desk(poll)
    voted, one, two = poll.electors.order_by("pk")
    row = Tablet.objects.get()
    mark_at_desk(poll.pk, voted.pk)

    def call(elector, key=row.pk):
        told = {"elector": elector.pk, "tablet": key}
        return clerk.post(at(poll, "desk/call"), told, follow=True).content.decode()

    assert "has voted" in call(voted)
    assert "no longer in service" in call(one, "x")
    call(one)
    assert "Somebody is voting" in call(two)
    tablet.post(there(poll, "tablette/"))
    assert "Please go to the desk" in tablet.get(there(poll, "tablette/")).content.decode()
    assert "can vote on" in call(two)


def test_a_call_runs_out_and_a_retired_tablet_opens_nothing(desk):
    poll = make_poll(electors=1)
    clerk, tablet = desk(poll)
    row = Tablet.objects.get()
    clerk.post(at(poll, "desk/call"), {"elector": poll.electors.get().pk, "tablet": row.pk})
    Tablet.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert tablet.get(there(poll, "bulletin/"))["Location"] == there(poll, "tablette/")
    clerk.post(at(poll, "desk/call"), {"elector": poll.electors.get().pk, "tablet": row.pk})
    assert tablet.get(there(poll, "bulletin/")).status_code == 200
    clerk.post(at(poll, "desk/tablets"), {"retire": row.pk})
    assert tablet.get(there(poll, "bulletin/")).status_code == 302
    assert tablet.get(there(poll, "tablette/"))["Location"] == there(poll, "bulletin/")


def test_whoever_has_no_tablet_is_sent_to_the_ballot():
    poll = make_poll()
    assert Client().get(there(poll, "tablette/"))["Location"] == there(poll, "bulletin/")
    assert Client().post(there(poll, "tablette/")).status_code == 302
