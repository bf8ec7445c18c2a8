"""The offers that wait in equal shares, the one that may be the cheapest for its value in front."""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from .electorate import Level
from .prices import Price


class Waiting:
    """Places of a level's offers with lower bounds of their prices; what is known of an offer outlasts its level."""

    def __init__(self) -> None:
        self.bounds: list[tuple[int, int]] = []
        self._known: dict[str, int | None] = {}

    def enter(self, level: Level) -> None:
        """All offers of this level wait, but those sold or beyond reach on a level before."""
        known = ((self._known.get(offer.id, 0), place) for place, offer in enumerate(level.offers))
        self.take([(bound, place) for bound, place in known if bound is not None])

    def leave(self, level: Level) -> None:
        """Keep what is known of this level's offers; None of those that no longer wait."""
        self._known |= {offer.id: None for offer in level.offers}
        self._known |= {level.offers[place].id: bound for bound, place in self.bounds}

    def take(self, bounds: Iterable[tuple[int, int]]) -> None:
        """These wait, and no others."""
        self.bounds = list(bounds)
        heapify(self.bounds)

    def add(self, prices: Iterable[Price]) -> None:
        """These wait too."""
        for price in prices:
            heappush(self.bounds, (price.least, price.place))

    def drop(self, places: set[int]) -> None:
        """These wait no longer."""
        self.take(each for each in self.bounds if each[1] not in places)

    @property
    def lowest(self) -> int | None:
        """Below this no offer's price is; None when none waits."""
        return self.bounds[0][0] if self.bounds else None

    def pop(self) -> tuple[int, int]:
        """The bound and the place of the first."""
        return heappop(self.bounds)
