"""The demo's pictures: a few drawings, printed in many ways, each decided by the key of what it shows.

The drawings are SVG files of six flat inks (look/README.md, "Pictures"). `draw` prints one with Pillow, for
the image library; `inline` gives the markup, which then takes the town's colours and the dark. A drawing says
itself what may move: `data-at="0 0, 40 -20, -60 10"` on a shape lists its three places, `data-part` says
which bits of the key choose one ("sun" or "ground"). On the root, `data-swap="no"` keeps water from turning
orange and `data-flip="no"` keeps the arms the right way round. Points are complex numbers: x + y·j.
"""

import cmath
import math
import re
import zlib
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageDraw, ImageOps


DRAWINGS = Path(__file__).parent / "drawings"
OVERSAMPLE = 3  # drawn this many times too large, then reduced: Pillow itself has no soft edges

# The light scheme's fallback colours of tokens.css, where a browser computes them from --town.
PAPERS = ("#cfeaf7", "#e7dffb", "#fbdadb", "#f5e3b8", "#d2eed6")
SHADES = ("#9ac7dc", "#c2b3e4", "#e3abae", "#d6bd80", "#a0cfa8")
INKS = {"ink": "#123c49", "mid": "#2c7f8f", "light": "#fdfcf8", "mark": "#cf5a26"}
NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "T": 2, "C": 6, "A": 7}  # that each path command takes


@dataclass(frozen=True)
class Print:
    """How one key prints every drawing: its paper (1 to 5), and what is turned, moved or swapped."""

    paper: int
    flip: bool
    sun: int
    ground: int
    swap: bool

    @classmethod
    def of(cls, key):
        """The same key gives the same print on every machine, for ever."""
        n = zlib.crc32(key.encode())
        return cls(n % 5 + 1, bool(n >> 3 & 1), (n >> 4) % 3, (n >> 6) % 3, (n >> 8) % 4 == 0)


def names():
    """Every drawing that `draw` and `inline` know."""
    return sorted(path.stem for path in DRAWINGS.glob("*.svg"))


def draw(name, key, width=1600):
    """PNG bytes of a drawing, `width` pixels wide, as this key prints it."""
    root, (left, top, wide, high), how = _open(name, key)
    inks = {**INKS, "paper": PAPERS[how.paper - 1], "shade": SHADES[how.paper - 1]}
    scale, size = width * OVERSAMPLE / wide, (width * OVERSAMPLE, round(width * high / wide) * OVERSAMPLE)
    canvas = Image.new("RGB", size, inks["paper"])
    brush = ImageDraw.Draw(canvas)
    for shape in root:
        move = complex(*_place(shape, how)) - complex(left, top)
        lines = [([(point + move) * scale for point in line], closed) for line, closed in _outline(shape)]
        layers = {"fill": [line for line, _ in lines], "stroke": _stroke(lines, shape, scale)}
        for part, polygons in layers.items():
            ink = re.search(r"--pic-(\w+)", shape.get(part, ""))
            for polygon in polygons if ink else ():
                brush.polygon([(point.real, point.imag) for point in polygon], fill=inks[ink[1]])
    printed, out = canvas.reduce(OVERSAMPLE), BytesIO()
    (ImageOps.mirror(printed) if how.flip else printed).save(out, "PNG")
    return out.getvalue()


def inline(name, key):
    """The drawing as markup for a page: decoration, on this key's paper, in whatever colours the page has."""
    root, (left, _, wide, _), how = _open(name, key)
    shapes = []
    for shape in root:
        words = {name: value for name, value in shape.items() if not name.startswith("data-")}
        if any(place := _place(shape, how)):
            words["transform"] = "translate({:g} {:g})".format(*place)
        tag = shape.tag.split("}")[1]
        shapes.append(" ".join([f"<{tag}", *(f'{name}="{value}"' for name, value in words.items())]) + "/>")
    flip = f' transform="matrix(-1 0 0 1 {2 * left + wide:g} 0)"' if how.flip else ""
    return (
        f'<svg class="paper-{how.paper}" aria-hidden="true" focusable="false" '
        f'preserveAspectRatio="xMidYMid slice" viewBox="{root.get("viewBox")}">'
        f"<g{flip}>{''.join(shapes)}</g></svg>"
    )


def _open(name, key):
    """The drawing's root, its box (left, top, wide, high), and the print without what the drawing refuses."""
    root = ElementTree.parse(DRAWINGS / f"{name}.svg").getroot()  # noqa: S314 our own files
    how = Print.of(key)
    how = replace(how, **{part: False for part in ("flip", "swap") if root.get(f"data-{part}") == "no"})
    other = {"mid": "mark", "mark": "mid"}
    for shape in root if how.swap else ():
        for part in ("fill", "stroke"):
            if ink := re.search(r"--pic-(mid|mark)", shape.get(part, "")):
                shape.set(part, f"var(--pic-{other[ink[1]]}, {INKS[other[ink[1]]]})")
    return root, [float(number) for number in root.get("viewBox").split()], how


