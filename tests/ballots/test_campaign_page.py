"""The page of a vote: the right face in each phase and language, and no act on it touches the vote."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import call_page, campaign_page, home_page, make_district, make_poll, signed_in
from wagtail.models import Locale, Page

from municipal.users.models import User
from participation.ballots.actions import agree_to_seal, cast, close, make_codes, mark_at_desk
from participation.ballots.rules import digest_of
from participation.budgets.actions import publish_outcome
from participation.models import Elector, Envelope, OpenBallot, Option, Phase, Poll, Resident, RollMark, Vote
from participation.votes.actions import count_vote


pytestmark = pytest.mark.django_db
HELP = "Mairie, 01 99 00 15 24"


def text(answer):
    return re.sub(r"[ \n]+", " ", answer.content.decode())


def main(answer):
    return text(answer).split("<main", 1)[1].split("</main>")[0]


@pytest.fixture
def poll():
    home_page()
    return make_poll(electors=3, help_elsewhere=HELP)


@pytest.fixture
def page(poll):
    return campaign_page(poll.vote, parent=call_page(poll.vote.process))


def code_of(poll):
    """A browser known by the code of a letter."""
    client = Client()
    client.post(f"/p/vote/{poll.vote_id}/bulletin/qui/", {"code": make_codes(poll, None)[1][0][1]})
    return client


def over(poll):
    """The vote has ended; its results come in a week."""
    now = timezone.now()
    Poll.objects.filter(pk=poll.pk).update(closes_at=now - timedelta(seconds=2))
    Phase.objects.filter(process=poll.vote.process, kind="vote").update(closes=now - timedelta(seconds=2))
    poll.refresh_from_db()


def test_an_open_vote_leads_to_the_ballot_without_a_cookie(client, poll, page):
    answer = client.get(page.get_url())
    shown = main(answer)
    assert f'class="button" href="/p/vote/{poll.vote_id}/bulletin/"' in shown and HELP in shown
    assert f"/p/vote/{poll.vote_id}/recu/" in shown and "notice good" not in shown
    assert not answer.cookies and not client.cookies


def test_the_same_vote_in_english(client, poll, page):
    told = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    told.save_revision().publish()
    told.refresh_from_db()
    assert told.vote == poll.vote
    shown = main(client.get(told.get_url()))
    assert f'href="/en/p/vote/{poll.vote_id}/bulletin/"' in shown and Poll.objects.count() == Vote.objects.count() == 1


@pytest.mark.parametrize("fields", [{"online": False}, {"closes": -1}, {"opens": 60}])
def test_a_vote_that_takes_no_ballot_online_shows_no_such_button(client, fields):
    poll = make_poll(**fields)
    page = campaign_page(poll.vote)
    assert f'class="button" href="/p/vote/{poll.vote_id}/bulletin/"' not in main(client.get(page.get_url()))


def test_a_known_voter_reads_where_they_stand(poll, page):
    voter = code_of(poll)
    assert "notice warn" in main(voter.get(page.get_url()))
    elector = poll.electors.order_by("pk").first()
    cast(poll.pk, elector.pk, '["1"]', digest_of(poll.salt, "1" * 16))
    answer = voter.get(page.get_url())
    assert "notice good" in main(answer) and "verger" not in main(answer)
    assert {"private", "no-store"} <= set(re.split(r",\s*", answer["Cache-Control"]))
    paper = Client()
    account = User.objects.create_user("ana@ville.example", "secret")
    other = Elector.objects.create(poll=poll, resident=Resident.objects.create(account=account))
    mark_at_desk(poll.pk, other.pk)
    paper.force_login(account)
    assert "papier" in main(paper.get(page.get_url())) or "on paper" in main(paper.get(page.get_url()))


def test_which_envelope_is_still_to_be_voted_is_said(poll, page):
    district = make_district("Quais")
    envelope = Envelope.objects.create(process=poll.vote.process, district=district, cents=1_000_000, year=2026)
    Option.objects.filter(vote=poll.vote, code="3").update(envelope=envelope, district=district)
    voter = code_of(poll)
    cast(poll.pk, poll.electors.order_by("pk").first().pk, '["1"]', digest_of(poll.salt, "1" * 16))
    assert "Quais" in main(voter.get(page.get_url()))
    cast(poll.pk, poll.electors.order_by("pk").first().pk, '["1","3"]', digest_of(poll.salt, "2" * 16))
    assert "Quais" not in main(voter.get(page.get_url())).split("notice good")[1].split("</div>")[0]


def test_after_the_vote_it_is_said_who_does_what_until_the_result(client, poll, page):
    cast(poll.pk, poll.electors.order_by("pk").first().pk, '["1"]', digest_of(poll.salt, "1" * 16))
    over(poll)
    ana, bao = (User.objects.create_user(f"{name}@ville.example", "secret") for name in ("ana", "bao"))
    undone = []
    for act in (lambda: None, lambda: close(poll, ana), lambda: (agree_to_seal(poll, ana), agree_to_seal(poll, bao))):
        act()
        answer = client.get(page.get_url())
        assert answer.context["face"] == "counting"
        undone.append(main(answer).count('class="next"'))
    assert undone[0] - undone[1] == undone[1] - undone[2] == 1
    publish_outcome(poll.vote, count_vote(poll.vote, timezone.now()))
    Phase.objects.create(process=poll.vote.process, kind="results", opens=timezone.now(), sort_order=9)
    answer = client.get(page.get_url())
    assert answer.context["face"] == "results" and f"/p/vote/{poll.vote_id}/verifier/" in main(answer)


def test_a_result_that_is_late_is_still_being_counted(client, poll, page):
    over(poll)
    Phase.objects.create(process=poll.vote.process, kind="results", opens=timezone.now(), sort_order=9)
    assert client.get(page.get_url()).context["face"] == "counting"


def test_every_face_can_be_previewed_and_differs(page):
    seen = {}
    for mode, _name in page.preview_modes:
        answer = page.make_preview_request(preview_mode=mode)
        answer.render()
        assert answer.context_data["face"] == (mode or "vote")
        seen[mode] = main(answer)
    assert len(set(seen.values()) - {seen[""]}) >= 6 - 1


def test_the_home_page_and_the_call_lead_to_the_vote(client, poll, page):
    home = home_page()
    home.sections = [("welcome", {"title": "Dites", "lead": "b", "link": {"page": None, "address": "", "label": ""}})]
    home.save_revision().publish()
    for address in (home.get_url(), page.get_parent().get_url()):
        assert f'class="button" href="/p/vote/{poll.vote_id}/bulletin/"' in main(client.get(address))


@pytest.mark.parametrize("known", [False, True])
def test_the_page_asks_at_most_twenty_questions_of_the_database(client, poll, page, known):
    reader = code_of(poll) if known else client
    if known:
        cast(poll.pk, poll.electors.order_by("pk").first().pk, '["1"]', digest_of(poll.salt, "1" * 16))
    reader.get(page.get_url())
    with CaptureQueriesContext(connection) as queries:
        reader.get(page.get_url())
    assert len(queries) <= 20, len(queries)


def kept():
    """Everything that an act on a page must leave as it is."""
    return (
        list(Poll.objects.values()),
        list(Vote.objects.values()),
        list(OpenBallot.objects.values()),
        list(RollMark.objects.values()),
        list(Elector.objects.values()),
    )


@pytest.mark.parametrize("act", ["delete", "unpublish", "move", "copy", "translate", "revert", "delete parent"])
def test_no_act_on_the_page_touches_the_vote(act, poll, page, client):
    cast(poll.pk, poll.electors.order_by("pk").first().pk, '["1"]', digest_of(poll.salt, "1" * 16))
    before, first = kept(), page.latest_revision
    page.title = "Votons"
    page.save_revision().publish()
    page = Page.objects.get(pk=page.pk).specific
    if act == "delete":
        page.delete()
    elif act == "delete parent":
        page.get_parent().specific.delete()
    elif act == "unpublish":
        page.unpublish()
    elif act == "move":
        page.move(home_page(), pos="last-child")
    elif act == "copy":
        copied = page.copy(update_attrs={"slug": "copie", "title": "Copie"}, to=home_page())
        assert copied.specific.vote is None
    elif act == "translate":
        page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    else:
        first.publish()
    assert kept() == before
    assert client.get(f"/p/vote/{poll.vote_id}/bulletin/").status_code == 302, (
        "its own address still leads to the ballot"
    )


def urls(page):
    return {
        "unpublish": f"/admin/pages/{page.pk}/unpublish/",
        "delete": f"/admin/pages/{page.pk}/delete/",
        "move": f"/admin/pages/{page.pk}/move/{home_page().pk}/confirm/",
        "many": f"/admin/bulk/wagtailcore/page/unpublish/?next=/admin/&id={page.pk}",
    }


@pytest.mark.parametrize("act", ["unpublish", "delete", "move", "many"])
@pytest.mark.parametrize("above", [False, True])
def test_staff_are_warned_before_they_take_a_running_vote_s_page_down(act, above, poll, page, client):
    signed_in(client, language="fr")
    client.user.is_superuser = True
    client.user.save()
    target = page.get_parent() if above else page
    address = urls(target)[act]
    posted = {"include_descendants": "on"} if act in ("unpublish", "many") else {}
    asked = client.post(address, posted)
    assert asked.status_code == 200 and 'name="vote_is_running"' in text(asked)
    assert Page.objects.get(pk=page.pk).live and Page.objects.get(pk=page.pk).path == page.path
    done = client.post(address, {**posted, "vote_is_running": "yes"})
    assert done.status_code == 302
    now = Page.objects.filter(pk=page.pk).first()
    assert now is None or not now.live or now.path != page.path or (above and act == "move")
    assert OpenBallot.objects.count() == 0 and Poll.objects.get().pk == poll.pk


def test_nobody_is_asked_twice_about_a_page_of_no_running_vote(poll, page, client):
    over(poll)
    signed_in(client)
    client.user.is_superuser = True
    client.user.save()
    assert client.post(urls(page)["unpublish"]).status_code == 302
    assert not Page.objects.get(pk=page.pk).live
