"""The checklist, the opening, the turnout, the end put off, the close: at the desk, over HTTP."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import freeze, make_district, make_draft, make_edition, make_ready_poll, open_ready
from factories import signed_in as sign_in
from hypothesis import given
from hypothesis import strategies as st

from participation.ballots.actions import note_turnout
from participation.ballots.models.watch import turnout_of
from participation.ballots.rules.checklist import Readiness, checklist, missing
from participation.ballots.rules.watch import risen, told
from participation.frozen import Frozen
from participation.models import Elector, Event, Extension, JournalEntry, Phase, Poll, RollMark, TurnoutCount, Vote
from participation.phases.rules import Span


pytestmark = pytest.mark.django_db
DESK = "/admin/participation/polls/"


@pytest.fixture(autouse=True)
def any_database(settings):
    settings.PARTICIPATION = {**settings.PARTICIPATION, "VOTES_ON_SQLITE": True}


@pytest.fixture
def clerk(client):
    return sign_in(client, "Greffe du scrutin")


def text(answer):
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


def screen(poll, name=""):
    return f"{DESK}{poll.vote_id}/{name}"


def now_open(poll):
    """The vote phase is under way, for an hour more."""
    now = timezone.now()
    Phase.objects.filter(process=poll.vote.process, kind="vote").update(
        opens=now - timedelta(days=1), closes=now + timedelta(hours=1)
    )
    return poll


READY = {
    "frozen": True,
    "archived": False,
    "help_elsewhere": "Mairie",
    "privacy_notice": "/donnees/",
    "impact_assessment": "n° 12",
    "risk_level": 1,
    "readers": 2,
    "readers_who_publish": 1,
    "needs_roll": True,
    "online": True,
    "electors": 9,
    "electors_with_code": 9,
    "without_code": 0,
    "rehearsed": True,
    "has_page": True,
    "database_is_fit": True,
}
NOW = timezone.now()
SPAN = Span("vote", NOW + timedelta(days=1), NOW + timedelta(days=9))
BLOCKS = [
    ("not-frozen", {"frozen": False}),
    ("not-archived", {"archived": True}),
    ("help-elsewhere", {"help_elsewhere": " "}),
    ("privacy", {"privacy_notice": ""}),
    ("risk", {"risk_level": None}),
    ("readers", {"readers": 0, "readers_who_publish": 0}),
    ("publisher", {"readers_who_publish": 0}),
    ("roll", {"electors": 0, "electors_with_code": 0}),
    ("codes", {"electors_with_code": 0}),
    ("sqlite", {"database_is_fit": False}),
    ("no-dates", {"span": None}),
    ("no-dates", {"span": Span("vote", NOW, None)}),
    ("is-over", {"span": Span("vote", NOW - timedelta(days=2), NOW)}),
]
ADVICE = [
    ("impact", {"impact_assessment": ""}),
    ("second-reader", {"readers": 1}),
    ("rehearsed", {"rehearsed": False}),
    ("page", {"has_page": False}),
    ("level", {"risk_level": 2}),
    ("all-codes", {"without_code": 1}),
]


def lines_of(**changes):
    return checklist(Readiness(**({"span": SPAN} | READY | changes)), NOW)


def test_nothing_is_missing_of_what_is_whole():
    assert all(line.done for line in lines_of())
    assert not missing(lines_of(needs_roll=False, electors=0, electors_with_code=0))


@pytest.mark.parametrize(("code", "changes"), BLOCKS)
def test_each_missing_thing_keeps_the_box_shut(code, changes):
    assert code in [line.code for line in missing(lines_of(**changes))]


@pytest.mark.parametrize(("code", "changes"), ADVICE)
def test_advice_does_not(code, changes):
    lines = lines_of(**changes)
    assert not missing(lines) and [line.code for line in lines if not line.done] == [code]


def test_a_level_is_told_once_the_questionnaire_is_answered():
    assert "level" not in [line.code for line in lines_of(risk_level=None)]
    assert ("level", False) in [(line.code, line.done) for line in lines_of(risk_level=3)]


def test_the_checklist_names_what_is_missing_and_where_it_is_mended(clerk):
    poll = make_ready_poll(make_draft(), access="roll", privacy_notice="", electors=0)
    poll.readers.clear()
    shown = text(clerk.get(screen(poll)))
    for words, url in {
        "Give the address of the privacy notice": screen(poll, "setup/"),
        "Name who sees the result": screen(poll, "setup/"),
        "Freeze the list of projects": f"/admin/participation/votes/freeze/{poll.vote_id}/",
        "Nobody is on the roll": f"/admin/participation/polling/{poll.pk}/",
    }.items():
        assert words in shown and f'href="{url}' in shown, words
    opening = clerk.post(screen(poll, "open/"), {"accepted": ["impact", "rehearsed", "page"]})
    assert opening.status_code == 422 and Poll.objects.get().opened_at is None
    assert "What keeps the box shut" in text(clerk.get(screen(poll, "open/")))


def test_advice_is_ticked_then_the_box_opens_and_its_rules_are_fixed(clerk):
    poll = make_ready_poll()
    shown = text(clerk.get(screen(poll, "open/")))
    asked = re.findall(r'name="accepted" value="([\w-]+)"', shown)
    assert asked == ["impact", "rehearsed", "page"]
    assert "tick each remark" in text(clerk.post(screen(poll, "open/"), {"accepted": asked[:1]}))
    assert Poll.objects.get().opened_at is None
    assert "The box is ready" in text(clerk.post(screen(poll, "open/"), {"accepted": asked}, follow=True))
    poll.refresh_from_db()
    assert poll.opened_at and poll.fingerprint in shown, "the fingerprint that was shown is the one that is kept"
    entry = JournalEntry.objects.first()
    assert (entry.act, entry.facts["rules"], entry.by) == ("poll-opened", poll.fingerprint, str(clerk.user.pk))
    poll.limits = {"usual": {"most": 1}}
    with pytest.raises(Frozen):
        poll.save()
    with pytest.raises(Frozen):
        Poll.objects.update(access="email")
    assert poll.fingerprint in text(clerk.get(f"/p/vote/{poll.vote_id}/bulletin/"))
    assert "opened already" in text(clerk.get(screen(poll, "open/"), follow=True))


def test_the_salt_of_codes_that_were_printed_stays_when_the_box_opens():
    poll = make_ready_poll()
    assert poll.salt and open_ready(poll).salt == poll.salt


def mark(poll, number, channel="online", **fields):
    """So many more electors who have voted."""
    first = Elector.objects.filter(poll=poll).count()
    rows = [Elector(poll=poll, number=f"m{first + n}", **fields) for n in range(number)]
    electors = Elector.objects.bulk_create(rows)
    day = timezone.localdate()
    RollMark.objects.bulk_create(RollMark(elector=each, poll=poll, channel=channel, voted_on=day) for each in electors)


def test_the_desk_sees_turnout_in_twenties_and_no_choice(clerk):
    poll = open_ready(now_open(make_ready_poll()))
    assert "Fewer than twenty people, or nobody yet" in text(clerk.get(screen(poll)))
    port, centre = make_district("Port-Neuf"), make_district("Centre")
    mark(poll, 45, district=port)
    mark(poll, 19, channel="desk", district=centre)
    with CaptureQueriesContext(connection) as queries:
        shown = text(clerk.get(screen(poll)))
    assert "At least 40 people" in shown and "Port-Neuf" in shown
    for exact in ("64", "45", ">19<", "19 "):
        assert f" {exact}" not in shown.split("Who has voted so far")[1].split("</section>")[0], exact
    asked = " ".join(query["sql"] for query in queries)
    assert "openballot" not in asked and "sealedballot" not in asked, "turnout asks the roll, never the box"
    assert len(queries) <= 40


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 200)), st.lists(st.integers(0, 200), max_size=6))
def test_no_figure_and_no_difference_of_two_tells_of_fewer_than_twenty(counts, more):
    before = told(counts)
    after = told({cell: number + extra for (cell, number), extra in zip(counts.items(), more, strict=False)})
    assert all(number % 20 == 0 for number in before.values())
    assert all((number - before[cell]) % 20 == 0 for cell, number in after.items())
    assert all(number >= 20 for number in risen({}, counts).values())


def test_hours_are_kept_rounded_and_only_when_they_rise():
    poll = open_ready(now_open(make_ready_poll()))
    mark(poll, 39)
    mark(poll, 5, channel="desk")
    now = (timezone.now() + timedelta(hours=1)).replace(minute=20)
    assert (note_turnout(now), note_turnout(now)) == (1, 0)
    assert list(TurnoutCount.objects.values_list("channel", "number")) == [("online", 20)]
    mark(poll, 2)
    assert note_turnout(now + timedelta(minutes=39)) == 0, "once an hour"
    assert note_turnout(now + timedelta(minutes=40)) == 1
    assert turnout_of(poll)["hours"] and all(row.number % 20 == 0 for row in TurnoutCount.objects.all())


def later(poll, **more):
    return timezone.localtime(poll.closes_at + timedelta(**more)).strftime("%Y-%m-%d %H:%M")


def test_the_end_is_put_off_with_a_reason_that_residents_read(clerk):
    poll = open_ready(now_open(make_ready_poll()))
    url, before = screen(poll, "extend/"), poll.closes_at
    assert "The new end must be later" in text(clerk.post(url, {"closes": later(poll, hours=-1), "reason": "x"}))
    assert clerk.post(url, {"closes": later(poll, hours=2), "reason": " "}).status_code == 422
    assert clerk.post(url, {"closes": "demain", "reason": "x"}).status_code == 422
    assert not Extension.objects.exists()
    assert clerk.post(url, {"closes": later(poll, hours=2), "reason": "Panne <b>de courant</b>"}).status_code == 302
    poll.refresh_from_db()
    assert poll.closes_at > before and Phase.objects.get(kind="vote").closes == poll.closes_at
    assert [each.kind for each in Event.objects.all()] == ["poll-extended"]
    assert JournalEntry.objects.first().facts["reason"] == "Panne <b>de courant</b>"
    public = clerk.get(f"/p/vote/{poll.vote_id}/bulletin/", follow=True).content.decode()
    assert "Panne &lt;b&gt;de courant" in public
    assert poll.vote.process.changes.get().reason == "Panne <b>de courant</b>", "on the campaign page too"


def test_an_end_in_another_year_is_taken_for_a_mistake(clerk):
    poll = open_ready(now_open(make_ready_poll()))
    answer = clerk.post(screen(poll, "extend/"), {"closes": later(poll, days=93), "reason": "Panne"})
    assert answer.status_code == 422 and "Check the year" in text(answer)
    assert Poll.objects.get().closes_at == poll.closes_at and not Extension.objects.exists()
    assert clerk.post(screen(poll, "extend/"), {"closes": later(poll, days=91), "reason": "Panne"}).status_code == 302


def test_a_box_is_put_off_where_the_phase_was_taken_away_meanwhile(clerk):
    poll = open_ready(now_open(make_ready_poll()))
    Phase.objects.all().delete()
    assert clerk.post(screen(poll, "extend/"), {"closes": later(poll, hours=2), "reason": "Panne"}).status_code == 302
    assert Extension.objects.get().closes_at == Poll.objects.get().closes_at > poll.closes_at


def test_an_end_after_the_results_are_promised_is_refused_in_words(clerk):
    process = make_edition()
    Phase.objects.create(process=process, kind="results", opens=timezone.now() + timedelta(hours=2), sort_order=9)
    poll = open_ready(now_open(make_ready_poll(freeze(make_draft(process)))))
    answer = clerk.post(screen(poll, "extend/"), {"closes": later(poll, days=3), "reason": "Neige"})
    assert answer.status_code == 422 and "would begin before" in text(answer)
    kept = Poll.objects.get()
    assert kept.closes_at == poll.closes_at and not Event.objects.exists() and not Extension.objects.exists()


def test_a_box_that_is_over_is_neither_put_off_nor_left_open(clerk):
    poll = open_ready(now_open(make_ready_poll()))
    assert "The end has not come" in text(clerk.post(screen(poll, "close/"), follow=True))
    assert Poll.objects.get().closed_at is None
    Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    answer = clerk.post(screen(poll, "extend/"), {"closes": later(poll, hours=2), "reason": "x"})
    assert "not open any more" in text(answer)
    assert "Over, to be closed" in text(clerk.get(screen(poll)))
    assert "The box is closed." in text(clerk.post(screen(poll, "close/"), follow=True))
    assert Poll.objects.get().closed_at and JournalEntry.objects.first().act == "poll-closed"


def test_until_its_hour_has_come_a_poll_is_ready_and_not_open(clerk):
    poll = open_ready(make_ready_poll())
    shown = text(clerk.get(screen(poll)))
    assert "Ready, not open yet" in shown and "The box is open" not in shown and "Who has voted so far" not in shown
    assert "Ready, not open yet" in text(clerk.get(DESK)) and f'href="{screen(poll, "extend/")}"' in shown
    assert clerk.post(screen(poll, "extend/"), {"closes": later(poll, hours=2), "reason": "Neige"}).status_code == 302
    assert "nothing to close" in text(clerk.get(screen(poll, "close/")))


def test_dates_that_say_otherwise_than_the_box_are_pointed_out(clerk):
    poll = open_ready(now_open(make_ready_poll()))
    assert "the dates of the process say otherwise" not in text(clerk.get(screen(poll)))
    Phase.objects.filter(kind="vote").update(closes=poll.closes_at + timedelta(days=1))
    assert "the dates of the process say otherwise" in text(clerk.get(screen(poll)))


def test_the_list_of_polls_costs_the_same_for_one_and_for_many(clerk):
    make_ready_poll(readers=[clerk.user])
    with CaptureQueriesContext(connection) as few:
        assert "In preparation" in text(clerk.get(DESK))
    for n in range(4):
        make_ready_poll(freeze(make_draft(title=f"Vote {n}")), readers=[clerk.user])
    with CaptureQueriesContext(connection) as many:
        clerk.get(DESK)
    assert len(many) == len(few) and Vote.objects.count() == 5
