"""The Method of Equal Shares: every voter decides over the same part of the budget.

One run is in purchases.py. A completion spends what a run leaves: `add1` raises every share by one unit of
the currency until the next step would overspend (equalshares.net; Wieliczka 2023), `add1-exhaustive` until
nothing more fits (pabutools' `voter_budget_increment=1`; Assen 2024), `greedy` takes options by score;
`+greedy` after either.
"""

from .ballots import APPROVALS
from .election import Election
from .electorate import electorate_of
from .greedy import explain_barred, spend, told
from .purchases import Run
from .rising import Runs
from .values import Selection


COMPLETIONS = ("none", "greedy", "add1", "add1+greedy", "add1-exhaustive", "add1-exhaustive+greedy")


def equal_shares(election: Election) -> Selection:
    """The purchases at an equal share, then the completion that the settings name."""
    free = election.ties.order(
        option for option in election.options if not election.options[option].cost and option not in election.barred
    )
    explanations = explain_barred(election)
    explanations |= {option: {"code": "free"} | told(election, option) for option in free}
    raising, _, last = (election.settings.completion or "none").partition("+")
    electorate = electorate_of(election, many_runs=raising.startswith("add1"))
    if not electorate.voters:
        return Selection(tuple(free), explanations)
    runs = Runs(election, electorate)
    final = runs.raised(exhaustive=raising == "add1-exhaustive") if raising.startswith("add1") else runs.play(0)
    winners = [*free, *(purchase.offer.id for purchase in final.purchases)]
    explanations |= _explain(election, final)
    ties = tuple(runs.ties())
    if "greedy" in (raising, last):
        left = [option for option in election.options if option not in winners]
        spent = spend(election, election.budget - election.cost(winners), left, election.scores.__getitem__)
        winners += spent.winners
        ties += spent.ties
        for option, facts in spent.explanations.items():
            code = {"chosen": "completed", "too-dear": "not-completed"}[facts["code"]]
            explanations[option] |= facts | {"code": code}
    return Selection(tuple(winners), explanations, ties)


def _explain(election: Election, final: Run) -> dict[str, dict]:
    """What supporters paid, or what they still had when nothing more was affordable. Whole cents."""
    share = {"share": int(final.share), "first_share": election.budget // final.electorate.voters}
    paid_by = "paid_each" if election.profile.kind in APPROVALS else "paid_per_point"
    explanations = {}
    for rank, purchase in enumerate(final.purchases, 1):
        facts = {
            "code": "bought",
            "rank": rank,
            "paid_in_full": purchase.in_full,
            "paid_all_left": purchase.all_left,
        }
        explanations[purchase.offer.id] = facts | {paid_by: final.cents(purchase.amount)}
    wealth = final.money_of_supporters()
    for option in election.options.values():
        if option.cost and option.id not in explanations and option.id not in election.barred:
            money = wealth.get(option.id, 0)
            facts = {
                "code": "not-affordable",
                "supporters_money": money,
                "supporters_missing": option.cost - money,
            }
            explanations[option.id] = facts
    return {option: facts | share | told(election, option) for option, facts in explanations.items()}
