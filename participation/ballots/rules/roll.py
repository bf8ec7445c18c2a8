"""A roll as towns export it: a CSV file read into lines, and every line that cannot be, with its reason. Pure."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ...proposals.rules import folded


MOST_LINES = 200_000
LONGEST = {"number": 40, "name": 160, "address": 255, "district": 120}
FIRST_YEAR = 1890
# A column is known by any of these, without accents or capitals.
HEADERS = {
    "number": ("numero", "no", "n°", "n", "numero electeur", "numero d'electeur", "identifiant", "id", "number"),
    "last": ("nom", "nom de famille", "nom de naissance", "name", "last name", "surname"),
    "first": ("prenom", "prenoms", "first name", "given name"),
    "address": ("adresse", "adresse postale", "address"),
    "more": ("complement", "complement d'adresse", "address 2"),
    "postcode": ("code postal", "cp", "postcode", "post code", "postal code"),
    "town": ("commune", "ville", "town", "city"),
    "birth_year": ("annee de naissance", "naissance", "annee", "date de naissance", "birth year", "year of birth"),
    "district": ("quartier", "secteur", "district"),
}
BY_HEADER = {word: column for column, words in HEADERS.items() for word in words}
NEEDED = ("number", "last")


class NotARoll(ValueError):
    """The file as a whole cannot be read. `code` says why, `found` what is missing or was found."""

    def __init__(self, code, found=""):
        super().__init__(f"{code} {found}".strip())
        self.code, self.found = code, found


class Person(NamedTuple):
    """One line that holds."""

    number: str
    name: str
    address: str
    birth_year: int | None
    district: object  # the key of a district, or None


class Refused(NamedTuple):
    """One line that does not hold: its number in the file, a code, and what its sentence needs."""

    line: int
    code: str
    found: str = ""


@dataclass(frozen=True)
class Town:
    """What a line is held against."""

    districts: Mapping  # {folded name: key}
    youngest: int  # nobody born later is old enough
    needs_district: bool = False


@dataclass
class Roll:
    """A file that was read."""

    people: list = field(default_factory=list)
    refused: list = field(default_factory=list)


def decode(data):
    """The text of a file in UTF-8, or as older Windows programs write it. NotARoll for what is no text."""
    if b"\0" in data:
        raise NotARoll("not-text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read(data, town):
    """A Roll out of the bytes of a file: every line is either a person or refused. NotARoll when no line can be."""
    text = decode(data)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    roll, seen = Roll(), {}
    try:
        columns = _columns(next((row for row in rows if any(row)), []))
        line = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                _read_line(line, dict(zip(columns, row, strict=False)), town, roll, seen)
            line = rows.line_num + 1
            if len(seen) + len(roll.refused) > MOST_LINES:
                raise NotARoll("too-many-lines", str(MOST_LINES))
    except csv.Error as error:
        raise NotARoll("not-csv", str(rows.line_num)) from error
    if not roll.people and not roll.refused:
        raise NotARoll("empty")
    return roll


def _columns(header):
    """The fields of the header row, unknown ones empty. NotARoll when a needed one is missing or one is twice."""
    columns = [BY_HEADER.get(" ".join(folded(cell).split()), "") for cell in header]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise NotARoll(f"no-{missing[0]}", ", ".join(cell.strip() for cell in header)[:200])
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice:
        raise NotARoll("column-twice", header[columns.index(twice)].strip()[:40])
    return columns


def _read_line(line, cells, town, roll, seen):
    """Add one line to the roll, as a person or with the first reason why not."""
    cells = {name: " ".join(_plain(cell).split()) for name, cell in cells.items() if name != "address"} | {
        "address": "\n".join(
            filter(None, (" ".join(_plain(part).split()) for part in cells.get("address", "").splitlines()))
        )
    }
    person, refusal = _person(cells, town)
    if refusal is None and person.number in seen:
        refusal = ("number-twice", str(seen[person.number]))
    if refusal:
        roll.refused.append(Refused(line, *refusal))
    else:
        seen[person.number] = line
        roll.people.append(person)


def _person(cells, town):
    """(person, None) or (None, (code, found))."""
    number, place = cells.get("number", ""), cells.get("district", "")
    name = " ".join(filter(None, (cells.get("first", ""), cells.get("last", ""))))
    way = " ".join(filter(None, (cells.get("postcode", ""), cells.get("town", ""))))
    address = "\n".join(filter(None, (cells["address"], cells.get("more", ""), way)))
    if not number:
        return None, ("no-number", "")
    if not cells.get("last"):
        return None, ("no-name", number[:40])
    for what, value in (("number", number), ("name", name), ("address", address)):
        if len(value) > LONGEST[what]:
            return None, (f"{what}-too-long", value[:40])
    year, refusal = birth_year(cells.get("birth_year", ""), town.youngest)
    if refusal:
        return None, refusal
    district = town.districts.get(folded(place))
    if place and district is None:
        return None, ("unknown-district", place[:60])
    if town.needs_district and district is None:
        return None, ("no-district", "")
    return Person(number, name, address, year, district), None


def birth_year(typed, youngest):
    """(year, None) or (None, (code, found)) of `1987`, `12/03/1987` or `1987-03-12`; (None, None) for nothing."""
    if not typed:
        return None, None
    parts = typed.replace("-", "/").replace(".", "/").split("/")
    year = next((part for part in (parts[-1], parts[0]) if len(part) == 4 and part.isascii() and part.isdecimal()), "")
    if len(parts) not in (1, 3) or not year or int(year) < FIRST_YEAR:
        return None, ("bad-year", typed[:40])
    if int(year) > youngest:
        return None, ("too-young", year)
    return int(year), None


def _plain(text):
    """A text on one line, without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
