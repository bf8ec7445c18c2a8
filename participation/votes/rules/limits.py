"""When a share stops rising, and how to see early that a run cannot be the one that stops it."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .electorate import Offer


class Limits(NamedTuple):
    """What ends a rising share: spending more than the budget (cents); if `exhaustive`, also that nothing fits."""

    budget: int
    exhaustive: bool

    def met(self, spent: int, left: list[int]) -> bool:
        """Whether a run ends the rising; `left` are the costs of what it did not buy."""
        over = self.budget - spent
        return over < 0 or not left or (self.exhaustive and min(left) > over)

    def surely_missed(
        self, spent: int, waiting: Iterable[tuple[int, Offer]], out_of_reach: Callable[[int], bool]
    ) -> tuple[bool, set[int]]:
        """Whether a run that has spent this cannot meet them, and the places found to be out of reach.

        So it is when an option is out of reach that would fit, even if all that may be in reach is bought too.
        Those that ask most of each supporter are looked at first, and no more of them than needed.
        """
        dearest = sorted(waiting, key=lambda place: place[1].cost // place[1].stake, reverse=True)
        possible = sum(offer.cost for _, offer in dearest)
        left, at_best = self.budget - spent - possible, self.budget - spent
        lost: set[int] = set()
        for place, offer in dearest:
            if out_of_reach(place):
                lost.add(place)
                left += offer.cost
                if left >= 0 and not (self.exhaustive and offer.cost > left):
                    return True, lost
            else:
                at_best -= offer.cost
                if at_best < 0:
                    break
        return False, lost
