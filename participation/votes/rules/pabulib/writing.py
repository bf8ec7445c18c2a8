"""Writing a `.pb` file: what was read comes out parse-equal; line ends become `\\n`."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from .values import PabulibFile
from .votes import PARTS


class _Passing:
    """A file for csv's writer that gives back what is written."""

    def write(self, text: str) -> str:
        return text


def lines(
    meta: Iterable[tuple[str, object]],
    project_columns: Sequence[str],
    projects: Iterable[Mapping[str, object]],
    vote_columns: Sequence[str],
    votes: Iterable[Sequence[object]],
) -> Iterator[str]:
    """The text of a file, record by record. `votes` are cells in the order of their columns, read one by one."""
    row = csv.writer(_Passing(), delimiter=";", lineterminator="\n").writerow
    yield from map(row, [["META"], ["key", "value"], *meta])
    yield from map(row, [["PROJECTS"], project_columns])
    yield from (row([project[column] for column in project_columns]) for project in projects)
    yield from map(row, [["VOTES"], vote_columns])
    yield from map(row, votes)


def write(file: PabulibFile, out: BinaryIO) -> None:
    """Write `file` to a binary file as UTF-8."""
    parts = file.meta.items(), file.project_columns, file.projects, file.vote_columns, file.votes
    out.writelines(line.encode() for line in lines(*parts))


def choice_cells(kind: str, ballot: Sequence) -> dict[str, str]:
    """What a ballot is in the columns about the choice: `vote`, and `points` where the format has some."""
    if kind not in PARTS:
        return {"vote": ",".join(ballot)}
    return {
        "vote": ",".join(option for option, _ in ballot),
        "points": ",".join(str(points) for _, points in ballot),
    }
