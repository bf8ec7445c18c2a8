"""Ballot modes as data, and the one judgment that web, desk, paper and import share.

A ballot is a plain tuple, as votes count it: option ids (`approval`, `choose-1`, `ordinal` best first), pairs of id and
points (`cumulative`, `scoring`) or of id and mention (`mentions`), or one of yes, no, blank (`yes-no`). An empty ballot
is a blank one.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


ALL, OWN, CHOSEN = "all", "own", "chosen"
PAIRS = frozenset({"cumulative", "scoring", "mentions"})
POINTS = frozenset({"cumulative", "scoring"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one envelope's part of a ballot may hold. None: no limit. `cents` makes it a knapsack."""

    least: int = 0
    most: int | None = None
    cents: int | None = None
    least_percent: int = 0
    points: int | None = None
    points_each: int | None = None


@dataclass(frozen=True, slots=True)
class Mode:
    """How one fills in a ballot. `scope` says in which envelopes of districts: all, one's own or one's choice."""

    kind: str
    scope: str = ALL
    blank: bool = True
    limits: Mapping[Any, Limits] = field(default_factory=dict)
    usual: Limits = field(default_factory=Limits)
    mentions: tuple[str, ...] = ()

    def of(self, envelope):
        """The limits of an envelope."""
        return self.limits.get(envelope, self.usual)


@dataclass(frozen=True, slots=True)
class Offer:
    """One option as a ballot sees it: its id, its cost in cents, its envelope, and the envelope's district."""

    id: str
    cost: int = 0
    envelope: Any = None
    district: Any = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a ballot cannot be: a code, and what its sentence needs."""

    code: str
    option: str | None = None
    envelope: Any = None
    limit: int | None = None
    found: int | None = None


def judge(mode, options, ballot, own=None):
    """Every reason why `ballot` cannot be cast; empty when it can. `own` is the voter's district, or None."""
    if mode.kind == "yes-no":
        return () if ballot in (("yes",), ("no",), ("blank",)) else (Refusal("not-an-answer"),)
    known = {option.id: option for option in options}
    names = [each[0] if mode.kind in PAIRS else each for each in ballot]
    refusals = [Refusal("unknown-option", str(name)) for name in names if name not in known]
    refusals += [Refusal("twice", name) for name, times in Counter(names).items() if times > 1]
    if refusals:
        return tuple(refusals)
    if not names:
        return () if mode.blank else (Refusal("empty"),)
    refusals += _worth(mode, ballot)
    refusals += _districts(mode, [known[name] for name in names], own)
    for envelope in {known[name].envelope: None for name in names}:
        part = [each for each, name in zip(ballot, names, strict=True) if known[name].envelope == envelope]
        refusals += _part(mode, envelope, part, known)
    return tuple(refusals)


def left_to_choose(mode, options, ballot, own=None):
    """The envelopes in which a voter may still choose something and has not, in the order of the options."""
    if mode.kind == "yes-no":
        return ()
    names = {each[0] if mode.kind in PAIRS else each for each in ballot}
    used = {option.envelope for option in options if option.id in names}
    districts = {option.district for option in options if option.envelope in used and option.district is not None}
    free = {}
    for option in options:
        elsewhere = mode.scope == CHOSEN and districts and option.district not in (None, *districts)
        forbidden = mode.scope == OWN and option.district not in (None, own)
        if option.envelope not in used and not elsewhere and not forbidden:
            free[option.envelope] = None
    return tuple(free)


def _worth(mode, ballot):
    """Points and mentions that are none."""
    if mode.kind == "mentions":
        return [Refusal("unknown-mention", name) for name, mention in ballot if mention not in mode.mentions]
    if mode.kind in POINTS:
        return [Refusal("no-points", name) for name, points in ballot if type(points) is not int or points < 1]
    return []


def _districts(mode, chosen, own):
    """Options of districts in which this voter has no say."""
    districts = {option.district: option for option in chosen if option.district is not None}
    if mode.scope == OWN:
        return [Refusal("other-district", option.id) for district, option in districts.items() if district != own]
    if mode.scope == CHOSEN and len(districts) > 1:
        return [Refusal("several-districts", found=len(districts))]
    return []


def _part(mode, envelope, part, known):
    """What one envelope's part of a ballot breaks."""
    limits, number = mode.of(envelope), len(part)
    if mode.kind == "choose-1" and number > 1:
        yield Refusal("too-many", envelope=envelope, limit=1, found=number)
    if number < limits.least:
        yield Refusal("too-few", envelope=envelope, limit=limits.least, found=number)
    if limits.most is not None and number > limits.most:
        yield Refusal("too-many", envelope=envelope, limit=limits.most, found=number)
    if limits.cents is not None:
        cost = sum(known[each[0] if mode.kind in PAIRS else each].cost for each in part)
        if cost > limits.cents:
            yield Refusal("over-budget", envelope=envelope, limit=limits.cents, found=cost)
        if cost * 100 < limits.cents * limits.least_percent:
            yield Refusal("too-little", envelope=envelope, limit=limits.least_percent, found=cost)
    if mode.kind in POINTS:
        yield from _points(limits, envelope, part)


def _points(limits, envelope, part):
    given = [points for _name, points in part if type(points) is int]
    if limits.points is not None and sum(given) > limits.points:
        yield Refusal("too-many-points", envelope=envelope, limit=limits.points, found=sum(given))
    for name, points in part:
        if limits.points_each is not None and type(points) is int and points > limits.points_each:
            yield Refusal("too-many-on-one", name, envelope, limits.points_each, points)
