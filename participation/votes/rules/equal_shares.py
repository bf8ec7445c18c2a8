"""The Method of Equal Shares: every voter decides over the same part of the budget.

One run is in purchases.py. A completion spends what a run leaves: `add1` raises every share by one unit of
the currency until the next step would overspend (equalshares.net; Wieliczka 2023), `add1-exhaustive` until
nothing more fits (pabutools' `voter_budget_increment=1`; Assen 2024), `greedy` takes options by score;
`+greedy` after either.
"""

from fractions import Fraction

from .ballots import APPROVALS
from .election import Election
from .electorate import Electorate, electorate_of
from .greedy import explain_barred, spend, told
from .purchases import Limits, Run, run
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
    final = runs.raise_share(exhaustive=raising == "add1-exhaustive") if raising.startswith("add1") else runs.play(0)
    winners = [*free, *(purchase.offer.id for purchase in final.purchases)]
    explanations |= _explain(election, final)
    ties = tuple(runs.ties.values())
    if "greedy" in (raising, last):
        left = [option for option in election.options if option not in winners]
        spent = spend(election, election.budget - election.cost(winners), left, election.scores.__getitem__)
        winners += spent.winners
        ties += spent.ties
        for option, facts in spent.explanations.items():
            code = {"chosen": "completed", "too-dear": "not-completed"}[facts["code"]]
            explanations[option] |= facts | {"code": code}
    return Selection(tuple(winners), explanations, ties)


class Runs:
    """Runs at a rising share, and the ties met on the way."""

    def __init__(self, election: Election, electorate: Electorate):
        self.election, self.electorate = election, electorate
        self.ties: dict[tuple, dict] = {}

    def play(self, step: int, limits: Limits | None = None) -> Run:
        """The run after `step` units were added to every share; unfinished if it cannot meet the limits."""
        share = Fraction(self.election.budget, self.electorate.voters) + step * self.election.settings.unit
        played = run(self.electorate, share, self.election.ties, limits)
        if not played.unfinished:
            for report in played.ties_that_mattered():
                self.ties.setdefault((*report["options"], *report["chosen"]), report | {"share": int(share)})
        return played

    def raise_share(self, *, exhaustive: bool) -> Run:
        """The last run before one that overspends, or the first after which nothing fits."""
        progress, limits = self.election.settings.progress, Limits(self.election.budget, exhaustive)
        kept, step = self.play(0, limits), 0
        while kept.unfinished or not self._complete(kept, exhaustive):
            step += 1
            if progress:
                progress(step, int(kept.share))
            raised = self.play(step, limits)
            if raised.cost > self.election.budget:
                return self.play(step - 1) if kept.unfinished else kept
            kept = raised
        return kept

    def _complete(self, played: Run, exhaustive: bool) -> bool:
        """Whether a higher share would change nothing that counts."""
        bought = {purchase.offer.id for purchase in played.purchases}
        left = [offer.cost for offer in self.electorate.offers if offer.id not in bought]
        return not left or (exhaustive and min(left) > self.election.budget - played.cost)


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
