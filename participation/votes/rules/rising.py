"""Equal shares again and again, as every share is raised by one unit of the currency after another.

A raised share most often buys the same as the one before. Where two runs prove that every run between them
buys the same in the same order, those in between are not played: see `same_between`.
"""

from fractions import Fraction

from .election import Election
from .electorate import Electorate
from .limits import Limits
from .purchases import Run, run


LEAST_LEAP, LEAP_PART = 4, 8  # a leap is this many steps, or this part of those made


class Runs:
    """Runs at a rising share, by the number of units added, and the ties met on the way."""

    def __init__(self, election: Election, electorate: Electorate):
        self.election, self.electorate = election, electorate
        self.limits: Limits | None = None
        self.told: dict[int, list[dict]] = {}
        self.last = 0

    def play(self, step: int, below: Run | None = None, above: Run | None = None) -> Run:
        """The run after `step` units were added to every share; unfinished if it cannot meet the limits."""
        share = self.share(step)
        played = run(self.electorate, share, self.election.ties, self.limits, below, above)
        if not played.unfinished:
            self.told[step] = [report | {"share": int(share)} for report in played.ties_that_mattered()]
        return played

    def share(self, step: int) -> Fraction:
        """Cents."""
        return Fraction(self.election.budget, self.electorate.voters) + step * self.election.settings.unit

    def ties(self) -> list[dict]:
        """Each tie that mattered once, with the lowest share at which it did."""
        found: dict[tuple, dict] = {}
        for step in sorted(self.told):
            for report in self.told[step] if step <= self.last else ():
                found.setdefault((*report["options"], *report["chosen"]), report)
        return list(found.values())

    def raised(self, *, exhaustive: bool) -> Run:
        """The last run before one that overspends, or the first after which nothing fits."""
        self.limits = Limits(self.election.budget, exhaustive)
        low, step = self.play(0), 0
        if self._ends(low):
            return low
        while True:
            top = step + max(LEAST_LEAP, step // LEAP_PART)
            high = self.play(top, below=low)
            if end := self._end_between(step, low, top, high):
                return end
            low, step = high, top

    def _end_between(self, step: int, low: Run, top: int, high: Run) -> Run | None:
        """The run that ends the rising, if one after `step` and up to `top` does."""
        if same_between(low, high):
            self._tell(top)
        elif top - step > 1:
            middle = (step + top) // 2
            between = self.play(middle, low, high)
            return self._end_between(step, low, middle, between) or self._end_between(middle, between, top, high)
        elif self._ends(high):
            self.last = top
            if high.cost <= self.election.budget:
                return high
            self.limits = None
            return self.play(step) if low.unfinished else low
        else:
            self._tell(top)
        return None

    def _ends(self, played: Run) -> bool:
        """Whether it overspends, or a higher share would change nothing that counts."""
        bought = {purchase.offer.id for purchase in played.purchases}
        left = [offer.cost for offer in self.electorate.offers if offer.id not in bought]
        return not played.unfinished and self.limits.met(played.cost, left)

    def _tell(self, step: int) -> None:
        if self.election.settings.progress:
            self.election.settings.progress(step, int(self.share(step)))


def same_between(below: Run, above: Run) -> bool:
    """Whether a run at any share between these two surely buys the same in the same order, and ends alike.

    Prices only fall as the share rises: what was cheapest below is cheapest in between when it was cheaper
    there than anything else is above, and what nobody can afford above nobody can afford in between.
    """
    return (
        len(below.purchases) == len(above.purchases)
        and below.unfinished == above.unfinished
        and below.purses.precision == above.purses.precision
        and all(
            one.offer.id == other.offer.id and (other.rest is None or one.most < other.rest)
            for one, other in zip(below.purchases, above.purchases, strict=True)
        )
    )
