from participation.votes.rules import Option, count


OPTIONS = [Option("park", 60_00), Option("bench", 50_00), Option("tree", 30_00), Option("well", 10_00)]


def test_greedy_passes_over_what_is_too_dear_and_says_by_how_much():
    outcome = count("greedy", OPTIONS, [("park", "bench")] * 3 + [("park", "tree")] * 2, 100_00)
    assert outcome.winners == ("park", "tree")
    assert outcome.explanations == {
        "park": {"code": "chosen", "rank": 1, "money_left": 100_00, "score": 5, "voters": 5, "cost": 60_00},
        "bench": {
            "code": "too-dear",
            "rank": 2,
            "money_left": 40_00,
            "missing": 10_00,
            "score": 3,
            "voters": 3,
            "cost": 50_00,
        },
        "tree": {"code": "chosen", "rank": 3, "money_left": 40_00, "score": 2, "voters": 2, "cost": 30_00},
        "well": {"code": "no-support", "score": 0, "voters": 0, "cost": 10_00},
    }


def test_greedy_stop_ends_at_the_first_that_does_not_fit():
    outcome = count("greedy-stop", OPTIONS, [("park", "bench")] * 3 + [("park", "tree")] * 2, 100_00)
    assert outcome.winners == ("park",)
    assert [outcome.explanations[option]["code"] for option in ("bench", "tree")] == [
        "too-dear",
        "after-stop",
    ]


def test_greedy_per_cost_prefers_the_cheap_and_takes_free_options_first():
    options = [*OPTIONS, Option("gift", 0)]
    outcome = count("greedy-per-cost", options, [("park", "well", "gift")] * 3 + [("park",)] * 3, 100_00)
    assert outcome.winners == ("gift", "well", "park")


def test_points_and_rankings_make_scores():
    points = [(("park", 3), ("tree", 1)), (("tree", 1),)]
    assert count("greedy", OPTIONS, points, 100_00, kind="cumulative").explanations["park"]["score"] == 3
    rankings = [("park", "tree", "bench"), ("tree",)]
    outcome = count("greedy", OPTIONS, rankings, 100_00, kind="ordinal")
    assert {option: facts["score"] for option, facts in outcome.explanations.items()} == {
        "park": 3,
        "tree": 3,
        "bench": 1,
        "well": 0,
    }


def test_below_the_minimum_score_nothing_is_selected():
    outcome = count("greedy", OPTIONS, [("park",), ("park",), ("tree",)], 100_00, minimum_score=2)
    assert outcome.winners == ("park",)
    facts = outcome.explanations["tree"]
    assert (facts["code"], facts["minimum"]) == ("below-minimum", 2)


def test_a_tie_that_decided_is_named_and_one_that_did_not_is_not():
    ballots = [("bench", "tree", "well")] * 2
    named = count("greedy", OPTIONS, ballots, 60_00, ties="cheaper")
    assert named.winners == ("well", "tree")
    assert named.ties == (
        {
            "options": ["well", "tree", "bench"],
            "chosen": ["well", "tree"],
            "step": 1,
            "decided_by": "cheaper",
        },
    )
    assert count("greedy", OPTIONS, ballots, 90_00).ties == ()
    assert count("greedy", OPTIONS, ballots, 9_00).ties == ()


def test_under_greedy_stop_order_matters_even_when_one_of_the_equals_never_fits():
    outcome = count("greedy-stop", OPTIONS, [("park", "well")], 20_00, ties="file-order")
    assert outcome.winners == ()
    assert outcome.ties[0]["options"] == ["park", "well"]
