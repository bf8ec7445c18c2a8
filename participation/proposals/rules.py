"""How proposals are searched, asked for in an address, shuffled and gathered on a map. Pure."""

import hashlib
import math
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import urlencode


LONGEST_SEARCH = 200  # characters of a search that are read
MOST_WORDS = 8
SEEDS = 100_000  # a seed is a number below this one: short enough to be read out
PRIME = 2**31 - 1
WHOLE_TOWN = "toute-la-ville"  # what stands in an address for “no district”
AT_RANDOM = "hasard"
# The filters, as an address names them.
FILTERS = {"words": "q", "district": "quartier", "theme": "theme", "status": "statut"}
# The way of a proposal, and the statuses that stand at one of its steps under another name.
WAY = ("proposed", "admitted", "voted", "selected", "works", "built")
STANDS_AT = {"studied": "admitted", "refused": "admitted", "not-selected": "selected", "late": "works"}
ENDS = ("refused", "not-selected")
# A point this close to another at a zoom is shown with it: 64 pixels of a map whose world is 256 pixels wide at zoom 0.
CELLS_AT_ZOOM_0 = 4
MOST_CELLS = 24  # in a row of the window, whatever the zoom says
MOST_ZOOM = 22


def folded(text):
    """`Éclairage de l’Œuvre` as `eclairage de l'oeuvre`: no capitals, no accents, ligatures apart."""
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae").replace("’", "'")
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def search_words(words):
    """The words to look for, folded, at most eight of them."""
    return folded(words[:LONGEST_SEARCH]).split()[:MOST_WORDS]


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list: words as they were typed, values not yet known to exist. Never an error."""

    words: str = ""
    district: str = ""
    theme: str = ""
    status: str = ""
    sort: str = ""
    seed: int | None = None
    page: int = 1

    @classmethod
    def read(cls, query):
        """From the parameters of an address, whatever they hold."""
        values = {name: _plain(query.get(parameter, "")) for name, parameter in FILTERS.items()}
        seed, page = _whole(query.get("graine", "")), _whole(query.get("page", ""))
        return cls(
            **values,
            sort=_plain(query.get("tri", "")),
            seed=seed % SEEDS if seed is not None else None,
            page=max(page or 1, 1),
        )

    def but(self, **changes):
        """The same with something else; the first page of it, unless a page is named."""
        return replace(self, **{"page": 1, **changes})

    @property
    def filtered(self):
        """The names of the filters that are set."""
        return tuple(name for name in FILTERS if getattr(self, name))

    @property
    def address(self):
        """What to put after an address to ask the same: `?quartier=le-port&page=2`, or nothing."""
        values = {parameter: getattr(self, name) for name, parameter in FILTERS.items()}
        values |= {"tri": self.sort, "graine": self.seed if self.sort == AT_RANDOM else None}
        values["page"] = self.page if self.page > 1 else None
        kept = {name: value for name, value in values.items() if value not in ("", None)}
        return f"?{urlencode(kept)}" if kept else ""


def _plain(value):
    """One line of text without signs that no keyboard types."""
    line = "".join(letter if letter.isprintable() else " " for letter in value[:LONGEST_SEARCH])
    return " ".join(line.split())


def _whole(value):
    """A number of at most nine digits, or None."""
    value = value.strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def shuffled(rows, seed):
    """The keys of rows (number, key) in an order that the seed draws.

    A number keeps its rank beside the others whatever else there is, so a list does not jump while proposals come in.
    Over all seeds any three numbers stand in any order equally often (the hash of Wegman and Carter, of degree two).
    """
    digest = hashlib.sha256(str(seed).encode()).digest()
    a, b, c = (1 + int.from_bytes(digest[at : at + 8], "big") % (PRIME - 1) for at in (0, 8, 16))
    return [key for _rank, key in sorted((((a * n + b) % PRIME * n + c) % PRIME, key) for n, key in rows)]


def papers(numbers):
    """The coloured paper of each line of a list, by its number; no two neighbours on the same."""
    found = []
    for number in numbers:
        paper = number % 5 + 1
        found.append(paper % 5 + 1 if found and found[-1] == paper else paper)
    return found


def way_of(status):
    """The steps of a proposal with that status: pairs of a status and `done`, `here` or `next`."""
    if status == "withdrawn":
        return (("proposed", "done"), ("withdrawn", "here"))
    place = WAY.index(STANDS_AT.get(status, status))
    coming = () if status in ENDS else WAY[place + (status != "studied") :]
    return (*((step, "done") for step in WAY[:place]), (status, "here"), *((step, "next") for step in coming))


@dataclass(frozen=True)
class Window:
    """The part of a map that is looked at, in degrees, and the side of a cell in which points are gathered."""

    west: float
    south: float
    east: float
    north: float
    cell: float


def window(bbox, zoom):
    """The window that `west,south,east,north` and a zoom ask for; the whole world where they make no sense."""
    try:
        west, south, east, north = (float(part) for part in bbox.split(","))
    except ValueError:
        west, south, east, north = -180.0, -90.0, 180.0, 90.0
    if not all(map(math.isfinite, (west, south, east, north))) or west >= east or south >= north:
        west, south, east, north = -180.0, -90.0, 180.0, 90.0
    west, east = max(west, -180.0), min(east, 180.0)
    south, north = max(south, -90.0), min(north, 90.0)
    level = min(_whole(zoom) or 0, MOST_ZOOM)
    cell = 360 / 2**level / CELLS_AT_ZOOM_0
    return Window(west, south, east, north, max(cell, (east - west) / MOST_CELLS, (north - south) / MOST_CELLS))
