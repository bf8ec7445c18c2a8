"""A tablet beside the desk: nobody is signed in on it, one ballot at a time, nothing left behind."""

import re
from datetime import timedelta

import pytest
from ballots.test_erasing import everything
from django.test import Client
from django.utils import timezone
from factories import make_poll, signed_in

from participation.ballots.actions import MINUTES, mark_at_desk
from participation.journal.actions import verify
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


def review(tablet, poll, *choices, call=1):
    return tablet.post(there(poll, "bulletin/"), {"step": "review", "choice": choices, "call": call})


def send(tablet, poll, code, *choices, call=1):
    said = {"step": "send", "choice": choices, "code": code, "word": "", "call": call}
    return tablet.post(there(poll, "bulletin/"), said)


def vote(tablet, poll, *choices):
    return send(tablet, poll, review(tablet, poll, *choices).context["code"], *choices)


def stop(tablet, poll, call=1, **said):
    return tablet.post(there(poll, "tablette/"), {"call": call} | said)


def called(clerk, poll, elector):
    """The only tablet, after the desk has called somebody to it."""
    row = Tablet.objects.get()
    clerk.post(at(poll, "desk/call"), {"elector": elector.pk, "tablet": row.pk})
    row.refresh_from_db()
    assert row.elector == elector
    return row


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
    assert "data-idle" not in told and 'data-leave="180"' in told and "This page is about to close." in told
    assert "Your ballot is recorded" in told and "I have finished" in told and "Change my ballot" not in told
    assert tablet.session.session_key != key and set(tablet.session.keys()) == {"participation-tablet"}
    row.refresh_from_db()
    assert row.elector is None and RollMark.objects.get().elector == one
    assert tablet.get(there(poll, "bulletin/"))["Location"] == there(poll, "tablette/"), "the way back leads nowhere"
    assert "Voisine" not in tablet.get(there(poll, "tablette/")).content.decode()
    again = send(tablet, poll, "A" * 16, "2")
    assert again["Location"] == there(poll, "tablette/") and OpenBallot.objects.get().body == '["1"]'
    assert not any("1" in str(entry.facts.get("choice", "")) for entry in JournalEntry.objects.all())


def test_a_tablet_promises_neither_a_printer_nor_a_change_that_the_desk_refuses(desk):
    poll = make_poll(help_elsewhere="Come to the town hall", blank=False)
    clerk, tablet = desk(poll)
    called(clerk, poll, poll.electors.first())
    choose = tablet.get(there(poll, "bulletin/")).content.decode()
    refused = review(tablet, poll).content.decode()
    read = review(tablet, poll, "1").content.decode()
    told = vote(tablet, poll, "1").content.decode()
    for said in (choose, refused, read, told):
        assert "change your mind" not in said and "a new ballot replaces" not in said
        assert "print this page" not in said.lower() and "Print it" not in said and "Come to the town hall" not in said
    assert "Need help? Ask the desk." in refused
    assert "Nobody else knows it: write it down." in read and "Write it down before you leave." in told


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
    stop(tablet, poll)
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


def kept_of(tablet):
    """All that the session of a tablet holds."""
    return dict(tablet.session.items())


def test_what_is_chosen_and_not_sent_is_kept_nowhere_on_the_way_nor_after(desk):
    poll = make_poll()
    clerk, tablet = desk(poll)
    before = kept_of(tablet)
    called(clerk, poll, poll.electors.get())
    rows = everything().count("verger")
    page = review(tablet, poll, "2")
    assert page.status_code == 200 and 'name="choice" value="2"' in page.content.decode()
    code = page.context["code"]
    assert set(before) == {"participation-tablet"} and kept_of(tablet) == before
    key = tablet.session.session_key
    assert stop(tablet, poll)["Location"].endswith("/tablette/")
    assert kept_of(tablet) == before and tablet.session.session_key != key
    told = everything()
    assert code.lower() not in told and '["2"]' not in told and told.count("verger") == rows
    assert not OpenBallot.objects.exists() and not RollMark.objects.exists() and Tablet.objects.get().elector is None


def test_every_step_can_be_stopped_and_asks_who_stays_away_with_time_to_answer(desk):
    poll = make_poll()
    clerk, tablet = desk(poll)
    called(clerk, poll, poll.electors.get())
    begin, choose = tablet.get(there(poll, "tablette/")), tablet.get(there(poll, "bulletin/"))
    for page in (begin, choose, review(tablet, poll, "1"), review(tablet, poll)):
        told = page.content.decode()
        assert "Erase everything and stop without voting" in told and 'name="call" value="1"' in told
        assert int(re.search(r'data-idle="(\d+)"', told)[1]) < MINUTES * 60
        assert int(re.search(r'data-answer="(\d+)"', told)[1]) >= 20, "WCAG 2.2.1"
        assert f'<noscript><meta http-equiv="refresh" content="{MINUTES * 60};' in told
    for page in (choose, review(tablet, poll, "1")):
        assert 'autocomplete="off"' in page.content.decode()


