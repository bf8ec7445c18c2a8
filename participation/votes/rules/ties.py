"""Ties: broken by a published rule that nobody can steer and that never looks at the age of an option.

Said as `cheaper`, `more-voters`, `file-order`, `draw`, `draw:SEED`, or a criterion and a seed:
`cheaper,draw:SEED`. The draw comes last, always: lowest SHA-256(seed, then option id, both as UTF-8 text)
first. Anybody can repeat it: `printf '%s%s' SEED ID | sha256sum`. Without a seed it is the SHA-256 of the
canonical input, in hexadecimal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from .values import CountError, Option


CRITERIA = ("cheaper", "more-voters", "file-order")


@dataclass(frozen=True)
class TieRule:
    """Criteria in the order they are asked, then the draw."""

    criteria: tuple[str, ...]
    seed: str
    options: Mapping[str, Option]
    voters: Mapping[str, int]

    def order(self, ids: Iterable[str]) -> list[str]:
        """The same ids, the one that goes first in front."""
        return sorted(ids, key=self.key)

    def key(self, option: str) -> tuple:
        return (*(self._measure(name, option) for name in self.criteria), self._draw(option))

    def decided_by(self, ids: Iterable[str]) -> str:
        """The first criterion that separates all of them, or `draw`."""
        ids = list(ids)
        for length, name in enumerate(self.criteria, 1):
            if len({self.key(option)[:length] for option in ids}) == len(ids):
                return name
        return "draw"

    def report(self, ids: Iterable[str], chosen: Iterable[str], step: int) -> dict:
        """A tie that mattered, for people: who tied, in which order they were put, who was chosen and why."""
        ordered = self.order(ids)
        decided_by = self.decided_by(ordered)
        told = {"options": ordered, "chosen": list(chosen), "step": step, "decided_by": decided_by}
        return told | {"seed": self.seed} if decided_by == "draw" else told

    def _measure(self, criterion: str, option: str) -> int:
        if criterion == "cheaper":
            return self.options[option].cost
        if criterion == "more-voters":
            return -self.voters.get(option, 0)
        return self._places[option]

    def _draw(self, option: str) -> str:
        if option not in self._drawn:
            self._drawn[option] = sha256((self.seed + option).encode()).hexdigest()
        return self._drawn[option]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {option: place for place, option in enumerate(self.options)}

    @cached_property
    def _drawn(self) -> dict[str, str]:
        return {}


def parse(text: str) -> tuple[tuple[str, ...], str | None]:
    """Criteria and seed of a tie rule as it is written; CountError for anything else."""
    criteria, seed = [], None
    words, drawing, given = text.partition("draw:")
    if drawing:
        seed = given
    for word in filter(None, words.split(",")):
        if word in CRITERIA:
            criteria.append(word)
        elif word != "draw" or seed is not None:
            raise CountError("unknown-ties", f"Unknown rule for ties: {text!r}.", ties=text)
    if seed == "" or not text:
        raise CountError("unknown-ties", f"Unknown rule for ties: {text!r}.", ties=text)
    return tuple(criteria), seed
