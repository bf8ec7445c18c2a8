"""The districts of a town drawn on one sheet: an SVG path each, and where its label goes. Pure."""

import math
from dataclasses import dataclass

from .outlines import parts_of


WIDTH = 600  # of every drawing, in its own units
STEP = 0.8  # what a line may be smoothed by, in the same units
LABEL = 30  # half the height of a count with a name under it


@dataclass(frozen=True)
class Sheet:
    """The paper a town is drawn on: which degrees it shows, and how they become its own units, y downwards."""

    west: float
    south: float
    east: float
    north: float
    height: float
    scale: float
    narrow: float  # how much shorter a degree of longitude is here than one of latitude

    @property
    def width(self):
        """Every sheet is as wide."""
        return WIDTH

    def at(self, longitude, latitude):
        """A place on the sheet."""
        dx = (longitude - (self.west + self.east) / 2) * self.narrow * self.scale
        dy = ((self.south + self.north) / 2 - latitude) * self.scale
        return round(WIDTH / 2 + dx, 1), round(self.height / 2 + dy, 1)

    def shows(self, longitude, latitude):
        """Is this place on the sheet?"""
        x, y = self.at(longitude, latitude)
        return 0 <= x <= WIDTH and 0 <= y <= self.height


def sheet_for(geometries, margin=12):
    """The sheet on which all these outlines fit, with a margin. Never higher than wide by more than a quarter."""
    points = [point for geometry in geometries for rings in parts_of(geometry) for ring in rings for point in ring]
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    narrow = max(math.cos(math.radians((south + north) / 2)), 0.01)
    wide, high = max((east - west) * narrow, 1e-6), max(north - south, 1e-6)
    inside = WIDTH - 2 * margin
    scale = min(inside / wide, inside * 1.25 / high)
    height = round(max(high * scale + 2 * margin, WIDTH / 3))
    return Sheet(west, south, east, north, height, scale, narrow)


def thinned(points, tolerance=STEP):
    """The places in `points` of those that keep the line's shape (Ramer, Douglas and Peucker), first and last kept."""
    kept, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, where = tolerance, None
        for place in range(first + 1, last):
            distance = _distance(points[place], points[first], points[last])
            if distance > far:
                far, where = distance, place
        if where is not None:
            kept.add(where)
            waiting += [(first, where), (where, last)]
    return sorted(kept)


def _distance(point, start, end):
    """From a point to a segment; to its start where both ends are one."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    if dx == dy == 0:
        return math.dist(point, start)
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / (dx * dx + dy * dy)
    along = min(1, max(0, along))
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))


@dataclass(frozen=True)
class Zone:
    """One district as it is drawn: an SVG path, where its label goes and how wide it may be, its thinned outline."""

    key: int
    path: str
    x: float
    y: float
    room: float
    tall: bool  # is there room for a name under the count?
    geometry: dict


@dataclass(frozen=True)
class Drawing:
    """The districts of a town on one sheet."""

    sheet: Sheet
    zones: tuple[Zone, ...]


def draw(outlines):
    """The districts on one sheet, their lines thinned to what an eye sees; None without any. `outlines`: {key: …}."""
    if not outlines:
        return None
    sheet = sheet_for(outlines.values())
    return Drawing(sheet, tuple(_zone(key, geometry, sheet) for key, geometry in outlines.items()))


def _zone(key, geometry, sheet):
    drawn, kept = [], []
    for rings in parts_of(geometry):
        thin = [thin for thin in (_thin(ring, sheet) for ring in rings) if thin]
        if thin:
            drawn += [flat for flat, _degrees in thin]
            kept.append([degrees for _flat, degrees in thin])
    if not drawn:  # all of it smaller than a pencil's dot
        ring = max((rings[0] for rings in parts_of(geometry)), key=len)
        drawn, kept = [[sheet.at(*point[:2]) for point in ring]], [[ring]]
    path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring[:-1]) + "Z" for ring in drawn)
    x, y, room, tall = label_place(drawn)
    return Zone(key, path, x, y, room, tall, {"type": "MultiPolygon", "coordinates": kept})


def _thin(ring, sheet):
    """A ring on the sheet and in degrees, thinned; None for one too small to be seen."""
    flat = [(sheet.at(*point[:2]), point) for point in ring]
    apart = flat[:1]
    for place in flat[1:-1]:  # a coast surveyed to the metre is a thousand points in one dot
        if math.dist(place[0], apart[-1][0]) > STEP / 2:
            apart.append(place)
    apart.append(flat[-1])
    kept = [apart[place] for place in thinned([point for point, _degrees in apart])]
    return ([point for point, _degrees in kept], [degrees for _point, degrees in kept]) if len(kept) > 3 else None


def label_place(rings):
    """Where a label of two lines fits best inside closed rings: x, y, the room from left to right, and if it does fit.

    Looked for on level lines: the widest strip as high as a label, else the widest line.
    """
    ys = [y for ring in rings for _x, y in ring]
    levels = [min(ys) + (max(ys) - min(ys)) * part / 24 for part in range(1, 24)]
    for half in (LABEL, 0):
        found = [(right - left, left, right, y) for y in levels for left, right in _strip(rings, y, half)]
        room, left, right, y = max(found, default=(0, 0, 0, 0))
        if room > 2 * half:
            return round((left + right) / 2, 1), round(y, 1), round(room, 1), half > 0
    x, y = rings[0][0]
    return x, y, 0, False


def _strip(rings, y, half):
    """The stretches that are inside at `y` and a little above and below."""
    spans = _inside(rings, y)
    for level in {y - half, y + half} - {y}:
        spans = [
            (max(left, first), min(right, last))
            for left, right in spans
            for first, last in _inside(rings, level)
            if max(left, first) < min(right, last)
        ]
    return spans


def _inside(rings, y):
    """The stretches of a level line that lie inside, holes left out."""
    crossed = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for ring in rings
        for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False)
        if (y1 <= y) != (y2 <= y)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=False))


@dataclass(frozen=True)
class Label:
    """A count in a zone, with the zone's name under it where there is room: levels of its lines, small or not."""

    level: float
    small: bool
    lines: tuple[tuple[float, str], ...] = ()


def label_of(zone, name, number):
    """The label that fits a zone, or None where not even the count does."""
    digits = len(str(number))
    if zone.tall and zone.room >= 30 * digits:
        lines = name_lines(name, zone.room)
        level = zone.y + 17 - 12 * len(lines)
        return Label(level, False, tuple((level + 24 * place, line) for place, line in enumerate(lines, 1)))
    return Label(zone.y + 8, True) if zone.room >= 14 * digits else None


def name_lines(name, room, letter=11.5, most=2):
    """A name cut between words into at most two lines that fit the room; empty where it does not fit."""
    lines = []
    for word in name.replace(" -", "\u00a0-").replace(" –", "\u00a0–").split(" "):
        if lines and len(f"{lines[-1]} {word}") * letter <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    fits = len(lines) <= most and all(len(line) * letter <= room for line in lines)
    return lines if fits else []
