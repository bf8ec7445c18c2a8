"""What must hold for every election, tried by Hypothesis."""

from fractions import Fraction
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from participation.votes.rules import Option, count
from participation.votes.rules.equal_shares import COMPLETIONS


IDS = ["a", "b", "c", "d", "e"]
WAYS = [("greedy", None), ("greedy-stop", None), ("greedy-per-cost", None)]
WAYS += [("equal-shares", completion) for completion in COMPLETIONS]
costs = st.fixed_dictionaries({option: st.integers(1, 9).map(lambda units: units * 100) for option in IDS})
approvals = st.lists(st.lists(st.sampled_from(IDS), unique=True).map(tuple), min_size=1, max_size=8)
budgets = st.integers(0, 30).map(lambda units: units * 100)
quick = settings(max_examples=60, deadline=None)


def options_of(prices, names=None):
    return [Option((names or {}).get(option, option), cost) for option, cost in prices.items()]


@quick
@given(prices=costs, ballots=approvals, budget=budgets, way=st.sampled_from(WAYS))
def test_no_rule_overspends_and_everything_is_explained(prices, ballots, budget, way):
    rule, completion = way
    outcome = count(rule, options_of(prices), ballots, budget, completion=completion)
    assert outcome.cost == sum(prices[option] for option in outcome.winners) <= budget
    assert set(outcome.explanations) == set(prices)
    supported = set(chain.from_iterable(ballots))
    assert set(outcome.winners) <= supported
    assert all(
        (facts["code"] == "no-support") == (option not in supported) for option, facts in outcome.explanations.items()
    )


@quick
@given(prices=costs, ballots=approvals, budget=budgets, option=st.sampled_from(IDS), stops=st.booleans())
def test_more_support_never_drops_an_option_under_greedy(prices, ballots, budget, option, stops):
    rule, how = "greedy-stop" if stops else "greedy", {"ties": "file-order"}
    before = count(rule, options_of(prices), ballots, budget, **how)
    after = count(rule, options_of(prices), [*ballots, (option,)], budget, **how)
    assert option not in before.winners or option in after.winners


@quick
@given(prices=costs, ballots=approvals, budget=budgets, way=st.sampled_from(WAYS), data=st.data())
def test_names_and_order_change_nothing(prices, ballots, budget, way, data):
    rule, completion = way
    names = dict(zip(IDS, data.draw(st.permutations(["v", "w", "x", "y", "z"])), strict=True))
    renamed = [tuple(names[option] for option in ballot) for ballot in data.draw(st.permutations(ballots))]
    how = {"completion": completion, "ties": "file-order"}
    outcome = count(rule, options_of(prices), ballots, budget, **how)
    other = count(rule, options_of(prices, names), renamed, budget, **how)
    assert other.winners == tuple(names[option] for option in outcome.winners)


@quick
@given(prices=costs, ballots=approvals, budget=budgets, way=st.sampled_from(WAYS), data=st.data())
def test_order_of_ballots_and_options_changes_not_even_a_draw(prices, ballots, budget, way, data):
    rule, completion = way
    options = options_of(prices)
    outcome = count(rule, options, ballots, budget, completion=completion)
    shuffled = data.draw(st.permutations(options)), data.draw(st.permutations(ballots))
    other = count(rule, *shuffled, budget, completion=completion)
    assert (other.winners, other.input_digest) == (outcome.winners, outcome.input_digest)
    assert other.explanations == outcome.explanations


@quick
@given(prices=costs, ballots=approvals, budget=budgets, way=st.sampled_from(WAYS))
def test_merging_equal_ballots_changes_nothing(prices, ballots, budget, way):
    rule, completion = way
    merged = {ballot: ballots.count(ballot) for ballot in ballots}
    one_by_one = count(rule, options_of(prices), ballots, budget, completion=completion)
    assert count(rule, options_of(prices), merged, budget, completion=completion) == one_by_one


@quick
@given(prices=costs, ballots=approvals, budget=budgets)
def test_a_group_that_agrees_gets_what_its_shares_can_buy(prices, ballots, budget):
    """Extended justified representation up to one option, by brute force (Peters, Pierczyński, Skowron 2021).

    For every set T and every group that approves all of T and whose shares pay for T, one member at least has
    winners of her own choice worth more than T, or worth it once any one option of T is added.
    """
    outcome = count("equal-shares", options_of(prices), ballots, budget, completion="none")
    share = Fraction(budget, len(ballots))
    worth = [sum(prices[option] for option in ballot if option in outcome.winners) for ballot in ballots]
    for wanted in chain.from_iterable(combinations(IDS, size) for size in range(1, len(IDS) + 1)):
        group = [place for place, ballot in enumerate(ballots) if set(wanted) <= set(ballot)]
        cost = sum(prices[option] for option in wanted)
        if group and len(group) * share >= cost:
            missing = [option for option in wanted if option not in outcome.winners]
            best = max(worth[place] for place in group)
            assert not missing or any(best + prices[option] > cost for option in missing) or best >= cost


@quick
@given(prices=costs, ballots=approvals, budget=budgets)
def test_nothing_affordable_is_left_by_equal_shares(prices, ballots, budget):
    """What supporters still have is told as less than the cost, for every option that was not bought."""
    outcome = count("equal-shares", options_of(prices), ballots, budget, completion="none")
    for option, facts in outcome.explanations.items():
        if facts["code"] == "not-affordable":
            assert 0 <= facts["supporters_money"] < prices[option]
            assert facts["supporters_money"] + facts["supporters_missing"] == prices[option]
