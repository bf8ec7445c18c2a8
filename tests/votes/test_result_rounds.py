"""A count told round by round from the stored outcome: pure, then on the page, one at a time or all together."""

import re

import pytest
from django.utils import translation
from votes.elections import EVERY_RULE, budget, plain, published, ranked

from participation.templatetags.votes_replay import tell_rounds
from participation.votes.rules import Option, count
from participation.votes.rules.rounds import rounds


OPTIONS = [Option("a", 7_000_00), Option("b", 4_000_00), Option("c", 3_000_00), Option("d", 9_000_00)]
BALLOTS = {("a",): 30, ("a", "b"): 10, ("b", "c"): 20, ("c",): 5}


def told(rule, completion=None, options=OPTIONS, ballots=BALLOTS, budget=10_000_00, **how):
    return rounds(count(rule, options, ballots, budget, completion=completion, **how).as_json())


def kinds(found):
    return [(each["kind"], "".join(each["options"])) for each in found]


def test_greedy_looks_at_each_project_in_turn_until_nothing_fits():
    found = told("greedy")
    assert kinds(found) == [("looked-at", "a"), ("looked-at", "b"), ("looked-at", "c"), ("barred", "d")]
    assert [each["left"] for each in found[:3]] == [3_000_00, 3_000_00, 0]


def test_what_comes_after_the_last_one_selected_is_one_round():
    found = told("greedy", budget=7_500_00)
    assert kinds(found) == [("looked-at", "a"), ("nothing-fits", "bc"), ("barred", "d")]
    assert (found[1]["left"], found[1]["spent"]) == (500_00, 7_000_00)


def test_a_count_that_stops_says_who_stopped_it_and_who_was_left():
    found = told("greedy-stop", budget=7_500_00)
    assert kinds(found) == [("looked-at", "a"), ("nothing-fits", "b"), ("after-stop", "c"), ("barred", "d")]


@pytest.mark.parametrize("completion", ["none", "greedy", "add1", "add1+greedy", "add1-exhaustive"])
def test_equal_shares_begin_with_the_share_and_spend_what_the_result_says(completion):
    outcome = count("equal-shares", OPTIONS, BALLOTS, 10_000_00, completion=completion).as_json()
    found = rounds(outcome)
    assert (found[0]["kind"], found[0]["first_share"]) == ("shares", 10_000_00 // 65)
    selected = [each["options"][0] for each in found if each["kind"] == "looked-at"]
    assert [option for option in selected if option in outcome["winners"]] == outcome["winners"]
    assert max(each["spent"] for each in found if "spent" in each) == outcome["cost"]
    named = {option for each in found for option in each["options"]}
    assert named == set(outcome["explanations"])


def test_what_costs_nothing_comes_first():
    options = [Option("a", 0), Option("b", 5_00)]
    assert kinds(told("equal-shares", options=options, ballots={("a", "b"): 3}, budget=10_00))[1] == ("free", "a")


@pytest.mark.parametrize("rule", ["borda", "schulze"])
def test_rankings_are_told_from_the_first_place_down(rule):
    found = told(rule, ballots={("a", "b", "c"): 5, ("b", "a"): 2}, kind="ordinal")
    assert kinds(found) == [("ranked", "a"), ("ranked", "b"), ("ranked", "c"), ("barred", "d")]


def test_an_answer_has_three_steps():
    found = told("majority", options=[Option("p")], ballots={("yes",): 3, ("no",): 2}, kind="yes-no")
    assert kinds(found) == [("took-part", "p"), ("answers", "p"), ("decision", "p")]


def test_mentions_are_told_from_the_best_down():
    ballots = {(("a", "good"), ("b", "fair")): 3}
    found = told("judgment", options=OPTIONS[:2], ballots=ballots, kind="mentions", mentions=("good", "fair", "poor"))
    assert kinds(found) == [("ranked", "a"), ("ranked", "b")]


def test_an_empty_count_has_no_round_that_breaks():
    assert kinds(told("equal-shares", ballots={})) == [("barred", "abcd")]
    assert told("greedy", options=[], ballots={}) == []


@pytest.mark.django_db
@pytest.mark.parametrize("rule", EVERY_RULE)
def test_every_option_has_its_round_and_no_round_is_without_words(rule):
    vote = EVERY_RULE[rule]()
    with translation.override("en"):
        found = tell_rounds(vote.result, vote)["rounds"]
    assert [each["number"] for each in found] == list(range(1, len(found) + 1))
    assert {line["code"] for each in found for line in each["lines"]} == {option.code for option in vote.options.all()}
    assert all(each["title"] and (each["text"] or each["listed"]) for each in found)


def page_of(client, vote, query=""):
    answer = client.get(f"/en/p/vote/{vote.pk}/pas-a-pas/{query}")
    assert answer.status_code == 200
    return answer


@pytest.mark.django_db
def test_the_page_tells_all_rounds_with_the_money_left(client):
    words = plain(page_of(client, budget()))
    assert "Round 1: 1 Un skatepark Selected: 40 votes, rank 1." in words
    assert "€7,000 allotted, €3,000 left" in words


@pytest.mark.django_db
def test_one_round_at_a_time_has_links_to_its_neighbours(client):
    vote = budget()
    text = page_of(client, vote, "?tour=2").content.decode()
    assert text.count('class="round"') == 1 and "Round 2 of 4" in text
    assert 'href="?tour=1#rounds"' in text and 'href="?tour=3#rounds"' in text
    first, last = (page_of(client, vote, f"?tour={number}").content.decode() for number in (1, 4))
    assert 'rel="prev"' not in first and 'rel="next"' not in last


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["0", "-1", "99", "deux", "1e3", "²", "٣", "9" * 5000, "", "\x00", "<b>"])
def test_a_round_that_is_not_there_shows_them_all(asked, client):
    answer = client.get(f"/en/p/vote/{budget().pk}/pas-a-pas/", {"tour": asked})
    assert answer.status_code == 200
    assert answer.content.decode().count('class="round"') in (1, 4)


@pytest.mark.django_db
def test_envelopes_are_counted_one_after_the_other(client):
    options = [("a", "Un banc", 600_00, 0, None), ("b", "Un arbre", 500_00, 1, None)]
    vote = published("greedy", options=options, ballots=[("a", "b")], envelopes=[("Nord", 1000_00), ("Sud", 800_00)])
    assert re.search(r"Nord Round 1: .* Sud Round 2: ", plain(page_of(client, vote)))


@pytest.mark.django_db
def test_a_ranking_has_no_money(client):
    words = plain(page_of(client, ranked("borda")))
    assert "Round 1: 2 Nashville" in words and "allotted" not in words
