"""The VOTES section: each distinct text of a ballot is read and checked once, each voter once.

By the thousand first, which is fast and knows no lines; when anything looks wrong the file is read again one
by one.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import NamedTuple, Protocol

from .amounts import meta_number, whole
from .errors import PabulibError


PARTS = {"cumulative": ("vote", "points"), "scoring": ("vote", "points")}
AT_ONCE = 2000


class Doubt(Exception):
    """Something is unusual in the votes; reading them one by one tells what and where."""


class Limits(NamedTuple):
    """What a ballot of this file may hold; None where there is no limit. `known` has one text per id."""

    known: dict[str, str]
    length: int | None
    points: int | None
    points_each: int | None

    @classmethod
    def of(cls, meta: dict[str, str], lines: dict[str, int], kind: str, ids: list[str]) -> "Limits":
        length = meta_number(meta, lines, "max_length")
        if kind == "choose-1":
            length = 1
        total, each = (meta_number(meta, lines, key) for key in ("max_sum_points", "max_points"))
        return cls(dict(zip(ids, ids, strict=True)), length, total, each)


def ballot_cells(columns: tuple[str, ...], kind: str) -> Callable:
    """What makes a ballot in a row: the text of the vote, or (vote, points)."""
    return itemgetter(*map(columns.index, PARTS.get(kind, ("vote",))))


class Rows(Protocol):
    """Where the votes come from: all that is left in the file, or the section row by row."""

    rows: Iterator[list[str]]
    line: int

    def section(self, name: str, width: int) -> Iterator[list[str]]: ...


@dataclass(slots=True)
class Votes:
    """Rows as they stand (None unless they are kept), and for the cells that make a ballot: what, and how often.

    `parsed` maps the cells (vote, or vote and points) to the ballot they mean, `weights` to their voters.
    """

    rows: list[list[str]] | None
    parsed: dict = field(default_factory=dict)
    weights: Counter = field(default_factory=Counter)


def votes_at_once(source: Rows, columns: tuple[str, ...], kind: str, limits: Limits, *, keep: bool) -> Votes:
    """All votes of the file. Raises Doubt."""
    votes, voters, cells_of = Votes([] if keep else None), set(), ballot_cells(columns, kind)
    voter_of, rows = itemgetter(columns.index("voter_id")), filter(None, source.rows)
    while some := list(islice(rows, AT_ONCE)):
        if set(map(len, some)) != {len(columns)}:
            raise Doubt
        voters.update(map(voter_of, some))
        votes.weights.update(map(cells_of, some))
        if keep:
            votes.rows += some
    if len(voters) < votes.weights.total():
        raise Doubt
    try:
        place = _Place(None, "")
        votes.parsed = {cells: _ballot(cells, kind, limits, place) for cells in votes.weights}
    except PabulibError as error:
        raise Doubt from error
    return votes


def votes_one_by_one(source: Rows, columns: tuple[str, ...], kind: str, limits: Limits, *, keep: bool) -> Votes:
    """The same; PabulibError names the first bad ballot or voter and its line."""
    votes, voters, cells_of = Votes([] if keep else None), set(), ballot_cells(columns, kind)
    voter_of = itemgetter(columns.index("voter_id"))
    for row in source.section("VOTES", len(columns)):
        cells, voter = cells_of(row), voter_of(row)
        if cells not in votes.parsed:
            votes.parsed[cells] = _ballot(cells, kind, limits, _Place(source.line, voter))
        if voter in voters:
            raise PabulibError(source.line, "duplicate-voter", voter=voter)
        voters.add(voter)
        votes.weights[cells] += 1
        if keep:
            votes.rows.append(row)
    return votes


class _Place(NamedTuple):
    """Whom an error is about."""

    line: int | None
    voter: str

    def error(self, code: str, **params) -> PabulibError:
        return PabulibError(self.line, code, voter=self.voter, **params)


def _ballot(cells: str | tuple[str, str], kind: str, limits: Limits, place: _Place) -> tuple:
    vote, points = (cells, None) if isinstance(cells, str) else cells
    known = limits.known
    try:
        ids = [known[word] for word in vote.split(",")]
    except KeyError:
        ids = _split(vote)
        for project in ids:
            if project not in known:
                raise place.error("unknown-project", project=project) from None
    if len(set(ids)) != len(ids):
        again = next(project for project in ids if ids.count(project) > 1)
        raise place.error("repeated-project", project=again)
    if limits.length is not None and len(ids) > limits.length:
        raise place.error("ballot-too-long", length=len(ids), most=limits.length)
    if points is not None:
        given = zip(ids, _points(points, len(ids), limits, place), strict=True)
        return tuple(sorted(pair for pair in given if pair[1]))
    if kind != "ordinal":
        ids.sort()
    return tuple(ids)


def _points(text: str, projects: int, limits: Limits, place: _Place) -> list[int]:
    given = _split(text)
    if len(given) != projects:
        raise place.error("wrong-number-of-points", projects=projects, points=len(given))
    points = [whole(word) for word in given]
    if None in points:
        raise place.error("points-not-a-number", value=given[points.index(None)])
    for found, most in ((sum(points), limits.points), (max(points, default=0), limits.points_each)):
        if most is not None and found > most:
            raise place.error("too-many-points", points=found, most=most)
    return points


def _split(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(",")] if cell.strip() else []