def test_the_page_of_somebody_else_opens_and_sends_nothing(desk):
    poll = make_poll(electors=2)
    clerk, tablet = desk(poll)
    one, two = poll.electors.order_by("pk")
    called(clerk, poll, one)
    code = review(tablet, poll, "2").context["code"]
    Tablet.objects.update(until=timezone.now() - timedelta(seconds=1))
    called(clerk, poll, two)
    for answer in (send(tablet, poll, code, "2"), review(tablet, poll, "2")):
        assert answer["Location"] == there(poll, "tablette/"), "the choices of the first are not the second's"
    tablet.post(there(poll, "bulletin/"), {"step": "send", "choice": ["2"], "code": code, "word": ""})
    assert not OpenBallot.objects.exists() and not RollMark.objects.exists()
    stop(tablet, poll)
    assert Tablet.objects.get().elector == two, "nor does the first's last button end the second's turn"
    assert "Voisine 2" in tablet.get(there(poll, "tablette/")).content.decode()
    assert send(tablet, poll, code, "3", call=2).status_code == 200 and RollMark.objects.get().elector == two


def test_each_step_and_each_sign_gives_the_time_again(desk):
    poll = make_poll()
    clerk, tablet = desk(poll)
    called(clerk, poll, poll.electors.get())

    def left_after(act):
        Tablet.objects.update(until=timezone.now() + timedelta(seconds=30))
        act()
        return Tablet.objects.get().until - timezone.now()

    whole = timedelta(minutes=MINUTES - 1)
    assert left_after(lambda: tablet.get(there(poll, "bulletin/"))) > whole
    assert left_after(lambda: review(tablet, poll, "1")) > whole
    assert left_after(lambda: stop(tablet, poll, stay="1")) > whole
    assert left_after(lambda: stop(tablet, poll, call=7, stay="1")) < whole
    assert left_after(lambda: tablet.get(there(poll, "tablette/"))) < whole, "a page that asks by itself is no sign"
    Tablet.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert stop(tablet, poll, stay="1").status_code == 410
    for hostile in ("", "x", "²", "9" * 40, "-1"):
        assert stop(tablet, poll, call=hostile, stay="1").status_code == 410
        assert stop(tablet, poll, call=hostile).status_code == 302


def test_the_desk_takes_a_tablet_back_and_the_person_has_not_voted(desk):
    poll = make_poll(electors=2)
    clerk, tablet = desk(poll)
    one, two = poll.electors.order_by("pk")
    row = called(clerk, poll, one)
    code = review(tablet, poll, "2").context["code"]
    page = clerk.get(at(poll), {"q": "voisine"}).content.decode()
    assert "On Tablette 1: <strong>Voisine 1</strong>" in page and "Votes on Tablette 1" not in page
    back = {"tablet": row.pk, "call": row.calls}
    page = clerk.post(at(poll, "desk/take-back"), back, follow=True).content.decode()
    assert "“Tablette 1” is free again" in page and "Voisine 1" in page and "has not voted and still can" in page
    assert "Votes here on paper" in page and "Votes on Tablette 1" in page
    assert send(tablet, poll, code, "2")["Location"] == there(poll, "tablette/")
    assert not OpenBallot.objects.exists() and not RollMark.objects.exists()
    assert JournalEntry.objects.filter(act="tablet-taken-back", about=f"elector:{one.pk}").count() == 1
    assert verify() is None
    called(clerk, poll, two)
    page = clerk.post(at(poll, "desk/take-back"), back, follow=True).content.decode()
    assert "Nobody is voting on" in page and Tablet.objects.get().elector == two, "only the call that was seen"
    assert clerk.post(at(poll, "desk/take-back"), {"tablet": "x", "call": "x"}).status_code == 404
    mark, is_new = mark_at_desk(poll.pk, one.pk)
    assert is_new and mark.elector == one, "the right to vote is untouched"


def test_only_a_desk_takes_a_tablet_back(desk):
    poll = make_poll()
    clerk, tablet = desk(poll)
    row = called(clerk, poll, poll.electors.get())
    answer = tablet.post(at(poll, "desk/take-back"), {"tablet": row.pk, "call": row.calls})
    assert answer["Location"].startswith("/admin/login/")
    other = make_poll()
    assert clerk.post(at(other, "desk/take-back"), {"tablet": row.pk, "call": row.calls}).status_code == 404
    assert Tablet.objects.get().elector


def test_a_tablet_that_strays_to_another_vote_finds_its_own_again(desk):
    poll, other = make_poll(), make_poll()
    _clerk, tablet = desk(poll)
    strayed = tablet.get(there(other, "bulletin/"), follow=True)
    assert strayed.status_code == 200 and strayed.redirect_chain[-1][0].endswith(f"/p/vote/{poll.vote_id}/tablette/")
    assert tablet.get(there(poll, "tablette/")).status_code == 200, "it is still a tablet"
