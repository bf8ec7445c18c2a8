"""Which outline of a district is refused, and how it is kept. Pure: what was typed in, a geometry out.

An outline is a GeoJSON geometry, Polygon or MultiPolygon, in degrees of WGS84: [longitude, latitude].
"""

from dataclasses import dataclass


MOST_POINTS = 20_000
TYPES = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Refusal:
    """An outline that cannot be: a code, and what was found. The words belong to the form."""

    code: str
    found: str = ""


def geometry_of(value):
    """The geometry inside a Feature, or inside a collection of only one; anything else as it is."""
    if isinstance(value, dict) and value.get("type") == "FeatureCollection":
        features = value.get("features")
        value = features[0] if isinstance(features, list) and len(features) == 1 else value
    if isinstance(value, dict) and value.get("type") == "Feature":
        return value.get("geometry")
    return value


def check_outline(value):
    """The first reason why this is no outline, or None when it is one."""
    if not isinstance(value, dict):
        return Refusal("no-geometry")
    if value.get("type") not in TYPES:
        return Refusal("wrong-type", str(value.get("type"))[:40])
    parts = value.get("coordinates")
    parts = [parts] if value["type"] == "Polygon" else parts
    if not _is_list(parts) or not all(_is_list(rings) and all(map(_is_list, rings)) for rings in parts):
        return Refusal("no-rings")
    rings = [ring for rings in parts for ring in rings]
    number = sum(map(len, rings))
    if number > MOST_POINTS:
        return Refusal("too-many-points", str(number))
    return next(filter(None, map(_check_ring, rings)), None)


def _is_list(value):
    return isinstance(value, list) and bool(value)


def _check_ring(ring):
    for point in ring:
        if not isinstance(point, list) or len(point) < 2 or not all(map(_is_number, point[:2])):
            return Refusal("no-point", str(point)[:60])
        if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
            return Refusal("out-of-range", f"{point[0]:g}, {point[1]:g}")
    if len(ring) < 4:
        return Refusal("too-short", str(len(ring)))
    if ring[0][:2] != ring[-1][:2]:
        return Refusal("not-closed", f"{ring[0][0]:g}, {ring[0][1]:g}")
    return None


def _is_number(value):
    # The comparison is false for what is not a number, and safe for integers of any length.
    return isinstance(value, int | float) and not isinstance(value, bool) and -1e9 < value < 1e9


def tidy(geometry):
    """An outline that was not refused, without altitudes and with six decimals: the length of a hand."""
    parts = [
        [[[round(x, 6), round(y, 6)] for x, y, *_height in ring] for ring in rings] for rings in parts_of(geometry)
    ]
    return {"type": geometry["type"], "coordinates": parts[0] if geometry["type"] == "Polygon" else parts}


def parts_of(geometry):
    """The polygons of an outline, each a list of rings."""
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
