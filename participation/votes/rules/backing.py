"""Who stands behind an offer in equal shares: the rich who can pay its price, the poor who give all they have."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul


Near = list[tuple[int, list[tuple[int, int]]]]  # points, and (money, ballot's number) of some who give them


@dataclass(slots=True)
class Backing:
    """Blocks of (points, ballots' numbers) that can pay, their points in all, and the poor with their weights."""

    rich: list[tuple[int, Sequence[int]]]
    stake: int
    poor: list[int]
    poor_weights: list[int]

    def part(self, money: list[int], weights: Sequence[int], need: int, amount: int, horizon: int) -> tuple[int, Near]:
        """Count as poor whoever cannot pay, as the price of a point rises from `amount`, up to the horizon.

        `need` is what the rich must share. Answers what is left of it to those who stay rich, and who of them
        has less than the price at the horizon.
        """
        before = self.stake
        near = [(points, _below(horizon * points, money, members)) for points, members in self.rich]
        stake = None
        while self.stake not in (stake, 0):
            stake, amount = self.stake, max(amount, need // self.stake)
            for place, (points, holders) in enumerate(near):
                line = amount * points
                if poor := [holder for holder in holders if holder[0] < line]:
                    need -= self._give_all(weights, points, poor)
                    near[place] = points, [holder for holder in holders if holder[0] >= line]
        if self.stake < before:
            reached = min(amount, horizon)
            self.rich = [(points, _from(reached * points, money, members)) for points, members in self.rich]
        return need, near

    def _give_all(self, weights: Sequence[int], points: int, poor: list[tuple[int, int]]) -> int:
        """Count these (money, ballot) as poor; answers what they hold together."""
        theirs = [weights[member] for _, member in poor]
        self.stake -= points * sum(theirs)
        holders = [(member, weight) for (purse, member), weight in zip(poor, theirs, strict=True) if purse]
        self.poor += [member for member, _ in holders]
        self.poor_weights += [weight for _, weight in holders]
        return sum(map(mul, [purse for purse, _ in poor], theirs))


def _below(line: int, money: list[int], members: Sequence[int]) -> list[tuple[int, int]]:
    return [(money[member], member) for member in members if money[member] < line]


def _from(line: int, money: list[int], members: Sequence[int]) -> list[int]:
    return [member for member in members if money[member] >= line]
