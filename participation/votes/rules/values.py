"""The plain values that a count takes and gives: options, profiles, outcomes. No floats."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any


class CountError(ValueError):
    """A count that cannot be made from what was given. `code` and `params` are for a translated message."""

    def __init__(self, code: str, message: str, **params: Any):
        super().__init__(message)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be voted for. `cost` is in cents, `district` is None for the whole town."""

    id: str
    cost: int = 0
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """All ballots, equal ones merged: distinct ballot -> number of voters who cast it.

    `checked` says against which option ids they were found valid and put in canonical form, None if they
    were not.
    """

    kind: str
    weights: Mapping[tuple, int]
    checked: frozenset[str] | None = None

    @property
    def voters(self) -> int:
        return sum(self.weights.values())


@dataclass(frozen=True, slots=True)
class Selection:
    """What one rule answers: ids in order of selection, the ties that mattered, a reason per option."""

    winners: tuple[str, ...]
    explanations: dict[str, dict]
    ties: tuple[dict, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One finished count, JSON-able. Money is integer cents; `winners` are in order of selection."""

    rule: str
    completion: str | None
    version: str
    winners: tuple[str, ...]
    cost: int
    budget: int
    ties: tuple[dict, ...] = ()
    explanations: dict[str, dict] = field(default_factory=dict)
    input_digest: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same as a dict of integers, strings, lists and dicts."""
        plain = {part.name: getattr(self, part.name) for part in fields(self)}
        return plain | {"winners": list(self.winners), "ties": list(self.ties)}


Ballots = Iterable[tuple] | Mapping[tuple, int] | Profile
