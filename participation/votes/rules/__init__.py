"""Counting: plain options and ballots in, one Outcome out. The door of the rules, and their one registry.

`RULES` is a promised extension point: a host adds its own `Rule` under its own id. Definitions and sources
are in each rule's file. Nothing here knows Django, the clock or the database.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from .ballots import KINDS, MENTIONS, RANKINGS, SCORED, YES_NO
from .borda import borda
from .election import Election, Settings, prepare
from .equal_shares import COMPLETIONS, equal_shares
from .greedy import greedy, greedy_per_cost, greedy_stop
from .judgment import judgment
from .majority import majority
from .schulze import schulze
from .values import Ballots, CountError, Option, Outcome, Profile, Selection


__all__ = [
    "KINDS",
    "RULES",
    "CountError",
    "Option",
    "Outcome",
    "Profile",
    "Rule",
    "Selection",
    "count",
    "fitting",
    "lookup",
    "ways",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to count. `version` changes whenever the same input could give another outcome."""

    count: Callable[[Election], Selection]
    kinds: frozenset[str]
    completions: tuple[str, ...] = ()
    version: str = "1"


RULES: dict[str, Rule] = {
    "greedy": Rule(greedy, SCORED),
    "greedy-stop": Rule(greedy_stop, SCORED),
    "greedy-per-cost": Rule(greedy_per_cost, SCORED),
    "equal-shares": Rule(equal_shares, SCORED, COMPLETIONS),
    "majority": Rule(majority, YES_NO),
    "borda": Rule(borda, RANKINGS),
    "schulze": Rule(schulze, RANKINGS),
    "judgment": Rule(judgment, MENTIONS),
}


def count(
    rule: str,
    options: Iterable[Option],
    ballots: Ballots,
    budget: int = 0,
    *,
    kind: str = "approval",
    completion: str | None = None,
    minimum_score: int | None = None,
    ties: str = "draw",
    unit: int = 100,
    registered: int | None = None,
    quorum: Fraction | None = None,
    mentions: Iterable[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Count `ballots` (see ballots.py; one a voter, or distinct ballot -> weight) by a rule of RULES.

    `budget` is in cents, `unit` is what `add1` adds to a share (cents), `quorum` a part of `registered` for
    `majority`, `mentions` the scale of `judgment`, best first; `progress` is told each step of a long count
    and its share. Raises CountError, a ValueError with code and params.
    """
    found = lookup(rule, kind, completion)
    if found.completions:
        completion = completion or found.completions[0]
    settings = Settings(completion, minimum_score, unit, registered, quorum, tuple(mentions), progress)
    election = prepare(options, ballots, budget, kind=kind, ties=ties, settings=settings)
    selection = found.count(election)
    return Outcome(
        rule=rule,
        completion=completion,
        version=found.version,
        winners=selection.winners,
        cost=election.cost(selection.winners),
        budget=budget,
        ties=selection.ties,
        explanations={option: selection.explanations[option] for option in election.options},
        input_digest=election.digest,
    )


def fitting(kind: str) -> list[str]:
    """Ids of the rules that can count ballots of this kind."""
    return [name for name, rule in RULES.items() if kind in rule.kinds]


def ways(kind: str) -> list[tuple[str, str]]:
    """Every rule that can count such ballots, with each of its completions: (rule, completion), "" for none."""
    return [(rule, completion) for rule in fitting(kind) for completion in RULES[rule].completions or ("",)]


def lookup(rule: str, kind: str, completion: str | None = None) -> Rule:
    """The registered rule; CountError when it is unknown, or cannot count such ballots or complete so."""
    if rule not in RULES:
        raise CountError("unknown-rule", f"Unknown rule: {rule!r}.", rule=rule)
    found = RULES[rule]
    if kind not in found.kinds:
        raise CountError("wrong-kind", f"The rule {rule} cannot count {kind} ballots.", rule=rule, kind=kind)
    if completion is not None and completion not in found.completions:
        message = f"The rule {rule} has no completion {completion!r}."
        raise CountError("unknown-completion", message, rule=rule, completion=completion)
    return found
