"""Who took part: pure numbers, kept in the Result at the count, shown so that they point at nobody."""

import pytest
from votes.elections import budget, plain, published

from participation.models import Result
from participation.votes.rules import Profile
from participation.votes.rules.turnout import in_large_cells, served, taking_part


def test_blank_ballots_are_told_apart():
    approval = Profile("approval", {(): 3, ("a",): 2, ("a", "b"): 4})
    assert taking_part(approval) == {"expressed": 6, "blank": 3, "sizes": {"1": 2, "2": 4}}
    answers = Profile("yes-no", {("yes",): 5, ("no",): 2, ("blank",): 1})
    assert taking_part(answers) == {"expressed": 7, "blank": 1}
    assert taking_part(Profile("approval", {})) == {"expressed": 0, "blank": 0, "sizes": {}}


def test_a_selection_serves_those_who_chose_one_of_it():
    ballots = Profile("approval", {("a",): 2, ("a", "b"): 4, ("c",): 1, (): 9})
    assert served(ballots, ["a", "b"]) == {"served": 6, "chosen": 11, "chosen_selected": 10}
    points = Profile("cumulative", {(("a", 5), ("b", 1)): 3})
    assert served(points, ["b"]) == {"served": 3, "chosen": 6, "chosen_selected": 3}
    assert served(Profile("mentions", {(("a", "good"),): 3}), ["a"]) == {}


@pytest.mark.parametrize(
    ("numbers", "cells"),
    [
        ({"internet": 100, "paper": 40}, [(["internet"], 100), (["paper"], 40)]),
        ({"internet": 100}, [(["internet"], 100)]),
        ({"internet": 100, "mail": 15, "mobile": 7}, [(["internet"], 100), (["mail", "mobile"], 22)]),
        ({"internet": 100, "paper": 40, "mobile": 7}, [(["internet"], 100), (["paper", "mobile"], 47)]),
        ({"internet": 100, "paper": 7}, []),
        ({"": 0, "internet": 100}, [(["internet"], 100)]),
        ({"paper": 7}, []),
        ({"paper": 7, "mail": 15}, []),
        ({"internet": 100, "paper": 40, "none": 0}, [(["internet"], 100), (["paper"], 40)]),
        ({}, []),
    ],
)  # fmt: skip
def test_a_small_number_is_never_told_and_never_left_to_be_worked_out(numbers, cells):
    found = in_large_cells(numbers)
    assert found == cells
    assert all(number >= 20 for _names, number in found)
    assert not found or sum(number for _names, number in found) == sum(numbers.values())


def with_channels(*numbers):
    """Ballots by way of voting, as a file says them."""
    ballots = [(("a",), {"voting_method": name, "age": "30"}) for name, number in numbers for _each in range(number)]
    return published("greedy", options=[("a", "Un banc", 100_00)], ballots=ballots)


@pytest.mark.django_db
def test_the_count_keeps_the_ways_of_voting_already_merged():
    with_channels(("Internet", 60), ("paper", 30), ("mobile", 3))
    assert Result.objects.get().turnout["channels"] == [[["internet"], 60], [["paper", "mobile"], 33]]


@pytest.mark.django_db
def test_a_file_that_says_nothing_of_the_ways_of_voting_has_no_such_section(client):
    vote = budget()
    assert vote.result.turnout["channels"] is None
    assert "Ways of voting" not in plain(client.get(f"/en/p/vote/{vote.pk}/"))


@pytest.mark.django_db
def test_the_page_shows_a_bar_and_its_table_or_says_why_not(client):
    shown = client.get(f"/en/p/vote/{with_channels(('internet', 60), ('paper', 30)).pk}/")
    words = plain(shown)
    assert "online 60 66.7%" in words and "on paper 30 33.3%" in words
    hidden = plain(client.get(f"/en/p/vote/{with_channels(('internet', 60), ('paper', 3)).pk}/"))
    assert "fewer than 20" in hidden and "on paper" not in hidden


@pytest.mark.django_db
def test_ballots_are_told_by_the_number_of_their_choices(client):
    vote = budget()
    words = plain(client.get(f"/en/p/vote/{vote.pk}/"))
    assert "1 choice 35 53.8%" in words and "2 choices 30 46.2%" in words
    assert "ballots counted, 2 of them blank 67" in words


@pytest.mark.django_db
def test_turnout_is_a_share_of_the_registered(client):
    vote = published("greedy", options=[("a", "Un banc", 100_00)], ballots=[("a",)] * 30, registered=1000)
    assert "of the 1,000 registered took part 3%" in plain(client.get(f"/en/p/vote/{vote.pk}/"))
