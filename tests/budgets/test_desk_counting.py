"""From the closed box to the published result: who counts, who reads, who publishes, and what refuses."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import campaign_page, freeze, make_closed_vote, make_draft, make_edition, moment
from factories import signed_in as sign_in
from factories.drafts import OVER
from wagtail.models import ModelLogEntry

from participation.models import Comparison, Envelope, JournalEntry, Option, Poll, Proposal, Result, Vote
from participation.votes.actions import seal_imported_ballots


pytestmark = pytest.mark.django_db
DESK = "/admin/participation/votes/"


@pytest.fixture
def clerk(client):
    return sign_in(client, "Greffe du scrutin")


def text(answer):
    return unescape(answer.content.decode())


def screen(vote, name):
    return f"{DESK}{name}/{vote.pk}/"


def count(client, vote):
    return client.post(screen(vote, "count"), follow=True)


def test_counted_read_and_published_by_persons(clerk):
    vote = make_closed_vote()
    page = campaign_page(vote)
    assert "6 ballots are counted by the rule" in text(clerk.get(screen(vote, "count")))
    assert not Result.objects.exists(), "reading counts nothing"
    told = text(count(clerk, vote))
    assert "6 ballots are counted. The result is not public" in told and "Counted 6 ballots" in told
    result = Result.objects.get()
    assert Vote.objects.get().state == "counted"
    for public in (page.get_url(), page.get_url() + "resultats/", f"/p/vote/{vote.pk}/"):
        assert "5 votes" not in text(clerk.get(public, follow=True)), public
    shown = clerk.get(screen(vote, "result"))
    assert "This result is not public" in text(shown) and "5" in text(shown)
    assert "no-store" in shown["Cache-Control"]
    for below in ("pas-a-pas/", "comparer/", "telecharger/json/", "telecharger/csv/"):
        assert f'href="{screen(vote, "result")}{below}"' in text(shown), below
        answer = clerk.get(screen(vote, "result") + below)
        assert answer.status_code == 200 and "no-store" in answer["Cache-Control"], below
        assert clerk.get(page.get_url() + "resultats/" + below).status_code == 404, below
    assert clerk.get(screen(vote, "result") + "telecharger/exe/").status_code == 404
    assert Vote.objects.get().result is None
    assert set(Proposal.objects.values_list("status", flat=True)) == {"voted"}

    assert "becomes public at once" in text(clerk.get(screen(vote, "publish")))
    assert Vote.objects.get().result is None
    told = text(clerk.post(screen(vote, "publish"), {"result": result.pk}, follow=True))
    assert "is public." in told and f"Published by {clerk.user.first_name}" in told
    assert Vote.objects.get().result == result
    assert set(Proposal.objects.values_list("number", "status")) == {(1, "selected"), (2, "selected"), (3, "selected")}
    assert clerk.get(page.get_url() + "resultats/").status_code == 200
    acts = [entry.act for entry in JournalEntry.objects.order_by("place")]
    assert acts == ["vote-freeze", "vote-count", "vote-publish"]


def test_publishing_twice_is_harmless(clerk):
    vote = make_closed_vote()
    count(clerk, vote)
    key = {"result": Result.objects.get().pk}
    clerk.post(screen(vote, "publish"), key)
    assert "was public already" in text(clerk.post(screen(vote, "publish"), key, follow=True))
    assert ModelLogEntry.objects.filter(action="participation.vote.publish").count() == 1
    assert 'type="hidden" name="result"' not in text(clerk.get(screen(vote, "publish")))


def test_counting_twice_finds_the_same_and_late_ballots_are_counted_anew_until_it_is_published(clerk):
    vote = make_closed_vote()
    count(clerk, vote)
    count(clerk, vote)
    first = Result.objects.get()
    seal_imported_ballots(vote, [(("3",), {})])
    count(clerk, vote)
    second = Result.objects.first()
    assert (second.ballots, Result.objects.count()) == (7, 2)
    told = text(clerk.post(screen(vote, "publish"), {"result": first.pk}, follow=True))
    assert "counted again since you read the result" in told and Vote.objects.get().result is None
    clerk.post(screen(vote, "publish"), {"result": second.pk})
    assert Vote.objects.get().result == second
    seal_imported_ballots(vote, [(("3",), {})])
    assert "The result is published: it is final." in text(count(clerk, vote))
    told = text(clerk.post(screen(vote, "publish"), {"result": first.pk}, follow=True))
    assert "The result is published: it is final." in told
    assert Vote.objects.get().result == second and Result.objects.count() == 2


def still_open(vote):
    vote.process.phases.update(closes="2098-01-01T00:00Z")


def without_end(vote):
    vote.process.phases.update(closes=None)


def without_phase(vote):
    vote.process.phases.all().delete()


def tampered(vote):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE participation_envelope SET cents = cents + 1")


def renamed(vote):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE participation_option SET title = 'Autre'")


OBSTACLES = {
    still_open: "The vote is not over: nothing is counted before it closes, not even in part.",
    without_end: "The vote has no closing",
    without_phase: "The vote has no closing",
    tampered: "are no longer those that were frozen",
    renamed: "are no longer those that were frozen",
}


@pytest.mark.parametrize("meddle", OBSTACLES, ids=lambda meddle: meddle.__name__)
def test_what_keeps_a_vote_from_being_counted_is_said(client, meddle):
    vote = make_closed_vote()
    meddle(vote)
    sign_in(client, "Greffe du scrutin")
    client.user.is_superuser = True
    client.user.save()
    shown = text(client.get(screen(vote, "count")))
    assert OBSTACLES[meddle] in shown and '<button class="button">Count' not in shown
    assert OBSTACLES[meddle] in text(count(client, vote))
    assert not Result.objects.exists()


def test_an_empty_box_is_not_counted(clerk):
    vote = freeze(make_draft(make_edition(vote=OVER)))
    told = "There is no ballot in the box: there is nothing to count."
    assert told in text(clerk.get(screen(vote, "count"))) and told in text(count(clerk, vote))
    assert not Result.objects.exists()


def test_a_box_that_is_not_sealed_is_not_counted(clerk):
    vote = make_closed_vote()
    Poll.objects.create(vote=vote, opens_at=moment(OVER[0]), closes_at=moment(OVER[1]), opened_at=moment(OVER[0]))
    assert "The box is not sealed yet" in text(count(clerk, vote)) and not Result.objects.exists()


def test_a_draft_is_not_counted(clerk):
    vote = make_draft()
    assert "The list is not frozen" in text(count(clerk, vote))
    for name in ("result", "publish", "compare"):
        assert clerk.get(screen(vote, name)).status_code == 404
    assert clerk.post(screen(vote, "publish"), {"result": "4711"}).status_code == 404
    assert clerk.post(screen(vote, "publish"), {"result": "²"}).status_code == 404


def test_a_count_of_another_vote_is_never_published(clerk):
    one, other = make_closed_vote(), make_closed_vote()
    count(clerk, one)
    count(clerk, other)
    stranger = Result.objects.get(vote=other)
    assert clerk.post(screen(one, "publish"), {"result": stranger.pk}).status_code == 404
    assert not Vote.objects.exclude(result=None).exists()


def test_a_rule_that_cannot_count_says_so_and_keeps_nothing(clerk):
    vote = make_closed_vote(("4",), ("zz",), ("1", "1"))
    answer = count(clerk, vote)
    assert "could not count these ballots (repeated-option)" in text(answer)
    assert not Result.objects.exists() and Vote.objects.get().state == "frozen"


def test_the_minimum_score_that_was_frozen_is_applied(clerk):
    vote = make_closed_vote(minimum_score=4)
    count(clerk, vote)
    winners = {code for each in Result.objects.get().counts for code in each["outcome"]["winners"]}
    assert winners == {"1"}


def test_a_yes_or_no_is_counted_with_its_quorum(clerk):
    fields = {"ballot_kind": "yes-no", "rule": "majority", "registered": 100, "quorum_percent": 5}
    vote = freeze(make_draft(make_edition("Une passerelle", vote=OVER), **fields))
    seal_imported_ballots(vote, ((answer, {}) for answer in [("yes",)] * 3 + [("no",)]))
    count(clerk, vote)
    (only,) = Result.objects.get().counts
    assert only["outcome"]["explanations"]["1"]["code"] == "quorum-missed"


def test_mentions_are_counted_on_the_scale_that_was_frozen(clerk):
    vote = make_closed_vote(
        (("1", "Bien"), ("2", "Mal")), ballot_kind="mentions", rule="judgment", mentions=["Bien", "Moyen", "Mal"]
    )
    count(clerk, vote)
    assert "1" in {code for each in Result.objects.get().counts for code in each["outcome"]["winners"]}


def test_the_rules_are_compared_on_demand(clerk):
    vote = make_closed_vote()
    count(clerk, vote)
    assert "counted by every rule" in text(clerk.get(screen(vote, "compare")))
    assert not Comparison.objects.exists()
    told = text(clerk.post(screen(vote, "compare"), follow=True))
    assert "The comparison is being made" in told and "Had the rules compared" in told
    assert len(Comparison.objects.get().ways) > 3
    assert clerk.post(screen(vote, "compare")).status_code == 302
    assert Comparison.objects.count() == 1


def test_the_page_of_a_vote_asks_as_much_for_3_projects_as_for_60(clerk):
    costs = []
    for number in (3, 60):
        vote = freeze(make_draft(make_edition(*(f"Projet {n}" for n in range(number)), vote=OVER)))
        seal_imported_ballots(vote, [(("1",), {})])
        count(clerk, vote)
        for name in ("inspect", "result", "paper"):
            clerk.get(screen(vote, name))
            with CaptureQueriesContext(connection) as queries:
                assert clerk.get(screen(vote, name)).status_code == 200
            costs.append(len(queries))
        assert Option.objects.filter(vote=vote).count() == number and Envelope.objects.exists()
    assert costs[:3] == costs[3:] and max(costs) <= 25, costs
