"""One run of the Method of Equal Shares: every voter has the same share, supporters buy options together.

The price of an option is the smallest q with Σ weight · min(money, q · points) = cost; the option with the smallest
q / value goes next (Peters, Pierczyński, Skowron: Proportional Participatory Budgeting with Additive Utilities,
2021). An approval is one point of value `cost`, other points have value 1: q / value is the paper's ρ.

Exactness: amounts are integers, in units of 2^-precision cents, with a proven bound on their error. A comparison
that the bound leaves open is an equality when no two different fractions of these denominators are so close;
otherwise the run starts again with more digits. Prices only grow, so a known price is a lower bound and an option
is priced again only when it could be next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from operator import mul

from .electorate import Electorate, Level, Offer
from .ties import TieRule


PRECISIONS = (160, 640, 2560, 10240, 40960, 163840)
SHIFT = 64  # more digits for q / value, which is small


class Unsure(ArithmeticError):
    """Two amounts could not be told apart with these digits."""


@dataclass(slots=True)
class Backing:
    """Who stands behind an offer now: the rich who can pay the price, and the poor who give all they have."""

    rich: list[tuple[int, Sequence[int]]]
    stake: int
    poor: list[int]
    poor_weights: list[int]


@dataclass(frozen=True, slots=True)
class Price:
    """What a point costs, up to `error`; `key` and `slack` are the same divided by the offer's value."""

    place: int
    amount: int
    error: int
    key: int
    slack: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """What was bought at which price of a point, and how many voters paid in full or gave all they had."""

    offer: Offer
    amount: int
    in_full: int
    all_left: int


