"""Who can buy what in equal shares: ballots by number, offers with supporters, and shortened electorates.

Ballots that agree on the best supported options are merged into a shorter electorate for the first
purchases; the money of its ballots is handed down to the whole electorate before an option outside could be
next.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from .ballots import APPROVALS, utilities
from .election import Election


LEADERS = (28, 14)  # options of the shortened electorates, most first
WORTH = 2


class Offer(NamedTuple):
    """An option that can be bought. `stake` is the sum of its points; a block is points and their givers."""

    id: str
    cost: int
    value: int
    stake: int
    blocks: tuple[tuple[int, Sequence[int]], ...]

    @property
    def least(self) -> Fraction:
        """No purchase can be cheaper for its value: the price when every supporter pays in full."""
        return Fraction(self.cost, self.stake * self.value)


class Level(NamedTuple):
    """An electorate, perhaps shortened. `parents` are its ballots' numbers on the level before.

    No option outside is cheaper for its value than `floor`; None when no option is outside.
    """

    weights: Sequence[int]
    offers: tuple[Offer, ...]
    parents: Sequence[int]
    floor: Fraction | None


class Electorate(NamedTuple):
    """All voters and the levels, the whole electorate last. Cents."""

    voters: int
    levels: tuple[Level, ...]

    @property
    def offers(self) -> tuple[Offer, ...]:
        return self.levels[-1].offers


def electorate_of(election: Election, *, many_runs: bool) -> Electorate:
    """Offers of all options that may be bought and are worth something to somebody."""
    weights = list(election.profile.weights.values())
    offers = _offers(election, weights)
    levels = [Level(weights, offers, range(len(weights)), None)]
    for size in LEADERS if many_runs else ():
        whole = levels[0]
        ranked = sorted(whole.offers, key=lambda offer: offer.least)
        if size < len(ranked):
            shorter, parents = _shortened(whole, ranked[:size], ranked[size].least)
            if len(shorter.weights) * WORTH <= len(whole.weights):
                levels[:1] = [shorter, Level(whole.weights, whole.offers, parents, whole.floor)]
    return Electorate(election.profile.voters, tuple(levels))


def _offers(election: Election, weights: Sequence[int]) -> tuple[Offer, ...]:
    kind = election.profile.kind
    blocks: dict[str, dict[int, list[int]]] = {
        option.id: {} for option in election.options.values() if option.cost and option.id not in election.barred
    }
    if kind in APPROVALS:
        supporters: dict[str, list[int]] = {option: [] for option in election.options}
        for number, ballot in enumerate(election.profile.weights):
            for option in ballot:
                supporters[option].append(number)
        blocks = {option: {1: supporters[option]} for option in blocks}
    else:
        for number, ballot in enumerate(election.profile.weights):
            for option, points in utilities(kind, ballot):
                if option in blocks:
                    blocks[option].setdefault(points, []).append(number)
    offers = []
    for option, members in blocks.items():
        cost = election.options[option].cost
        stake = sum(points * sum([weights[member] for member in block]) for points, block in members.items())
        if stake:
            value = cost if kind in APPROVALS else 1
            offers.append(Offer(option, cost, value, stake, tuple(members.items())))
    return tuple(offers)


def _shortened(level: Level, leaders: Sequence[Offer], floor: Fraction) -> tuple[Level, list[int]]:
    """Ballots merged that agree on these offers, and the number that each ballot of the level got."""
    signs, bit = [0] * len(level.weights), 1
    for offer in leaders:
        for _, members in offer.blocks:
            for member in members:
                signs[member] += bit
            bit <<= 1
    numbers: dict[int, int] = {}
    parents = [numbers.setdefault(sign, len(numbers)) for sign in signs]
    weights = [0] * len(numbers)
    for parent, weight in zip(parents, level.weights, strict=True):
        weights[parent] += weight
    offers = tuple(
        offer._replace(
            blocks=tuple((points, sorted({parents[member] for member in members})) for points, members in offer.blocks),
        )
        for offer in leaders
    )
    return Level(weights, offers, range(len(weights)), floor), parents
