import pytest

from participation.votes.rules import CountError, Option, count
from participation.votes.rules.envelopes import TOWN, count_envelopes


OPTIONS = [
    Option("n1", 60_00, "North"),
    Option("n2", 50_00, "North"),
    Option("s1", 30_00, "South"),
    Option("t1", 70_00),
    Option("t2", 20_00),
]
BALLOTS = [("n1", "n2", "t1")] * 3 + [("n1", "s1", "t1", "t2")] * 2 + [("s1",)]
ENVELOPES = {"North": 100_00, TOWN: 50_00, "South": 40_00}


def test_each_envelope_is_counted_alone():
    outcomes = count_envelopes("greedy", OPTIONS, BALLOTS, ENVELOPES)
    assert {district: outcome.winners for district, outcome in outcomes.items()} == {
        "North": ("n1",),
        "South": ("s1",),
        TOWN: ("t2",),
    }
    alone = count("greedy", OPTIONS[:2], [("n1", "n2")] * 3 + [("n1",)] * 2, 100_00)
    assert outcomes["North"] == alone


def test_what_districts_leave_flows_to_the_town_when_the_rules_say_so():
    outcomes = count_envelopes("greedy", OPTIONS, BALLOTS, ENVELOPES, left_over_to_town=True)
    assert list(outcomes) == ["North", "South", TOWN]
    assert outcomes[TOWN].budget == 50_00 + 40_00 + 10_00
    assert outcomes[TOWN].winners == ("t1", "t2")


def test_in_equal_shares_only_those_who_voted_in_an_envelope_share_it():
    outcomes = count_envelopes("equal-shares", OPTIONS, BALLOTS, ENVELOPES)
    assert outcomes["South"].explanations["s1"]["share"] == 40_00 // 3


def test_points_and_rankings_keep_their_meaning_inside_an_envelope():
    rankings = count_envelopes("greedy", OPTIONS, [("t1", "n2", "n1")], ENVELOPES, kind="ordinal")
    assert rankings["North"].explanations["n2"]["score"] == 2
    points = count_envelopes("greedy", OPTIONS, [(("t1", 3), ("n2", 4))], ENVELOPES, kind="scoring")
    assert points["North"].explanations["n2"]["score"] == 4


def test_an_option_without_an_envelope_is_refused():
    with pytest.raises(CountError) as refused:
        count_envelopes("greedy", OPTIONS, BALLOTS, {"North": 100_00, TOWN: 1})
    assert refused.value.params == {"districts": ["South"]}
    with pytest.raises(CountError):
        count_envelopes("greedy", OPTIONS[:1], [], {"North": 1}, left_over_to_town=True)
