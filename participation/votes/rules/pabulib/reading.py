"""Reading a `.pb` or `.pb.gz` file row by row; whatever is wrong is one PabulibError that names the line."""

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from os import PathLike
from typing import BinaryIO

from .amounts import budget, meta_number
from .errors import PabulibError
from .projects import projects
from .source import check_encoding, pass_mark, unpacked
from .values import VOTE_TYPES, PabulibFile
from .votes import PARTS, Doubt, Limits, votes_at_once, votes_one_by_one


SECTIONS = ("META", "PROJECTS", "VOTES")
FIRST_CELLS = {"project_id": "PROJECTS", "voter_id": "VOTES"}
NEEDED = {"PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}


def read(source: str | PathLike | BinaryIO, *, rows: bool = True) -> PabulibFile:
    """The file, checked. `source` is a path or a seekable binary file, gzip or plain. Raises PabulibError.

    Without `rows` its votes are counted and not kept: quicker, in less memory, and enough for a count.
    """
    if not hasattr(source, "read"):
        with open(source, "rb") as opened:
            return read(opened, rows=rows)
    start = source.tell()
    try:
        return _read(source, partial(votes_at_once, keep=rows))
    except Doubt:
        source.seek(start)
        return _read(source, partial(votes_one_by_one, keep=rows))


def _read(source: BinaryIO, votes: Callable) -> PabulibFile:
    start = source.tell()
    plain = unpacked(source)
    text = io.TextIOWrapper(plain, encoding="utf-8", newline="")
    reader = Reader(text, votes)
    try:
        pass_mark(plain)
        return reader.file()
    except UnicodeDecodeError as error:
        source.seek(start)
        raise PabulibError(check_encoding(unpacked(source)), "wrong-encoding") from error
    except EOFError as error:
        raise PabulibError(reader.line, "truncated-gzip") from error
    except (zlib.error, gzip.BadGzipFile) as error:
        raise PabulibError(reader.line, "damaged-gzip") from error
    except csv.Error as error:
        raise PabulibError(reader.line, "not-csv", detail=str(error)) from error
    finally:
        text.detach()


class Reader:
    """The rows of one file, section by section."""

    def __init__(self, lines: Iterator[str], votes: Callable):
        self._votes = votes
        self.rows = csv.reader(lines, delimiter=";")

    @property
    def line(self) -> int:
        """The physical line last read, from 1."""
        return self.rows.line_num

    def file(self) -> PabulibFile:
        self._open("META")
        begun = self.line
        meta, lines = self._meta()
        lines = {"vote_type": begun, "budget": begun} | lines
        kind = meta.get("vote_type", "").strip()
        if kind not in VOTE_TYPES:
            raise PabulibError(lines["vote_type"], "unknown-vote-type", value=kind)
        money = budget(meta, lines)
        columns = self._columns("PROJECTS")
        rows = ((self.line, row) for row in self.section("PROJECTS", len(columns)))
        found, options = projects(rows, columns)
        limits = Limits.of(meta, lines, kind, [option.id for option in options])
        vote_columns = self._columns("VOTES", PARTS.get(kind, ()))
        votes = self._votes(self, vote_columns, kind, limits)
        for key, number in (("num_projects", len(found)), ("num_votes", votes.weights.total())):
            announced = meta_number(meta, lines, key)
            if announced not in (None, number):
                raise PabulibError(lines[key], "count-mismatch", field=key, announced=announced, found=number)
        return PabulibFile(meta, columns, found, vote_columns, votes, kind, options, money)

    def section(self, name: str, width: int | None = None) -> Iterator[list[str]]:
        """The rows of this section, up to the next section's name or the end."""
        for row in self.rows:
            if len(row) != width:
                if not "".join(row).strip():
                    continue
                begun = _section_name(row)
                if begun:
                    self._check_order(name, begun)
                    return
                if width is not None:
                    found = {"expected": width, "found": len(row)}
                    raise PabulibError(self.line, "wrong-columns", section=name, **found)
            if name != SECTIONS[-1] and row[0].strip() in FIRST_CELLS:
                raise PabulibError(self.line, "missing-section", section=FIRST_CELLS[row[0].strip()])
            yield row
        if name != SECTIONS[-1]:
            following = SECTIONS[SECTIONS.index(name) + 1]
            raise PabulibError(self.line or 1, "missing-section", section=following)

    def _open(self, name: str) -> None:
        """Pass the first section's name."""
        for row in self.rows:
            if row:
                begun = _section_name(row)
                if begun == name:
                    return
                if begun:
                    raise PabulibError(self.line, "missing-section", section=name)
                raise PabulibError(self.line, "stray-text")
        raise PabulibError(self.line or 1, "missing-section", section=name)

    def _check_order(self, name: str, begun: str) -> None:
        if SECTIONS.index(begun) <= SECTIONS.index(name):
            raise PabulibError(self.line, "repeated-section", section=begun)
        following = SECTIONS[SECTIONS.index(name) + 1]
        if begun != following:
            raise PabulibError(self.line, "missing-section", section=following)

    def _meta(self) -> tuple[dict[str, str], dict[str, int]]:
        """Key to text, and key to line for errors."""
        meta, lines = {}, {}
        for row in self.section("META"):
            key = row[0].strip()
            if not meta and key == "key":
                continue
            meta[key] = ";".join(row[1:])
            lines[key] = self.line
        return meta, lines

    def _columns(self, section: str, more: tuple[str, ...] = ()) -> tuple[str, ...]:
        row = next((row for row in self.rows if row), None)
        columns = tuple(cell.strip() for cell in row or ())
        for column in columns:
            if columns.count(column) > 1:
                raise PabulibError(self.line, "repeated-column", section=section, column=column)
        for column in NEEDED[section] + more:
            if column not in columns:
                raise PabulibError(self.line, "missing-column", section=section, column=column)
        return columns


def _section_name(row: list[str]) -> str | None:
    name = row[0].strip().upper()
    return name if name in SECTIONS and not any(row[1:]) else None
