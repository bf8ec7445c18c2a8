"""Real elections against outcomes counted by others; differences only at ties that the Outcome names."""

import json
from pathlib import Path

import pytest

from participation.votes.rules import count, pabulib


DATA = Path(__file__).parents[2].parent / "shared" / "data" / "pb"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared")
EXPECTED = json.loads((DATA / "expected_outcomes.json").read_text()) if DATA.is_dir() else {}

POINTS_FIRST = {"points_first_greedy_skip": "greedy", "points_first_greedy_stop": "greedy-stop"}
COMPLETIONS = {
    "mes": "none",
    "mes_then_utilitarian": "greedy",
    "mes_add1_exhaustive": "add1-exhaustive",
    "mes_add1_exhaustive_then_utilitarian": "add1-exhaustive+greedy",
}

# Where the other count and ours part, and the tie that explains it: file, column, the options that tied.
AT_TIES = {
    ("Poland_Lodz_2024_Katedralna", "points_first_greedy_skip"): {"S004KA", "S039KA"},
    ("Poland_Lodz_2024_Katedralna", "points_first_greedy_stop"): {"S004KA", "S039KA"},
}


def election(name):
    return pabulib.read(next(DATA.glob(f"{name}.pb*")))


def columns(name):
    """Column of the file -> rule, completion and minimum score that it stands for."""
    expected = EXPECTED[name]
    for column, rule in POINTS_FIRST.items():
        threshold = expected["score_threshold"]
        yield column, expected[column], rule, None, threshold and int(threshold)
    for column, found in expected["pabutools"].items():
        rule, satisfaction = column.split(":")
        if rule in COMPLETIONS and satisfaction != "Cardinality_Sat":
            yield column, found, "equal-shares", COMPLETIONS[rule], None
        if column == "greedy:Cardinality_Sat":
            yield column, found, "greedy-per-cost", None, None


@pytest.mark.parametrize("name", EXPECTED)
def test_winners_are_those_that_others_counted(name):
    file = election(name)
    compared = 0
    for column, found, rule, completion, minimum in columns(name):
        how = {"kind": file.kind, "completion": completion, "minimum_score": minimum}
        outcome = count(rule, file.options, file.profile(), file.budget, **how)
        differing = set(outcome.winners) ^ set(found["winners"])
        tied = AT_TIES.get((name, column), set())
        assert differing <= tied, column
        assert not differing or any(tied <= set(tie["options"]) for tie in outcome.ties)
        assert differing or outcome.cost == round(found["cost"] * 100)
        compared += 1
    assert compared >= 4


def test_the_tie_of_lodz_katedralna_gives_the_other_outcome_too():
    file = election("Poland_Lodz_2024_Katedralna")
    chosen = {}
    for ties in ("cheaper", "file-order"):
        outcome = count("greedy", file.options, file.profile(), file.budget, minimum_score=50, ties=ties)
        (chosen[ties],) = [tie["chosen"] for tie in outcome.ties if "S004KA" in tie["options"]]
    assert chosen == {"cheaper": ["S039KA"], "file-order": ["S004KA"]}


@pytest.mark.parametrize(
    ("name", "completion", "winners"),
    [("Poland_Wieliczka_2023_Green_Budget", "add1", 30), ("Netherlands_Assen_2024", "add1-exhaustive", 9)],
)
def test_equal_shares_gives_the_official_winners(name, completion, winners):
    file = election(name)
    outcome = count("equal-shares", file.options, file.profile(), file.budget, completion=completion)
    assert len(file.official_winners) == winners
    assert set(outcome.winners) == set(file.official_winners)


def test_wieliczka_ends_at_a_share_that_the_town_published():
    file = election("Poland_Wieliczka_2023_Green_Budget")
    outcome = count("equal-shares", file.options, file.profile(), file.budget, completion="add1")
    bought = outcome.explanations[outcome.winners[0]]
    assert bought["first_share"] == 15183
    assert 30600 <= bought["share"] < 31600
    assert outcome.cost == 99507900


@pytest.mark.parametrize(
    ("name", "rule", "minimum"),
    [
        ("Poland_Gdynia_2024", "greedy-stop", 1000),
        ("Poland_Katowice_2023", "greedy", 200),
        ("Poland_Krakow_2020_Czyzyny", "greedy", None),
        ("Poland_Wroclaw_2016_Rejon_nr_13_250", "greedy-stop", None),
    ],
)
def test_greedy_gives_the_official_winners_of_towns_that_count_so(name, rule, minimum):
    file = election(name)
    outcome = count(rule, file.options, file.profile(), file.budget, kind=file.kind, minimum_score=minimum)
    assert set(outcome.winners) == set(file.official_winners)
