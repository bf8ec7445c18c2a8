"""500 random elections against the naive counter: no difference, in the order of selection too."""

import random

import pytest
from votes import naive_count

from participation.votes.rules import Option, count, rising
from participation.votes.rules import electorate as electorate_rules
from participation.votes.rules.equal_shares import COMPLETIONS


def random_ballot(rng, kind, options):
    if kind == "choose-1":
        return tuple(rng.sample(options, rng.randint(0, 1)))
    chosen = rng.sample(options, rng.randint(0, len(options)))
    if kind in ("approval", "ordinal"):
        return tuple(chosen)
    return tuple((option, rng.randint(0, 4)) for option in chosen)


def random_election(rng):
    kind = rng.choice(("approval", "approval", "choose-1", "cumulative", "scoring", "ordinal"))
    options = [f"o{place}" for place in range(rng.randint(1, 7))]
    costs = {option: rng.randint(1, 12) * rng.choice((50, 100)) for option in options}
    pool = [random_ballot(rng, kind, options) for _ in range(rng.randint(1, 6))]
    ballots = [rng.choice(pool) for _ in range(rng.randint(1, 9))]
    return kind, costs, ballots, rng.randint(1, 25) * 100, rng.choice((None, None, 1, 3))


def difference(number):
    rng = random.Random(number)
    kind, costs, ballots, budget, minimum = random_election(rng)
    options = [Option(option, cost) for option, cost in costs.items()]
    seed = f"seed-{number}"
    how = {"kind": kind, "minimum_score": minimum, "ties": f"draw:{seed}"}
    naive = {
        "greedy": naive_count.greedy(kind, costs, ballots, budget, seed, minimum=minimum),
        "greedy-stop": naive_count.greedy(kind, costs, ballots, budget, seed, minimum=minimum, stops=True),
        "greedy-per-cost": naive_count.greedy(kind, costs, ballots, budget, seed, minimum=minimum, per_cost=True),
    }
    found = {rule: list(count(rule, options, ballots, budget, **how).winners) for rule in naive}
    for completion in rng.sample(COMPLETIONS, 3):
        naive[completion] = naive_count.completed(kind, costs, ballots, budget, seed, completion, minimum)
        outcome = count("equal-shares", options, ballots, budget, completion=completion, **how)
        found[completion] = list(outcome.winners)
    return {rule: (found[rule], naive[rule]) for rule in naive if found[rule] != naive[rule]}


@pytest.mark.parametrize(
    ("shortened", "leap"),
    [(False, 4), (True, 1), (True, 50)],
    ids=["as it is", "shortened, step by step", "shortened, by leaps"],
)
def test_500_random_elections_are_counted_as_the_naive_counter_does(monkeypatch, shortened, leap):
    monkeypatch.setattr(rising, "LEAST_LEAP", leap)
    if shortened:
        monkeypatch.setattr(electorate_rules, "LEADERS", (4, 2))
        monkeypatch.setattr(electorate_rules, "WORTH", 0)
    assert {number: wrong for number in range(500) if (wrong := difference(number))} == {}
