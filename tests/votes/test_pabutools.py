"""500 random elections a rule, counted by pabutools too: no difference but where the Outcome names a tie.

pabutools is under the GPL and brings a proprietary solver: it is a yardstick that nothing here depends on. Where it
is installed (`pip install pabutools`, in an environment of its own) this module runs.
"""

import random

import pytest

from participation.votes.rules import Option, count


elections = pytest.importorskip("pabutools.election")
pabutools_rules = pytest.importorskip("pabutools.rules")

ELECTIONS = 500
PROFILES = {
    "approval": ("ApprovalBallot", "ApprovalProfile", lambda ballot, projects: [projects[each] for each in ballot]),
    "scoring": ("CardinalBallot", "CardinalProfile", lambda ballot, projects: {projects[o]: n for o, n in ballot}),
    "ordinal": ("OrdinalBallot", "OrdinalProfile", lambda ballot, projects: [projects[each] for each in ballot]),
}
# Our rule and completion, kind of ballot, and what pabutools calls the same: rule, satisfaction, settings.
WAYS = [
    ("greedy", None, "approval", "greedy", "Cost_Sat", {}),
    ("greedy-per-cost", None, "approval", "greedy", "Cardinality_Sat", {}),
    ("greedy-per-cost", None, "scoring", "greedy", "Additive_Cardinal_Sat", {}),
    ("equal-shares", "none", "approval", "shares", "Cost_Sat", {}),
    ("equal-shares", "none", "scoring", "shares", "Additive_Cardinal_Sat", {}),
    ("equal-shares", "none", "ordinal", "shares", "Additive_Borda_Sat", {}),
    ("equal-shares", "greedy", "approval", "shares then greedy", "Cost_Sat", {}),
    ("equal-shares", "add1-exhaustive", "approval", "shares", "Cost_Sat", {"voter_budget_increment": 1}),
    ("equal-shares", "add1-exhaustive", "scoring", "shares", "Additive_Cardinal_Sat", {"voter_budget_increment": 1}),
    ("equal-shares", "add1-exhaustive", "ordinal", "shares", "Additive_Borda_Sat", {"voter_budget_increment": 1}),
]


def random_election(rng, kind):
    """Costs, ballots and a budget: enough voters and odd costs, so that most elections have no tie."""
    costs = {f"o{place}": rng.randint(20, 400) for place in range(rng.randint(2, 9))}
    ballots = []
    for _ in range(rng.randint(3, 25)):
        chosen = rng.sample(sorted(costs), rng.randint(1, len(costs)))
        ballots.append(tuple((option, rng.randint(1, 9)) for option in chosen) if kind == "scoring" else tuple(chosen))
    return costs, ballots, rng.randint(200, 1200)


def theirs(kind, costs, ballots, budget, rule, satisfaction, how):
    """The ids that pabutools selects, without those that nobody supports."""
    projects = {option: elections.Project(option, cost) for option, cost in costs.items()}
    ballot_of, profile_of, plain = PROFILES[kind]
    instance = elections.Instance(projects.values(), budget_limit=budget)
    cast = (getattr(elections, ballot_of)(plain(ballot, projects)) for ballot in ballots)
    profile = getattr(elections, profile_of)(cast, instance=instance)
    how = {"sat_class": getattr(elections, satisfaction), **how}
    greedy, shares = pabutools_rules.greedy_utilitarian_welfare, pabutools_rules.method_of_equal_shares
    if rule == "shares then greedy":
        first = shares(instance, profile, **how)
        found = greedy(instance, profile, initial_budget_allocation=first, **how)
    else:
        found = (greedy if rule == "greedy" else shares)(instance, profile, **how)
    supported = {part[0] if kind == "scoring" else part for ballot in ballots for part in ballot}
    return {project.name for project in found} & supported


@pytest.mark.parametrize("way", WAYS, ids=lambda way: " ".join(filter(None, way[:3])))
def test_500_random_elections_are_counted_as_pabutools_does(way):
    rule, completion, kind, *their_way = way
    rng, compared, differing = random.Random(" ".join(map(str, way[:3]))), 0, []
    while compared < ELECTIONS:
        costs, ballots, budget = random_election(rng, kind)
        options = [Option(option, cost) for option, cost in costs.items()]
        outcome = count(rule, options, ballots, budget, kind=kind, completion=completion, unit=1)
        if outcome.ties:
            continue
        compared += 1
        found = theirs(kind, costs, ballots, budget, *their_way)
        if found != set(outcome.winners):
            differing.append((costs, ballots, budget, found, outcome.winners))
    assert differing == []
