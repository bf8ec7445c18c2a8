"""What an option costs its supporters in equal shares, exactly, given what each of them has left.

The price is the smallest q with Σ weight · min(money, q · points) = cost. Amounts are integers in units of
2^-precision cents, with a proven bound on their error. A comparison that the bound leaves open is an
equality when no two different fractions of these denominators are so close; otherwise Unsure asks for more
digits.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from operator import mul
from typing import NamedTuple

from .backing import Backing, Near
from .electorate import Electorate, Level


SHIFT = 64  # more digits for price / value, which is small


class Unsure(ArithmeticError):
    """Two amounts could not be told apart with these digits."""


class Price(NamedTuple):
    """What a point costs, up to `error`; `key` and `slack` are the same divided by the offer's value.

    `plain` when all supporters surely pay in full: then it is the cost divided by all the points, exactly.
    """

    place: int
    amount: int
    error: int
    key: int
    slack: int
    plain: bool

    @property
    def least(self) -> int:
        return self.key - self.slack

    @property
    def most(self) -> int:
        return self.key + self.slack


class Purses:
    """What each ballot of a level has left, and the prices that follow from it."""

    def __init__(self, electorate: Electorate, share: Fraction, precision: int):
        self.precision, self.voters = precision, electorate.voters
        self.full = (share.numerator << precision) // share.denominator
        self.mean = self.full
        self.error = 1
        self.digits = share.denominator.bit_length()
        self.open(electorate.levels[0], [self.full] * len(electorate.levels[0].weights))

    def open(self, level: Level, money: list[int]) -> None:
        """Go on with this level's ballots and this money."""
        self.level, self.money = level, money
        self.backings = [Backing(list(offer.blocks), offer.stake, [], []) for offer in level.offers]

    def hand_down(self, level: Level) -> None:
        """Give the money of the merged ballots to the ballots of the next level."""
        money = self.money
        self.open(level, [money[parent] for parent in level.parents])

    def price(self, place: int, bound: int, ceiling: int | None) -> Price | None:
        """What a point of this offer costs: exact, or a lower bound that is surely above the ceiling (a key).

        `bound` is a key that the price surely reaches. None when the supporters surely cannot pay it together.
        Raises Unsure.
        """
        offer, backing, money = self.level.offers[place], self.backings[place], self.money
        given = sum(map(mul, [money[member] for member in backing.poor], backing.poor_weights))
        need = (offer.cost << self.precision) - given
        if not backing.stake:
            return self._everything(place, need)
        price = self._quote(place, need, backing.stake, backing.stake)
        if ceiling is not None and price.least > ceiling:
            return price
        least = max(price.amount, bound * offer.value >> SHIFT)
        doubtful = least > self.mean
        while True:
            if least - price.error > self.full + 1 or (doubtful and self.short(backing, need)):
                return None
            doubtful = True
            horizon = least + (least >> 3) + 1
            need, near = backing.part(self.money, self.level.weights, need, least, horizon)
            if not backing.stake:
                return self._everything(place, need)
            price = self._settled(place, need, near)
            if price.amount + price.error + self.error < horizon:
                return price
            if price.error + self.error > price.amount >> 5:
                raise Unsure
            least = price.amount

    def short(self, backing: Backing, need: int) -> bool:
        """Whether those not yet counted as poor surely do not have the need, even together."""
        return self._held(backing.rich) + self.error * self.voters < need

    def wealth(self, place: int) -> int:
        """What all supporters of this offer have together."""
        return self._held(self.level.offers[place].blocks)

    def _held(self, blocks: Iterable[tuple[int, Sequence[int]]]) -> int:
        money, weights = self.money, self.level.weights
        return sum(sum([money[member] * weights[member] for member in members]) for _, members in blocks)

    def pay(self, price: Price) -> int:
        """Take the money of a purchase. Answers how many voters gave all they had."""
        offer, backing, money = self.level.offers[price.place], self.backings[price.place], self.money
        all_left = 0
        for points, members in backing.rich:
            paid = price.amount * points
            for member in members:
                money[member] -= paid
        for member, weight in zip(backing.poor, backing.poor_weights, strict=True):
            if money[member]:
                all_left += weight
                money[member] = 0
        self.mean -= (offer.cost << self.precision) // self.voters
        self.error += price.error * max(points for points, _ in offer.blocks)
        self.digits += offer.stake.bit_length()
        return all_left

    def compare(self, one: Price, other: Price) -> int:
        """-1, 0 or 1 as `one` is cheaper for its value, equal or dearer: certainly. Raises Unsure."""
        if one.most < other.least or other.most < one.least:
            return 1 if one.key > other.key else -1
        first, second = (self.level.offers[price.place] for price in (one, other))
        if one.plain and other.plain:
            return (first.least > second.least) - (first.least < second.least)
        factors = sum((offer.stake * offer.value).bit_length() for offer in (first, second))
        difference = abs(one.key - other.key) + one.slack + other.slack
        self._insist_equal(difference, factors, self.precision + SHIFT)
        return 0

    def _quote(self, place: int, need: int, sure: int, stake: int, *, plain: bool = False) -> Price:
        """The price when points that sum to `stake` share the need; `sure` of them belong to surely rich voters."""
        error = self.error * (self.level.offers[place].stake - sure) // sure + 2
        return self._as_price(place, need // stake, error, plain=plain)

    def _settled(self, place: int, need: int, near: Near) -> Price:
        """The price that the rich share, its error widened by those who may as well be poor."""
        stake, edge = self.backings[place].stake, 0
        while edge < stake:
            whole = self.level.offers[place].stake == stake and not edge
            price = self._quote(place, need, stake - edge, stake, plain=whole)
            known, edge = edge, self._at_the_edge(price, near)
            if edge == known:
                return price
        self._insist_equal(2 * stake * (self.error + price.error) * (stake + 1), 0, self.precision)
        return self._everything(place, 0)

    def _at_the_edge(self, price: Price, near: Near) -> int:
        """The points of voters whose money is so near to what they pay that they may be poor."""
        weights, edge = self.level.weights, 0
        for points, holders in near:
            line = price.amount * points + price.error * points + self.error
            edge += points * sum([weights[member] for purse, member in holders if purse <= line])
        return edge

    def _everything(self, place: int, need: int) -> Price | None:
        """The price when all supporters give all they have; None if that is not enough."""
        offer = self.level.offers[place]
        error = self.error * offer.stake
        if need > error:
            return None
        self._insist_equal(2 * error, 0, self.precision)
        purses = (self.money[member] // points for points, members in offer.blocks for member in members)
        return self._as_price(place, max(purses), self.error + 1)

    def _as_price(self, place: int, amount: int, error: int, *, plain: bool = False) -> Price:
        value = self.level.offers[place].value
        return Price(place, amount, error, (amount << SHIFT) // value, (error << SHIFT) // value + 1, plain)

    def _insist_equal(self, difference: int, factors: int, precision: int) -> None:
        """Raise Unsure unless different fractions with these denominators must be farther apart than this."""
        if difference.bit_length() + self.digits + factors > precision:
            raise Unsure
