"""One run of the Method of Equal Shares: every voter has the same share, supporters buy options together.

The option with the smallest price / value goes next, until none is affordable (Peters, Pierczyński,
Skowron: Proportional Participatory Budgeting with Additive Utilities, 2021). An approval is one point and
the option's value is its cost, other points have value 1: price / value is the paper's ρ. Prices only grow,
so a known price is a lower bound and an option is priced again only when it could be next.
"""

from fractions import Fraction
from typing import NamedTuple

from .backing import Backing
from .electorate import Electorate, Level, Offer
from .limits import Limits
from .prices import SHIFT, Price, Purses, Unsure
from .ties import TieRule
from .waiting import Waiting


PRECISIONS = (160, 640, 2560, 10240, 40960, 163840)


class Purchase(NamedTuple):
    """What was bought at which price of a point, by the rich of `backing` in full and by some with all they had.

    What was known before it, for runs beside this one: the offers of `level` that waited, each with a lower
    bound of its price; no other offer's price was below `rest` (None: there was none), this one's not above
    `most`.
    """

    offer: Offer
    amount: int
    most: int
    rest: int | None
    bounds: list[tuple[int, int]]
    level: Level
    backing: Backing
    all_left: int

    @property
    def in_full(self) -> int:
        """How many voters paid in full."""
        return sum(self.level.weights[member] for _, members in self.backing.rich for member in members)