def _place(shape, how):
    """How far this print moves the shape, (x, y)."""
    places = shape.get("data-at", "0 0").split(",")
    return [float(number) for number in places[getattr(how, shape.get("data-part", ""), 0)].split()]


def _outline(shape):
    """A shape as a list of (points, closed)."""
    if "d" in shape.keys():  # noqa: SIM118 an element is not a dictionary
        return _path(shape.get("d"))
    x, y, r = (float(shape.get(name)) for name in ("cx", "cy", "r"))
    return [(_arc(complex(x, y), r, r, 0, math.tau), True)]


def _arc(centre, rx, ry, start, sweep):
    """Points of an ellipse's arc, one every two degrees."""
    steps = max(2, math.ceil(abs(sweep) / math.radians(2)))
    angles = (start + sweep * i / steps for i in range(steps + 1))
    return [centre + complex(rx * math.cos(angle), ry * math.sin(angle)) for angle in angles]


def _curve(points, steps=24):
    """Points of a Bézier curve of any degree, without its first (de Casteljau)."""
    for step in range(1, steps + 1):
        row = points
        while len(row) > 1:
            row = [a + (b - a) * step / steps for a, b in pairwise(row)]
        yield row[0]


def _elliptic(start, end, rx, ry, large, sweep):
    """Points of a path's A command, without its first: the centre is found on a circle, y times rx / ry."""
    a, b = (complex(point.real, point.imag * rx / ry) for point in (start, end))
    half = (b - a) / 2
    rise = math.sqrt(max(0, rx * rx / abs(half) ** 2 - 1)) * (1 if large == sweep else -1)
    centre = (a + b) / 2 - 1j * half * rise
    stretch = max(1, abs(half) / rx)
    turn = cmath.phase((b - centre) / (a - centre)) % math.tau - (0 if sweep else math.tau)
    there = complex(centre.real, centre.imag * ry / rx)
    return _arc(there, rx * stretch, ry * stretch, cmath.phase(a - centre), turn)[1:]


def _path(d):
    """A path's d, flattened: M L H V Q T C A Z, absolute and relative. Arcs are upright (no rotation)."""
    lines, line, here, bend = [], [], 0j, None
    for command, text in re.findall(r"([MLHVQTCAZ])([^A-Za-z]*)", d, re.IGNORECASE):
        kind, relative = command.upper(), command.islower()
        if kind == "Z":
            lines.append((line, True))
            here, line = line[0], line[:1]
        values = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        for i in range(0, len(values), NUMBERS[kind] if values else 1):
            v = values[i : i + NUMBERS[kind]]
            origin = here if relative else 0j
            still = here - origin  # the other number of H and V
            v = {"H": [v[0], still.imag], "V": [still.real, v[0]], "A": v[-2:]}.get(kind, v)
            points = [complex(*v[j : j + 2]) + origin for j in range(0, len(v), 2)]
            if kind == "T":
                points.insert(0, 2 * here - (here if bend is None else bend))
            if kind == "M" and i == 0:
                lines.append((line, False))
                line = points[:]
            elif kind == "A":
                rx, ry, _, large, sweep = values[i : i + 5]
                line += _elliptic(here, points[0], rx, ry, large, sweep)
            else:
                line += _curve([here, *points]) if kind in "QTC" else points
            bend = points[0] if kind in "QT" else None
            here = points[-1]
    return [(line, closed) for line, closed in [*lines, (line, False)] if len(line) > 1]


def _stroke(lines, shape, scale):
    """Polygons that cover a stroke: a box per segment, a corner per joint (miter limit 4), and the caps."""
    half = float(shape.get("stroke-width", 1)) * scale / 2
    for line, closed in lines:
        line = [line[0], *(b for a, b in pairwise(line + line[:1] * closed) if abs(b - a) > 1e-6)]
        ways = [(b - a) / abs(b - a) for a, b in pairwise(line)]
        for (a, b), way in zip(pairwise(line), ways, strict=True):
            yield [a + 1j * way * half, b + 1j * way * half, b - 1j * way * half, a - 1j * way * half]
        joints = [*zip(line[1:], pairwise(ways), strict=False), *([(line[0], (ways[-1], ways[0]))] * closed)]
        for point, (before, after) in joints:
            turn = before.conjugate() * after
            side = 1j * (-half if turn.imag > 0 else half)
            tip = [point + (before + after) * side / (1 + turn.real)] if 1 + turn.real > 1 / 8 else []
            corner = [point, point + before * side, *tip, point + after * side]
            yield corner if shape.get("stroke-linejoin") != "round" else _arc(point, half, half, 0, math.tau)
        if shape.get("stroke-linecap") == "round" and not closed:
            yield from (_arc(end, half, half, 0, math.tau) for end in (line[0], line[-1]))
