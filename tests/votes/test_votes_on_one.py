"""Rules that choose one option: majority, Borda, Schulze, majority judgment."""

from fractions import Fraction

import pytest

from participation.votes.rules import CountError, Option, count


def answers(yes, no, blank=0):
    return {("yes",): yes, ("no",): no, ("blank",): blank}


def majority(yes, no, blank=0, **how):
    ballots = {ballot: number for ballot, number in answers(yes, no, blank).items() if number}
    return count("majority", [Option("bridge")], ballots, kind="yes-no", **how)


def test_a_majority_of_non_blank_ballots_adopts():
    outcome = majority(5, 4, 100)
    assert outcome.winners == ("bridge",)
    assert outcome.explanations["bridge"] == {
        "code": "adopted",
        "yes": 5,
        "no": 4,
        "blank": 100,
        "took_part": 109,
    }
    assert majority(4, 4).explanations["bridge"]["code"] == "rejected"


def test_a_quorum_counts_everybody_who_took_part():
    met = majority(30, 10, 10, registered=100, quorum=Fraction(1, 2))
    assert met.winners == ("bridge",)
    missed = majority(30, 10, 9, registered=100, quorum=Fraction(1, 2))
    assert missed.winners == ()
    facts = missed.explanations["bridge"]
    assert (facts["code"], facts["needed"], facts["took_part"]) == ("quorum-missed", 50, 49)
    assert majority(1, 0, registered=3, quorum=Fraction(1, 2)).explanations["bridge"]["needed"] == 2


def test_a_quorum_needs_the_number_of_registered_voters():
    with pytest.raises(CountError, match="registered"):
        majority(1, 0, quorum=Fraction(1, 2))
    with pytest.raises(CountError, match="more ballots"):
        majority(2, 0, registered=1)
    with pytest.raises(CountError, match="one option"):
        count("majority", [Option("a"), Option("b")], [("yes",)], kind="yes-no")


# Tennessee: 42, 26, 15 and 17 of 100 voters; Nashville beats every other city.
CITIES = [Option(name) for name in ("Memphis", "Nashville", "Chattanooga", "Knoxville")]
TENNESSEE = {
    ("Memphis", "Nashville", "Chattanooga", "Knoxville"): 42,
    ("Nashville", "Chattanooga", "Knoxville", "Memphis"): 26,
    ("Chattanooga", "Knoxville", "Nashville", "Memphis"): 15,
    ("Knoxville", "Chattanooga", "Nashville", "Memphis"): 17,
}


def test_borda_counts_points():
    outcome = count("borda", CITIES, TENNESSEE, kind="ordinal")
    assert outcome.winners == ("Nashville",)
    assert {option: facts["score"] for option, facts in outcome.explanations.items()} == {
        "Memphis": 226,
        "Nashville": 294,
        "Chattanooga": 273,
        "Knoxville": 207,
    }
    assert outcome.explanations["Memphis"]["rank"] == 3
    assert outcome.explanations["Memphis"]["behind"] == 68


def test_schulze_finds_the_option_that_wins_every_duel():
    outcome = count("schulze", CITIES, TENNESSEE, kind="ordinal")
    assert outcome.winners == ("Nashville",)
    assert outcome.explanations["Nashville"]["duels_won"] == 3
    memphis = outcome.explanations["Memphis"]
    assert (memphis["code"], memphis["preferred"], memphis["winner_preferred"]) == ("beaten", 42, 58)


def test_schulze_on_the_example_of_its_author():
    ballots = {"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8}
    ballots = {tuple(ranking): number for ranking, number in ballots.items()}
    outcome = count("schulze", [Option(name) for name in "ABCDE"], ballots, kind="ordinal")
    assert outcome.winners == ("E",)
    ranks = {option: facts["rank"] for option, facts in outcome.explanations.items()}
    assert sorted(ranks, key=ranks.get) == ["E", "A", "C", "B", "D"]
    assert outcome.explanations["A"]["winner_chain"] == 25
    assert outcome.explanations["A"]["chain"] == 24


def test_what_is_left_out_of_a_ranking_is_below_what_is_in_it():
    outcome = count("schulze", CITIES, [("Memphis",), ("Memphis",), ("Nashville", "Knoxville")], kind="ordinal")
    assert outcome.winners == ("Memphis",)
    assert outcome.explanations["Chattanooga"]["code"] == "no-support"


@pytest.mark.parametrize("rule", ["borda", "schulze"])
def test_a_tie_for_the_first_place_is_named(rule):
    outcome = count(rule, CITIES, [("Memphis", "Nashville"), ("Nashville", "Memphis")], kind="ordinal", ties="draw:4")
    (tie,) = outcome.ties
    assert set(tie["options"]) == {"Memphis", "Nashville"}
    (loser,) = set(tie["options"]) - set(outcome.winners)
    assert outcome.explanations[loser]["code"] == "lost-tie"


SCALE = ("excellent", "good", "fair", "poor")


def judged(ballots, options="AB"):
    ballots = [tuple(zip(options, ballot.split(), strict=False)) for ballot in ballots]
    return count("judgment", [Option(name) for name in options], ballots, kind="mentions", mentions=SCALE)


def test_judgment_elects_the_best_middle_mention():
    outcome = judged(["excellent fair", "good fair", "poor excellent"])
    assert outcome.winners == ("A",)
    assert outcome.explanations["A"] == {
        "code": "best-mention",
        "mentions": {"excellent": 1, "good": 1, "fair": 0, "poor": 1},
        "mention": "good",
        "better": 1,
        "worse": 1,
        "rank": 1,
    }
    assert outcome.explanations["B"]["mention"] == "fair"


def test_the_worse_of_two_middle_mentions_counts():
    assert judged(["excellent good", "poor good"]).winners == ("B",)


def test_equal_mentions_are_told_apart_by_taking_middle_ones_out():
    """Both have the middle mention good; without it A has poor in the middle and B has fair."""
    columns = [["excellent", "good", "good", "poor", "poor"], ["good", "good", "good", "fair", "fair"]]
    outcome = judged([" ".join(pair) for pair in zip(*columns, strict=True)])
    assert outcome.winners == ("B",)


def naive_value(mentions):
    left = sorted(len(SCALE) - SCALE.index(mention) for mention in mentions)
    return [left.pop((len(left) - 1) // 2) for _ in mentions]


def test_judgment_ranks_as_taking_out_one_by_one_does():
    import random

    rng = random.Random(3)
    for _ in range(200):
        ballots = [" ".join(rng.choice(SCALE) for _ in "ABC") for _ in range(rng.randint(1, 9))]
        outcome = judged(ballots, "ABC")
        values = {name: naive_value([ballot.split()[place] for ballot in ballots]) for place, name in enumerate("ABC")}
        for name, facts in outcome.explanations.items():
            if facts["code"] != "no-support":
                assert facts["rank"] == 1 + sum(other > values[name] for other in values.values())


def test_an_option_without_a_mention_gets_the_worst():
    assert judged(["fair", "fair"]).explanations["B"]["code"] == "no-support"
    with pytest.raises(CountError, match="Unknown mention"):
        judged(["superb good"])