class Run:
    """The purchases at one share. `money` is what each distinct ballot has left, in 2^-precision cents."""

    def __init__(self, electorate: Electorate, share: Fraction, ties: TieRule, precision: int):
        self.electorate, self.share, self.ties, self.precision = electorate, share, ties, precision
        self.most = (share.numerator << precision) // share.denominator + 1
        self.money = [self.most - 1] * len(electorate.levels[0].weights)
        self.error = 1
        self.digits = share.denominator.bit_length()
        self.known: dict[str, int | None] = {}
        self.purchases: list[Purchase] = []
        self.equals: list[tuple[int, dict[str, int]]] = []

    def play(self) -> "Run":
        """Buy until nothing is affordable. Raises Unsure."""
        for level in self.electorate.levels:
            self._enter(level)
            while equals := self._next():
                if level.floor is not None and not self._surely_below(equals[0], level.floor):
                    self._hold(equals)
                    break
                self._buy(self._chosen(equals))
            self.known |= {level.offers[place].id: bound for bound, place in self.bounds}
        return self

    def _enter(self, level: Level) -> None:
        """Hand the money down to this level's ballots; offers wait with the bounds known so far, None if gone."""
        self.level = level
        if level is not self.electorate.levels[0]:
            self.money = [self.money[parent] for parent in level.parents]
        self.backings = [Backing(list(offer.blocks), offer.stake, [], []) for offer in level.offers]
        waiting = ((self.known.get(offer.id, 0), place) for place, offer in enumerate(level.offers))
        self.bounds = [(bound, place) for bound, place in waiting if bound is not None]
        heapify(self.bounds)
        self.known |= {offer.id: None for offer in level.offers}

    def _surely_below(self, price: Price, floor: Fraction) -> bool:
        least = (floor.numerator << self.precision + SHIFT) // floor.denominator
        return price.key + price.slack < least

    def _chosen(self, equals: list[Price]) -> Price:
        """The one of these that the tie rule puts first; the others wait."""
        if len(equals) == 1:
            return equals[0]
        by_id = {self.level.offers[price.place].id: price for price in equals}
        chosen = by_id[self.ties.order(by_id)[0]]
        self._hold(price for price in equals if price is not chosen)
        self.equals.append((len(self.purchases), {option: price.amount for option, price in by_id.items()}))
        return chosen

    def _next(self) -> list[Price]:
        """The cheapest for their value: one, or several that are exactly equal; none when nothing is affordable."""
        bounds, best, later = self.bounds, [], []
        while bounds and (not best or bounds[0][0] <= best[0].key + best[0].slack):
            place = heappop(bounds)[1]
            known = bounds[0][0] if bounds else None
            ceiling = best[0].key + best[0].slack if best else known
            price = self._price(place, ceiling)
            if price is None:
                continue
            if ceiling is not None and price.key - price.slack > ceiling:
                self._hold([price])
                continue
            order = self._compare(price, best[0]) if best else -1
            if order < 0:
                later += best
                best = [price]
            else:
                (later if order else best).append(price)
        self._hold(later)
        return best

    def _hold(self, prices: Iterable[Price]) -> None:
        for price in prices:
            heappush(self.bounds, (price.key - price.slack, price.place))

    def _price(self, place: int, ceiling: int | None) -> Price | None:
        """What a point costs: exact up to the ceiling, else at least that; None when nobody can pay it."""
        offer, backing, money = self.level.offers[place], self.backings[place], self.money
        if not backing.stake:
            return None
        given = sum(map(mul, [money[member] for member in backing.poor], backing.poor_weights))
        need = (offer.cost << self.precision) - given
        while True:
            price = self._quote(place, need, backing.stake)
            if price.amount - price.error > self.most:
                return None
            if ceiling is not None and price.key - price.slack > ceiling:
                return price
            horizon = price.amount + (price.amount >> 3) + 1
            need, amount = self._move_poor(backing, need, price.amount, horizon)
            if not backing.stake:
                return self._quote(place, amount, 1) if self._nothing_missing(offer, need) else None
            if amount <= horizon:
                price = self._quote(place, need, backing.stake)
                self._check_affordable(offer, backing, price)
                return price

    def _quote(self, place: int, need: int, stake: int) -> Price:
        """The price when the poor give all they have and points that sum to `stake` share the need."""
        offer = self.level.offers[place]
        amount, error = need // stake, self.error * (offer.stake - stake) // stake + 2
        return Price(place, amount, error, (amount << SHIFT) // offer.value, (error << SHIFT) // offer.value + 1)

    def _move_poor(self, backing: Backing, need: int, amount: int, horizon: int) -> tuple[int, int]:
        """Count as poor whoever cannot pay, as the price of a point rises, up to the horizon.

        Answers what the others must share and the price that this makes.
        """
        money, weights = self.money, self.level.weights
        purses = [[money[member] for member in members] for _, members in backing.rich]
        near = []
        for (points, members), held in zip(backing.rich, purses, strict=True):
            line = horizon * points
            near += [(purse, member, points) for purse, member in zip(held, members) if purse < line]
        count = len(near)
        while poor := [holder for holder in near if holder[0] < amount * holder[2]]:
            near = [holder for holder in near if holder[0] >= amount * holder[2]]
            for purse, member, points in poor:
                weight = weights[member]
                backing.stake -= weight * points
                if purse:
                    need -= weight * purse
                    backing.poor.append(member)
                    backing.poor_weights.append(weight)
            if not backing.stake:
                break
            amount = need // backing.stake
        if len(near) < count:
            reached, rich = min(amount, horizon), []
            for (points, members), held in zip(backing.rich, purses, strict=True):
                line = reached * points
                rich.append((points, [member for purse, member in zip(held, members) if purse >= line]))
            backing.rich = rich
        return need, amount

    def _nothing_missing(self, offer: Offer, need: int) -> bool:
        """Whether supporters who all give everything have exactly the cost."""
        error = self.error * offer.stake
        if need > error:
            return False
        self._insist_equal(error, 0, self.precision)
        return True

    def _check_affordable(self, offer: Offer, backing: Backing, price: Price) -> None:
        """Raise Unsure when a shortage could hide in the error: when nobody surely keeps money."""
        error = (self.error + price.error) * offer.stake
        holders = ((points, self.money[member]) for points, members in backing.rich for member in members)
        if not any(held - price.amount * points > error for points, held in holders):
            self._insist_equal(error, 0, self.precision)

    def _compare(self, one: Price, other: Price) -> int:
        """-1, 0 or 1 as `one` is cheaper for its value, equal or dearer: certainly, or Unsure."""
        difference, slack = one.key - other.key, one.slack + other.slack
        if abs(difference) > slack:
            return 1 if difference > 0 else -1
        sides = [self.level.offers[price.place] for price in (one, other)]
        if all(self.backings[price.place].stake == offer.stake for price, offer in zip((one, other), sides)):
            first, second = sides
            left = first.cost * second.stake * second.value
            right = second.cost * first.stake * first.value
            return (left > right) - (left < right)
        factors = sum((offer.stake * offer.value).bit_length() for offer in sides)
        self._insist_equal(abs(difference) + slack, factors, self.precision + SHIFT)
        return 0

    def _insist_equal(self, difference: int, factors: int, precision: int) -> None:
        """Raise Unsure unless different fractions with these denominators must be farther apart than this."""
        if difference.bit_length() + self.digits + factors > precision:
            raise Unsure

    def _buy(self, price: Price) -> None:
        offer, backing = self.level.offers[price.place], self.backings[price.place]
        money, weights = self.money, self.level.weights
        in_full = all_left = most = 0
        for points, members in backing.rich:
            if members:
                most = max(most, points)
                pay = price.amount * points
                for member in members:
                    money[member] -= pay
                in_full += sum([weights[member] for member in members])
        for member, weight in zip(backing.poor, backing.poor_weights, strict=True):
            if money[member]:
                all_left += weight
                money[member] = 0
        self.error += most * price.error
        self.digits += offer.stake.bit_length()
        self.purchases.append(Purchase(offer, price.amount, in_full, all_left))

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
        return amount + self.error >> self.precision

    def money_of(self, offer: Offer) -> int:
        """What the supporters of an offer still have together, in whole cents, rounded down."""
        weights, money = self.level.weights, self.money
        held = sum(weights[member] * money[member] for _, members in offer.blocks for member in members)
        return held + self.error * offer.stake >> self.precision


def run(electorate: Electorate, share: Fraction, ties: TieRule) -> Run:
    """The purchases at this share, with as many digits as they need."""
    for precision in PRECISIONS:
        try:
            return Run(electorate, share, ties, precision).play()
        except Unsure:
            continue
    raise Unsure(f"{PRECISIONS[-1]} bits were not enough to tell two prices apart")
