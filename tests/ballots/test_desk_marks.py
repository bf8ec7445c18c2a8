"""The desk: found, told, marked once whatever happens at another desk; added with what was checked."""

import threading

import pytest
from django.db import connection
from django.utils import timezone
from factories import make_district, make_poll, signed_in

from participation.ballots.actions import cast, mark_at_desk
from participation.ballots.rules import digest_of
from participation.models import Elector, JournalEntry, Place, Poll, RollMark


pytestmark = pytest.mark.django_db
CLERK = "Greffe du scrutin"


def at(poll, tail="desk"):
    return f"/admin/participation/polling/{poll.pk}/{tail}/"


@pytest.fixture
def hall():
    return Place.objects.create(name="Mairie", address="1 place")


@pytest.fixture
def desk(client, hall):
    def made(poll):
        signed_in(client, CLERK)
        client.post(at(poll, "desk/place"), {"place": hall.pk})
        return client

    return made


def test_the_place_is_asked_once_in_a_session(client, hall):
    poll = make_poll()
    signed_in(client, CLERK)
    assert client.get(at(poll))["Location"] == at(poll, "desk/place")
    assert client.post(at(poll), {"elector": poll.electors.get().pk})["Location"] == at(poll, "desk/place")
    assert not RollMark.objects.exists()
    client.post(at(poll, "desk/place"), {"place": hall.pk})
    assert "Mairie" in client.get(at(poll)).content.decode()
    client.post(at(poll), {"elector": poll.electors.get().pk})
    assert RollMark.objects.get().place == hall
    entry = JournalEntry.objects.get(act="marked-at-desk")
    assert entry.by == str(client.user.pk) and "Voisine" not in str(entry.facts)


def test_nobody_is_shown_before_a_search_and_few_after(desk):
    poll = make_poll(electors=30)
    client = desk(poll)
    assert "Voisine" not in client.get(at(poll)).content.decode()
    told = client.get(at(poll), {"q": "voisine"}).content.decode()
    assert told.count("Votes here on paper") == 20 and "There are more" in told


def test_who_has_voted_is_said_with_the_channel_and_gets_no_second_ballot(desk):
    poll = make_poll(electors=3)
    online, paper, third = poll.electors.order_by("pk")
    cast(poll.pk, online.pk, '["1"]', digest_of(poll.salt, "A" * 16))
    client = desk(poll)
    client.post(at(poll), {"elector": paper.pk})
    told = client.get(at(poll), {"q": "Voisine"}).content.decode()
    assert "Has already voted online" in told and "Has already voted at: Mairie" in told
    assert told.count("Votes here on paper") == 1
    for elector, words in ((online, "already voted online"), (paper, "already voted on paper (Mairie)")):
        again = client.post(at(poll), {"elector": elector.pk}, follow=True).content.decode()
        assert words in again
    assert RollMark.objects.count() == 2 and not RollMark.objects.filter(elector=third).exists()


@pytest.mark.parametrize("times", [("opens", 3600), ("closes", -1)])
def test_nobody_is_marked_or_added_while_the_box_is_not_open(desk, times):
    opens = {"opens": 3600, "closes": 7200} if times[0] == "opens" else {"opens": -60, "closes": -1}
    poll = make_poll(**opens)
    client = desk(poll)
    told = client.post(at(poll), {"elector": poll.electors.get().pk}, follow=True).content.decode()
    assert "The box is not open" in told and not RollMark.objects.exists()
    client.post(at(poll, "desk/add"), {"name": "Ana", "birth_year": "1990", "checks": ["identity"]})
    assert Elector.objects.count() == 1


def test_somebody_is_added_with_what_was_checked_then_marked(desk):
    poll, port = make_poll(electors=0, minimum_age=11, agreement_below=15), make_district()
    client = desk(poll)
    year = timezone.now().year
    child = {"name": "Léa  Petit", "birth_year": str(year - 12), "district": port.pk, "checks": ["school"]}
    refused = client.post(at(poll, "desk/add"), child)
    assert refused.status_code == 422 and "must be present" in refused.content.decode()
    assert "Léa" in refused.content.decode()
    for bad in (
        {"birth_year": str(year - 5)},
        {"birth_year": "x"},
        {"checks": []},
        {"checks": ["magic"]},
        {"name": ""},
    ):
        assert client.post(at(poll, "desk/add"), child | bad).status_code == 422, bad
    answer = client.post(at(poll, "desk/add"), child | {"checks": ["school", "parent"]}, follow=True)
    assert "Léa Petit" in answer.content.decode() and "Votes here on paper" in answer.content.decode()
    elector = Elector.objects.get()
    assert "school" in elector.checked and elector.added_by == str(client.user.pk) and elector.folded == "lea petit"
    client.post(at(poll), {"elector": elector.pk})
    assert RollMark.objects.get().elector == elector


def test_another_poll_s_elector_is_not_marked_here(desk):
    poll, other = make_poll(), make_poll()
    client = desk(poll)
    for key in (other.electors.get().pk, "x", "9" * 40, ""):
        assert client.post(at(poll), {"elector": key}).status_code == 404
    assert not RollMark.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_once_mark_once():
    poll = make_poll(electors=1)
    elector, answers = poll.electors.get(), []

    def desk():
        answers.append(mark_at_desk(poll.pk, elector.pk)[1])
        connection.close()

    threads = [threading.Thread(target=desk) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [False] * 5 + [True] and RollMark.objects.count() == 1
    assert JournalEntry.objects.filter(act="marked-at-desk").count() == 1


def test_the_desk_says_that_a_mark_is_not_taken_back(desk):
    poll = make_poll()
    assert "minutes" in desk(poll).get(at(poll)).content.decode()
    assert Poll.objects.count() == 1
