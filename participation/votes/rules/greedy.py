"""Greedy: the best supported options first, each taken if the money left pays for it.

`greedy` passes over an option that is too dear and goes on, `greedy-stop` ends there, `greedy-per-cost`
ranks by score per unit of cost. Used by nearly every French town; Pabulib's `greedy` and `greedy-no-skip`.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import groupby

from .election import Election
from .values import Selection


def greedy(election: Election) -> Selection:
    """By score; an option that no longer fits is passed over."""
    return _count(election, election.scores.__getitem__)


def greedy_stop(election: Election) -> Selection:
    """By score; the first option that does not fit ends the count."""
    return _count(election, election.scores.__getitem__, stops=True)


def greedy_per_cost(election: Election) -> Selection:
    """By score per unit of cost, options that cost nothing first; one that no longer fits is passed over."""

    def per_cost(option: str) -> tuple:
        cost, score = election.options[option].cost, election.scores[option]
        return (0, Fraction(score, cost)) if cost else (1, score)

    return _count(election, per_cost)


def _count(election: Election, merit: Callable, *, stops: bool = False) -> Selection:
    spent = spend(election, election.budget, election.options, merit, stops=stops)
    return Selection(spent.winners, spent.explanations | explain_barred(election), spent.ties)


def spend(election: Election, money: int, options: Iterable[str], merit: Callable, *, stops: bool = False) -> Selection:
    """Take options of the highest merit while `money` (cents) lasts. Explains those that could be taken."""
    winners, ties, explanations = [], [], {}
    stopped = False
    for group in _groups(election, options, merit):
        before, first, ended = money, len(winners), stopped
        for option in group:
            cost = election.options[option].cost
            facts = {"code": "after-stop", "rank": len(explanations) + 1, "money_left": money}
            if not stopped and cost <= money:
                facts["code"] = "chosen"
                winners.append(option)
                money -= cost
            elif not stopped:
                facts |= {"code": "too-dear", "missing": cost - money}
                stopped = stops
            explanations[option] = facts | told(election, option)
        if not ended and _mattered(election, group, before, stops=stops):
            ties.append(election.ties.report(group, winners[first:], step=first + 1))
    return Selection(tuple(winners), explanations, tuple(ties))


def _groups(election: Election, options: Iterable[str], merit: Callable) -> list[list[str]]:
    """Options that may be selected, best first, in groups of equal merit ordered by the tie rule."""
    allowed = [option for option in options if option not in election.barred]
    allowed.sort(key=merit, reverse=True)
    groups = (list(group) for _, group in groupby(allowed, key=merit))
    return [election.ties.order(group) if len(group) > 1 else group for group in groups]


def _mattered(election: Election, group: list[str], money: int, *, stops: bool) -> bool:
    """Whether the order inside a group of equals decided who was selected."""
    costs = [election.options[option].cost for option in group]
    fitting = [cost for cost in costs if cost <= money]
    return len(group) > 1 and bool(fitting) and sum(costs if stops else fitting) > money


def told(election: Election, option: str) -> dict:
    """The facts that every rule on scores tells about an option."""
    cost = election.options[option].cost
    return {"score": election.scores[option], "voters": election.voters[option], "cost": cost}


def explain_barred(election: Election) -> dict[str, dict]:
    """Why some options could not be selected at all."""
    explanations = {}
    for option, code in election.barred.items():
        explanations[option] = {"code": code} | told(election, option)
        if code == "below-minimum":
            explanations[option]["minimum"] = election.settings.minimum_score
    return explanations