class Run:
    """The purchases at one share. `unfinished` when it was cut short because it cannot end a rising share.

    `below` and `above` are runs at a lower and a higher share, of use for as long as all buy the same: with
    more money nobody has less left and no price is higher, so the bounds known above hold here too. What could
    be cheaper than the purchase below is priced although nothing here asks for it: `same_between` does.
    """

    def __init__(
        self,
        electorate: Electorate,
        share: Fraction,
        ties: TieRule,
        precision: int,
        below: "Run | None" = None,
        above: "Run | None" = None,
    ):
        self.electorate, self.share, self.ties = electorate, share, ties
        self.purses = Purses(electorate, share, precision)
        self.below, self.above = (
            other if other and other.purses.precision == precision else None for other in (below, above)
        )
        self.waiting = Waiting()
        self.purchases: list[Purchase] = []
        self.equals: list[tuple[int, dict[str, int]]] = []
        self.unfinished = False

    @property
    def cost(self) -> int:
        return sum(purchase.offer.cost for purchase in self.purchases)

    def play(self, limits: Limits | None = None) -> "Run":
        """Buy until nothing is affordable, or until the limits can surely not be met. Raises Unsure."""
        first, last = self.electorate.levels[0], self.electorate.levels[-1]
        for level in self.electorate.levels:
            if level is not first:
                self.purses.hand_down(level)
            self.waiting.enter(level)
            if limits and level is last and level is not first and self._pointless(limits):
                self.unfinished = True
                break
            while equals := self._next():
                if level.floor is not None and not equals[0].most < self._key(level.floor):
                    self.waiting.add(equals)
                    break
                self._buy(self._chosen(equals))
            self.waiting.leave(level)
        self.below = self.above = None
        return self

    def at(self, stage: int) -> str | None:
        """The id of the offer bought at this stage, from 0; None after the last."""
        return self.purchases[stage].offer.id if stage < len(self.purchases) else None

    def ties_that_mattered(self) -> list[dict]:
        """Reports on equal prices; not where all of them were bought one after the other at that price."""
        reports = []
        for step, asked in self.equals:
            following = self.purchases[step : step + len(asked)]
            if {purchase.offer.id: purchase.amount for purchase in following} != asked:
                reports.append(self.ties.report(asked, [following[0].offer.id], step + 1))
        return reports

    def cents(self, amount: int) -> int:
        """Whole cents, rounded down."""
        return amount + self.purses.error >> self.purses.precision

    def money_of_supporters(self) -> dict[str, int]:
        """What the supporters of each offer still have together, in whole cents, rounded down."""
        return {offer.id: self._whole(self.purses.wealth(place)) for place, offer in enumerate(self.electorate.offers)}

    def _whole(self, held: int) -> int:
        """Whole cents of a sum over voters, rounded down; never too low."""
        return held + self.purses.error * self.electorate.voters >> self.purses.precision

    def _pointless(self, limits: Limits) -> bool:
        """Whether the rest of the run can surely not meet the limits; drops offers found to be out of reach."""
        if self.above and self.above.unfinished and len(self.above.purchases) == len(self.purchases):
            return True
        offers = self.purses.level.offers

        def out_of_reach(place: int) -> bool:
            cost = offers[place].cost
            return offers[place].stake * self.share < cost or self._whole(self.purses.wealth(place)) < cost

        places = [(place, offers[place]) for _, place in self.waiting.bounds]
        missed, lost = limits.surely_missed(self.cost, places, out_of_reach)
        self.waiting.drop(lost)
        return missed

    def _key(self, price: Fraction) -> int:
        """A price for its value in the unit of all keys, rounded down."""
        return (price.numerator << self.purses.precision + SHIFT) // price.denominator

    def _next(self) -> list[Price]:
        """The cheapest for their value: one, or several exactly equal; none when nothing is affordable."""
        target, waiting = self._learn(), self.waiting
        best, later = [], []
        while waiting.bounds and (not best or waiting.lowest <= max(best[0].most, target)):
            bound, place = waiting.pop()
            ceiling = max(best[0].most, target) if best else waiting.lowest
            price = self.purses.price(place, bound, ceiling)
            if price is None:
                continue
            if ceiling is not None and price.least > ceiling:
                waiting.add([price])
                continue
            order = self.purses.compare(price, best[0]) if best else -1
            if order < 0:
                later += best
                best = [price]
            else:
                (later if order else best).append(price)
        waiting.add(later)
        return best

    def _learn(self) -> int:
        """Take over the bounds known above; answers up to which price below tells offers apart, or 0."""
        stage = len(self.purchases)
        if self.above:
            if stage < len(self.above.purchases):
                known = self.above.purchases[stage]
                if known.level is self.purses.level:
                    self.waiting.take(known.bounds)
            elif not self.above.unfinished:
                self.waiting.take([])
        return self.below.purchases[stage].most if self.below and stage < len(self.below.purchases) else 0

    def _chosen(self, equals: list[Price]) -> Price:
        """The one of these that the tie rule puts first; the others wait."""
        if len(equals) == 1:
            return equals[0]
        by_id = {self.purses.level.offers[price.place].id: price for price in equals}
        chosen = by_id[self.ties.order(by_id)[0]]
        self.waiting.add(price for price in equals if price is not chosen)
        self.equals.append((len(self.purchases), {option: price.amount for option, price in by_id.items()}))
        return chosen

    def _buy(self, price: Price) -> None:
        level, backing, stage = self.purses.level, self.purses.backings[price.place], len(self.purchases)
        others = (self.waiting.lowest, None if level.floor is None else self._key(level.floor))
        rest = min((bound for bound in others if bound is not None), default=None)
        known = [*self.waiting.bounds, (price.least, price.place)]
        all_left = self.purses.pay(price)
        offer = level.offers[price.place]
        self.purchases.append(Purchase(offer, price.amount, price.most, rest, known, level, backing, all_left))
        self.below, self.above = (
            other if other and other.at(stage) == offer.id else None for other in (self.below, self.above)
        )


def run(
    electorate: Electorate,
    share: Fraction,
    ties: TieRule,
    limits: Limits | None = None,
    below: Run | None = None,
    above: Run | None = None,
) -> Run:
    """The purchases at this share, with as many digits as they need."""
    for precision in PRECISIONS:
        try:
            return Run(electorate, share, ties, precision, below, above).play(limits)
        except Unsure:
            continue
    raise Unsure(f"{PRECISIONS[-1]} bits were not enough to tell two prices apart")
