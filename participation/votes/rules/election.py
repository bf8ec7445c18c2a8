"""One election, ready to be counted: the input in canonical form and what every rule asks of it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Any

from . import ties as tie_rules
from .ballots import APPROVALS, RANKINGS, merge, points_given
from .values import Ballots, CountError, Option, Profile


@dataclass(frozen=True)
class Settings:
    """What a règlement may fix beside budget and ties. `unit` is the cents by which `add1` raises a share.

    `progress` is told, in a long count, of every step and its share in cents.
    """

    completion: str | None = None
    minimum_score: int | None = None
    unit: int = 100
    registered: int | None = None
    quorum: Fraction | None = None
    mentions: tuple[str, ...] = ()
    progress: Callable[[int, int], None] | None = None


@dataclass(frozen=True)
class Election:
    """Options by id in the order given, merged ballots, a budget in cents, and how ties are broken."""

    options: dict[str, Option]
    profile: Profile
    budget: int
    ties_said: str = "draw"
    settings: Settings = field(default_factory=Settings)

    @cached_property
    def support(self) -> tuple[dict[str, int], dict[str, int]]:
        """Points and number of supporting voters of each option."""
        kind = self.profile.kind
        scores, voters = dict.fromkeys(self.options, 0), dict.fromkeys(self.options, 0)
        for ballot, weight in self.profile.weights.items():
            if kind in APPROVALS:
                for option in ballot:
                    voters[option] += weight
                continue
            for option, points in points_given(kind, ballot):
                scores[option] += weight * points
                voters[option] += weight
        return (voters, voters) if kind in APPROVALS else (scores, voters)

    @property
    def scores(self) -> dict[str, int]:
        return self.support[0]

    @property
    def voters(self) -> dict[str, int]:
        return self.support[1]

    @cached_property
    def barred(self) -> dict[str, str]:
        """Options that no rule may select, with the code that says why."""
        least = self.settings.minimum_score
        return {
            option: "below-minimum" if score else "no-support"
            for option, score in self.scores.items()
            if not score or (least is not None and score < least)
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical input, in hexadecimal, whatever the order of options and ballots.

        The input is UTF-8 lines of JSON without spaces: first budget, kind and options by id, then the
        distinct ballots as [ballot, number of voters], sorted as text.
        """
        options = sorted([option.id, option.cost, option.district] for option in self.options.values())
        head = _json({"budget": self.budget, "kind": self.profile.kind, "options": options})
        written = {option: _json(option) for option in self.options}
        lines = []
        for ballot, weight in self.profile.weights.items():
            if self.profile.kind in APPROVALS | RANKINGS:
                text = ",".join([written[option] for option in ballot])
                lines.append(f"[[{text}],{weight}]")
            else:
                lines.append(_json([ballot, weight]))
        lines.sort()
        return sha256("\n".join([head, *lines]).encode()).hexdigest()

    @cached_property
    def ties(self) -> tie_rules.TieRule:
        criteria, seed = tie_rules.parse(self.ties_said)
        scored = self.voters if "more-voters" in criteria else {}
        return tie_rules.TieRule(criteria, seed or self.digest, self.options, scored)

    def cost(self, ids: Iterable[str]) -> int:
        return sum(self.options[option].cost for option in ids)


def prepare(
    options: Iterable[Option], ballots: Ballots, budget: int, *, kind: str, ties: str, settings: Settings
) -> Election:
    """The checked election; CountError when an option, a ballot, the budget or the tie rule is not valid."""
    known: dict[str, Option] = {}
    for option in options:
        if option.id in known:
            raise CountError("duplicate-option", f"Two options have the id {option.id}.", option=option.id)
        if not isinstance(option.cost, int) or option.cost < 0:
            message = f"The cost of {option.id} must be whole cents from 0 up, not {option.cost!r}."
            raise CountError("bad-cost", message, option=option.id)
        known[option.id] = option
    if not isinstance(budget, int) or budget < 0:
        raise CountError("bad-budget", f"The budget must be whole cents from 0 up, not {budget!r}.")
    tie_rules.parse(ties)
    return Election(known, merge(kind, ballots, known), budget, ties, settings)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
