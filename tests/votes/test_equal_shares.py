import pytest

from participation.votes.rules import Option, count, rising
from participation.votes.rules import purchases as purchase_rules


def shares(options, ballots, budget, completion="none", **how):
    return count("equal-shares", options, ballots, budget, completion=completion, **how)


OPTIONS = [Option("a", 300_00), Option("b", 200_00), Option("c", 120_00)]
BALLOTS = [("a", "c")] * 3 + [("b",)] * 2 + [("c",)]


def test_each_group_buys_what_its_shares_pay_for():
    outcome = shares(OPTIONS, BALLOTS, 600_00)
    assert outcome.winners == ("c", "b")
    assert outcome.explanations["c"] == {
        "code": "bought",
        "rank": 1,
        "paid_in_full": 4,
        "paid_all_left": 0,
        "paid_each": 30_00,
        "share": 100_00,
        "first_share": 100_00,
        "score": 4,
        "voters": 4,
        "cost": 120_00,
    }
    assert outcome.explanations["b"]["paid_each"] == 100_00


def test_a_loser_is_told_what_its_supporters_still_had():
    facts = shares(OPTIONS, BALLOTS, 600_00).explanations["a"]
    assert facts["code"] == "not-affordable"
    assert facts["supporters_money"] == 3 * 70_00
    assert facts["supporters_missing"] == 90_00


def test_supporters_with_less_give_all_they_have_left():
    options = [Option("x", 8_00), Option("y", 6_00)]
    outcome = shares(options, [("x",)] * 3 + [("x", "y")] + [("y",)] * 2, 18_00)
    assert outcome.winners == ("x", "y")
    facts = outcome.explanations["y"]
    assert (facts["paid_in_full"], facts["paid_all_left"], facts["paid_each"]) == (2, 1, 2_50)


def test_add1_raises_the_share_until_the_next_step_would_overspend():
    outcome = shares(OPTIONS, BALLOTS, 600_00, "add1")
    assert outcome.winners == ("c", "b")
    assert outcome.explanations["c"]["share"] == 129_00
    assert shares(OPTIONS, BALLOTS, 600_00, "add1", unit=1).explanations["c"]["share"] == 129_99


def test_add1_exhaustive_stops_when_nothing_more_fits():
    options = [*OPTIONS, Option("d", 280_00)]
    outcome = shares(options, [*BALLOTS, ("d",)], 700_00, "add1-exhaustive")
    left = 700_00 - outcome.cost
    assert all(option.cost > left for option in options if option.id not in outcome.winners)


def test_greedy_spends_what_is_left_and_says_so():
    options = [*OPTIONS, Option("d", 280_00)]
    outcome = shares(options, BALLOTS + [("d",)], 700_00, "greedy")
    assert outcome.winners == ("c", "b", "a")
    assert outcome.explanations["a"] | {"score": 0} == {
        "code": "completed",
        "rank": 1,
        "money_left": 380_00,
        "supporters_money": 210_00,
        "supporters_missing": 90_00,
        "share": 100_00,
        "first_share": 100_00,
        "score": 0,
        "voters": 3,
        "cost": 300_00,
    }
    facts = outcome.explanations["d"]
    assert (facts["code"], facts["money_left"], facts["missing"]) == ("not-completed", 80_00, 200_00)


def test_points_are_paid_point_by_point():
    options = [Option("x", 6_00)]
    facts = shares(options, [(("x", 2),), (("x", 1),)], 10_00, kind="scoring").explanations["x"]
    assert facts["paid_per_point"] == 2_00
    assert "paid_each" not in facts


def test_in_a_ranking_the_last_one_named_is_worth_nothing():
    options = [Option("x", 2_00), Option("y", 1_00)]
    outcome = shares(options, [("x", "y")] * 2, 4_00, kind="ordinal")
    assert outcome.winners == ("x",)
    assert outcome.explanations["y"]["supporters_money"] == 0


def test_free_options_and_minimum_score():
    options = [Option("free", 0), Option("x", 1_00), Option("few", 1_00)]
    outcome = shares(options, [("free", "x", "few"), ("free", "x")], 4_00, minimum_score=2)
    assert outcome.winners == ("free", "x")
    assert outcome.explanations["few"]["code"] == "below-minimum"


def test_without_voters_or_budget_nothing_is_selected():
    assert shares(OPTIONS, [], 600_00, "add1+greedy").winners == ()
    assert shares(OPTIONS, BALLOTS, 0).winners == ()


def test_a_tie_that_decided_is_named_with_its_share():
    options = [Option("x", 10_00), Option("y", 10_00)]
    outcome = shares(options, [("x", "y")] * 2, 10_00, ties="draw:1")
    (tie,) = outcome.ties
    assert set(tie["options"]) == {"x", "y"}
    assert tie["chosen"] == list(outcome.winners)
    assert tie["share"] == 5_00


def test_equals_bought_one_after_the_other_are_not_a_tie():
    options = [Option("x", 10_00), Option("y", 10_00)]
    assert shares(options, [("x",), ("y",)], 20_00).ties == ()


def told(*arguments, **how):
    """The outcome, and what its progress was told."""
    steps = []
    outcome = shares(*arguments, "add1", progress=lambda step, share: steps.append((step, share)), **how)
    return outcome, steps


def test_progress_is_told_how_far_the_share_has_risen():
    outcome, steps = told(OPTIONS, BALLOTS, 600_00)
    assert steps == sorted(set(steps)) and all(share == 100_00 + 100 * step for step, share in steps)
    assert outcome.explanations["c"]["share"] == 129_00 == steps[-1][1]


def test_runs_between_two_that_prove_them_the_same_are_not_played(monkeypatch):
    leapt, few = told(OPTIONS, BALLOTS, 600_00, unit=1)
    monkeypatch.setattr(rising, "LEAST_LEAP", 1)
    monkeypatch.setattr(rising, "LEAP_PART", 10**9)
    walked, every = told(OPTIONS, BALLOTS, 600_00, unit=1)
    assert leapt == walked
    assert [step for step, _ in every] == list(range(1, 3000))
    assert len(few) < 100


@pytest.mark.parametrize("precisions", [(30, 2000), (2000,)])
def test_digits_change_nothing(monkeypatch, precisions):
    expected = shares(OPTIONS, BALLOTS, 600_00, "add1").as_json()
    monkeypatch.setattr(purchase_rules, "PRECISIONS", precisions)
    assert shares(OPTIONS, BALLOTS, 600_00, "add1").as_json() == expected


def test_exact_shares_are_told_apart_from_nearly_exact_ones():
    """Three thirds of a euro buy what costs a euro; one cent dearer and they do not."""
    ballots = [("x",)] * 3
    assert shares([Option("x", 1_00)], ballots, 1_00).winners == ("x",)
    assert shares([Option("x", 1_01)], ballots, 1_00).winners == ()
