"""The VOTES section: each distinct text of a ballot is read and checked once, each voter once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .amounts import meta_number, whole
from .errors import PabulibError


@dataclass(frozen=True, slots=True)
class Limits:
    """What a ballot of this file may hold; None where the file sets no limit."""

    known: frozenset[str]
    length: int | None
    points: int | None
    points_each: int | None

    @classmethod
    def of(cls, meta: dict[str, str], lines: dict[str, int], kind: str, known: frozenset[str]) -> "Limits":
        length = meta_number(meta, lines, "max_length")
        if kind == "choose-1":
            length = 1
        total, each = (meta_number(meta, lines, key) for key in ("max_sum_points", "max_points"))
        return cls(known, length, total, each)


def votes(
    rows: Iterator[list[str]], columns: tuple[str, ...], kind: str, limits: Limits, line: Callable[[], int]
) -> tuple[list[list[str]], dict]:
    """The rows, and what each distinct ballot text means; PabulibError for a bad ballot or voter."""
    voter_at, vote_at = columns.index("voter_id"), columns.index("vote")
    points_at = columns.index("points") if kind in ("cumulative", "scoring") else None
    read, parsed, voters = [], {}, set()
    for row in rows:
        cells = row[vote_at] if points_at is None else (row[vote_at], row[points_at])
        voter = row[voter_at]
        if cells not in parsed:
            parsed[cells] = _ballot(cells, kind, limits, _Place(line(), voter))
        if voter in voters:
            raise PabulibError(line(), "duplicate-voter", voter=voter)
        voters.add(voter)
        read.append(row)
    return read, parsed


@dataclass(frozen=True, slots=True)
class _Place:
    """Whom an error is about."""

    line: int
    voter: str

    def error(self, code: str, **params) -> PabulibError:
        return PabulibError(self.line, code, voter=self.voter, **params)


def _ballot(cells: str | tuple[str, str], kind: str, limits: Limits, place: _Place) -> tuple:
    vote, points = cells if isinstance(cells, tuple) else (cells, None)
    ids = vote.split(",")
    distinct = set(ids)
    if not distinct <= limits.known:
        ids = _split(vote)
        distinct = set(ids)
        for project in ids:
            if project not in limits.known:
                raise place.error("unknown-project", project=project)
    if len(distinct) != len(ids):
        again = next(project for project in ids if ids.count(project) > 1)
        raise place.error("repeated-project", project=again)
    if limits.length is not None and len(ids) > limits.length:
        raise place.error("ballot-too-long", length=len(ids), most=limits.length)
    if points is not None:
        given = zip(ids, _points(points, len(ids), limits, place), strict=True)
        return tuple(sorted(pair for pair in given if pair[1]))
    return tuple(ids if kind == "ordinal" else sorted(ids))


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
