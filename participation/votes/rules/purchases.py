"""One run of the Method of Equal Shares: every voter has the same share, supporters buy options together.

The option with the smallest price / value goes next, until none is affordable (Peters, Pierczyński,
Skowron: Proportional Participatory Budgeting with Additive Utilities, 2021). An approval is one point and
the option's value is its cost, other points have value 1: price / value is the paper's ρ. Prices only grow,
so a known price is a lower bound and an option is priced again only when it could be next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush

from .backing import Backing
from .electorate import Electorate, Level, Offer
from .prices import SHIFT, Price, Purses, Unsure
from .ties import TieRule


PRECISIONS = (160, 640, 2560, 10240, 40960, 163840)


@dataclass(frozen=True, slots=True)
class Purchase:
    """What was bought at which price of a point, by the rich of `backing` in full and by some with all they had."""

    offer: Offer
    amount: int
    backing: Backing
    weights: Sequence[int]
    all_left: int

    @property
    def in_full(self) -> int:
        """How many voters paid in full."""
        return sum(self.weights[member] for _, members in self.backing.rich for member in members)


@dataclass(frozen=True, slots=True)
class Limits:
    """What ends a rising share: spending more than the budget; if `exhaustive`, also that nothing fits."""

    budget: int
    exhaustive: bool


class Run:
    """The purchases at one share. `unfinished` when it was cut short because it cannot end a rising share."""

    def __init__(self, electorate: Electorate, share: Fraction, ties: TieRule, precision: int):
        self.electorate, self.share, self.ties = electorate, share, ties
        self.purses = Purses(electorate, share, precision)
        self.known: dict[str, int | None] = {}
        self.bounds: list[tuple[int, int]] = []
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
            self._enter(level)
            if limits and level is last and level is not first and self._pointless(limits):
                self.unfinished = True
                break
            while equals := self._next():
                if level.floor is not None and not self._surely_below(equals[0], level.floor):
                    self._wait(equals)
                    break
                self._buy(self._chosen(equals))
            self.known |= {level.offers[place].id: bound for bound, place in self.bounds}
        return self

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
        return {
            offer.id: self._whole(self.purses.wealth(place)) for place, offer in enumerate(self.electorate.offers)
        }

    def _whole(self, held: int) -> int:
        """Whole cents of a sum over voters, rounded down; never too low."""
        return held + self.purses.error * self.electorate.voters >> self.purses.precision

    def _enter(self, level: Level) -> None:
        """Offers of this level wait with the bounds known so far, None if sold or beyond reach."""
        waiting = ((self.known.get(offer.id, 0), place) for place, offer in enumerate(level.offers))
        self.bounds = [(bound, place) for bound, place in waiting if bound is not None]
        heapify(self.bounds)
        self.known |= {offer.id: None for offer in level.offers}

    def _pointless(self, limits: Limits) -> bool:
        """Whether the rest of the run can surely not meet the limits; drops offers found to be beyond reach."""
        offers = self.purses.level.offers
        places = sorted((place for _, place in self.bounds), key=lambda place: -offers[place].cost*1000//offers[place].stake)
        left = limits.budget - self.cost - sum(offers[place].cost for place in places)
        at_most, lost = left + sum(offers[place].cost for place in places), set()
        for place in places:
            cost = offers[place].cost
            if self._whole(self.purses.wealth(place)) < cost:
                lost.add(place)
                left += cost
                if left >= 0 and not (limits.exhaustive and cost > left):
                    return True
            else:
                at_most -= cost
                if at_most < 0:
                    break
        self.bounds = [(bound, place) for bound, place in self.bounds if place not in lost]
        heapify(self.bounds)
        return False

    def _surely_below(self, price: Price, floor: Fraction) -> bool:
        return price.most < (floor.numerator << self.purses.precision + SHIFT) // floor.denominator

    def _next(self) -> list[Price]:
        """The cheapest for their value: one, or several exactly equal; none when nothing is affordable."""
        bounds, best, later = self.bounds, [], []
        while bounds and (not best or bounds[0][0] <= best[0].most):
            place = heappop(bounds)[1]
            known = bounds[0][0] if bounds else None
            ceiling = best[0].most if best else known
            price = self.purses.price(place, ceiling)
            if price is None:
                continue
            if ceiling is not None and price.least > ceiling:
                self._wait([price])
                continue
            order = self.purses.compare(price, best[0]) if best else -1
            if order < 0:
                later += best
                best = [price]
            else:
                (later if order else best).append(price)
        self._wait(later)
        return best

    def _wait(self, prices: Iterable[Price]) -> None:
        for price in prices:
            heappush(self.bounds, (price.least, price.place))

    def _chosen(self, equals: list[Price]) -> Price:
        """The one of these that the tie rule puts first; the others wait."""
        if len(equals) == 1:
            return equals[0]
        by_id = {self.purses.level.offers[price.place].id: price for price in equals}
        chosen = by_id[self.ties.order(by_id)[0]]
        self._wait(price for price in equals if price is not chosen)
        self.equals.append((len(self.purchases), {option: price.amount for option, price in by_id.items()}))
        return chosen

    def _buy(self, price: Price) -> None:
        level, backing = self.purses.level, self.purses.backings[price.place]
        all_left = self.purses.pay(price)
        offer = level.offers[price.place]
        self.purchases.append(Purchase(offer, price.amount, backing, level.weights, all_left))


def run(electorate: Electorate, share: Fraction, ties: TieRule, limits: Limits | None = None) -> Run:
    """The purchases at this share, with as many digits as they need."""
    for precision in PRECISIONS:
        try:
            return Run(electorate, share, ties, precision).play(limits)
        except Unsure:
            continue
    raise Unsure(f"{PRECISIONS[-1]} bits were not enough to tell two prices apart")
