"""From the town's drawn map to the globe: the invented town lies somewhere, six metres to a point of the drawing."""

import math


WEST, NORTH = -0.1066, 47.7216  # where the drawing's first point lies, in degrees
METRES = 6
METRES_A_DEGREE = 111_320  # of latitude, and of longitude at the equator
WIDTH = METRES / (METRES_A_DEGREE * math.cos(math.radians(47.7)))
HEIGHT = METRES / METRES_A_DEGREE


def degrees(point):
    """[longitude, latitude] of a point of the drawing, to the decimetre; y goes down there, latitude up."""
    x, y = point
    return [round(WEST + x * WIDTH, 6), round(NORTH - y * HEIGHT, 6)]


def outline(corners):
    """The corners of a district as a GeoJSON polygon. Neighbours that share a corner there share it here."""
    ring = [degrees(corner) for corner in corners]
    turned = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in zip(ring, ring[1:] + ring[:1], strict=True))
    if turned > 0:  # RFC 7946: the outer ring goes counterclockwise
        ring.reverse()
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
