"""Reading a `.pb` or `.pb.gz` file line by line; whatever is wrong is one PabulibError that names the line."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from functools import partial
from os import PathLike
from typing import BinaryIO

from .amounts import budget, meta_number
from .errors import PabulibError
from .projects import projects
from .values import VOTE_TYPES, PabulibFile
from .votes import Limits, votes


LONGEST_LINE = 1_000_000  # bytes; the longest seen in the whole Pabulib corpus is a few thousand
SECTIONS = ("META", "PROJECTS", "VOTES")
NEEDED = {"PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}


def read(source: str | PathLike | BinaryIO) -> PabulibFile:
    """The file, checked. `source` is a path or a binary file, compressed or not. Raises PabulibError."""
    if not hasattr(source, "read"):
        with open(source, "rb") as opened:
            return read(opened)
    return Reader(_uncompressed(source)).file()


class Reader:
    """The rows of one file, section by section."""

    def __init__(self, source: BinaryIO):
        self.line = 0
        self._source = source
        self.rows = self._rows()

    def file(self) -> PabulibFile:
        self._open("META")
        meta, lines = self._meta()
        kind = meta.get("vote_type", "").strip()
        if kind not in VOTE_TYPES:
            raise PabulibError(lines.get("vote_type"), "unknown-vote-type", value=kind)
        money = budget(meta, lines)
        columns = self._columns("PROJECTS")
        rows = ((self.line, row) for row in self.section("PROJECTS", len(columns)))
        found, options = projects(rows, columns)
        limits = Limits.of(meta, lines, kind, frozenset(option.id for option in options))
        vote_columns = self._columns("VOTES", ("points",) if kind in ("cumulative", "scoring") else ())
        ballot_rows = self.section("VOTES", len(vote_columns))
        cast, parsed = votes(ballot_rows, vote_columns, kind, limits, lambda: self.line)
        for key, number in (("num_projects", len(found)), ("num_votes", len(cast))):
            announced = meta_number(meta, lines, key)
            if announced not in (None, number):
                raise PabulibError(lines[key], "count-mismatch", field=key, announced=announced, found=number)
        return PabulibFile(meta, columns, found, vote_columns, cast, kind, options, money, parsed)

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
                    raise PabulibError(
                        self.line, "wrong-columns", section=name, expected=width, found=len(row)
                    )
            yield row
        if name != SECTIONS[-1]:
            following = SECTIONS[SECTIONS.index(name) + 1]
            raise PabulibError(None, "missing-section", section=following)

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
        raise PabulibError(None, "missing-section", section=name)

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

    def _rows(self) -> Iterator[list[str]]:
        try:
            yield from csv.reader(self._lines(), delimiter=";")
        except csv.Error as error:
            raise PabulibError(self.line, "not-csv", detail=str(error)) from error

    def _lines(self) -> Iterator[str]:
        """Decoded physical lines, whatever ends them; `self.line` is the number of the one last given."""
        try:
            for raw in iter(partial(self._source.readline, LONGEST_LINE), b""):
                self.line += 1
                if len(raw) == LONGEST_LINE:
                    raise PabulibError(self.line, "line-too-long", most=LONGEST_LINE)
                text = raw.decode("utf-8-sig" if self.line == 1 else "utf-8")
                if "\r" not in text[:-2]:
                    yield text
                    continue
                first, *others = io.StringIO(text, newline="")
                yield first
                for text in others:
                    self.line += 1
                    yield text
        except UnicodeDecodeError as error:
            raise PabulibError(self.line, "wrong-encoding") from error
        except EOFError as error:
            raise PabulibError(self.line, "truncated-gzip") from error
        except (zlib.error, gzip.BadGzipFile) as error:
            raise PabulibError(self.line, "damaged-gzip") from error


def _section_name(row: list[str]) -> str | None:
    name = row[0].strip().upper()
    return name if name in SECTIONS and not any(row[1:]) else None


def _uncompressed(source: BinaryIO) -> BinaryIO:
    """The same bytes, unpacked when they are gzip's."""
    start = source.tell()
    packed = source.read(2) == b"\x1f\x8b"
    source.seek(start)
    return io.BufferedReader(gzip.GzipFile(fileobj=source)) if packed else source
