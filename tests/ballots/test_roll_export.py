"""The roll for a vote held with Belenios: one address a line, only before the opening, told in the journal."""

import pytest
from factories import make_ready_poll, open_ready
from factories import signed_in as sign_in

from participation.ballots.actions import declare
from participation.models import JournalEntry
from participation.people.actions import account_for


pytestmark = pytest.mark.django_db


@pytest.fixture
def poll(settings):
    settings.PARTICIPATION = {**settings.PARTICIPATION, "VOTES_ON_SQLITE": True}
    poll = make_ready_poll(electors=2)
    for name in ("ines", "sami"):
        declare(poll, account_for(f"{name}@ville.example"), "")
    return poll


def url(poll):
    return f"/admin/participation/polling/{poll.pk}/roll/export/"


def test_the_file_is_one_address_a_line_and_the_journal_says_that_it_left(client, poll):
    clerk = sign_in(client, "Greffe du scrutin")
    page = clerk.get(url(poll)).content.decode()
    assert "Voisine 1" in page and "2 people have none" in page and "ines@" not in page
    answer = clerk.post(url(poll))
    assert sorted(answer.content.decode().splitlines()) == ["ines@ville.example", "sami@ville.example"]
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"] and answer["Content-Type"].startswith("text/plain")
    entry = JournalEntry.objects.first()
    assert (entry.act, entry.by, entry.facts) == ("roll-exported", str(clerk.user.pk), {"addresses": 2, "without": 2})


def test_who_keeps_the_roll_and_has_not_this_right_does_not_export_it(client, poll):
    clerk = sign_in(client, "Greffe du scrutin")
    group = clerk.user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="export_roll"))
    assert clerk.get(url(poll)).status_code == clerk.post(url(poll)).status_code == 302
    assert "roll/export" not in clerk.get(f"/admin/participation/polling/{poll.pk}/roll/").content.decode()
    assert not JournalEntry.objects.filter(act="roll-exported").exists()


def test_once_the_box_was_opened_the_roll_goes_nowhere(client, poll):
    clerk = sign_in(client, "Greffe du scrutin")
    open_ready(poll)
    assert "goes nowhere else" in clerk.get(url(poll)).content.decode()
    assert clerk.post(url(poll)).status_code == 302
    assert not JournalEntry.objects.filter(act="roll-exported").exists()


def test_the_advice_points_to_it(client, poll):
    clerk = sign_in(client, "Greffe du scrutin")
    assert url(poll) in clerk.get(f"/admin/participation/polls/{poll.vote_id}/risk/").content.decode()
