"""What an outline may be, and how a town is drawn from outlines."""

import gzip
import json
import math

import pytest
from engines import needs
from hypothesis import given
from hypothesis import strategies as some

from participation.places import rules


SQUARE = [[0, 0], [0, 2], [2, 2], [2, 0], [0, 0]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": [list(ring) for ring in rings]}


REFUSED = {
    "no-geometry": [None, "Polygon", [SQUARE], 12, True],
    "wrong-type": [{}, {"type": "Point", "coordinates": [1, 2]}, {"type": ["Polygon"], "coordinates": []}],
    "no-rings": [
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": {"a": 1}},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "MultiPolygon", "coordinates": [SQUARE[0]]},
        {"type": "MultiPolygon", "coordinates": [[]]},
    ],
    "no-point": [
        {"type": "Polygon", "coordinates": SQUARE},
        {"type": "MultiPolygon", "coordinates": [SQUARE]},
        polygon([[0, 0], [0], [1, 1], [0, 0]]),
        polygon([[0, 0], ["0", 1], [1, 1], [0, 0]]),
        polygon([[0, 0], [float("nan"), 1], [1, 1], [0, 0]]),
        polygon([[0, 0], [float("inf"), 1], [1, 1], [0, 0]]),
        polygon([[0, 0], [10**400, 1], [1, 1], [0, 0]]),
        polygon([[0, 0], [True, 1], [1, 1], [0, 0]]),
    ],
    "out-of-range": [
        polygon([[0, 0], [0, 91], [1, 1], [0, 0]]),
        polygon([[351_000, 6_789_000], [0, 1], [1, 1], [351_000, 6_789_000]]),
    ],
    "too-short": [polygon([[0, 0], [1, 1], [0, 0]])],
    "not-closed": [polygon([[0, 0], [0, 1], [1, 1], [1, 0]])],
    "too-many-points": [polygon(SQUARE * 4001)],
}


@pytest.mark.parametrize(("code", "value"), [(code, value) for code, values in REFUSED.items() for value in values])
def test_what_is_no_outline_is_refused_by_name(code, value):
    assert rules.check_outline(value).code == code


def test_outlines_of_both_kinds_pass_and_lose_altitudes_and_what_is_shorter_than_a_hand():
    high = polygon([[*point, 120.5] for point in SQUARE], [[0.5, 0.5], [1.12345678, 0.5], [1, 1], [0.5, 0.5]])
    assert rules.check_outline(high) is None
    kept = rules.tidy(high)
    assert kept["coordinates"][0] == SQUARE
    assert kept["coordinates"][1][1] == [1.123457, 0.5]
    islands = {"type": "MultiPolygon", "coordinates": [[SQUARE], [[[5, 5], [6, 5], [6, 6], [5, 5]]]]}
    assert rules.check_outline(islands) is None and rules.tidy(islands) == islands


def test_a_feature_that_was_copied_whole_gives_its_geometry():
    feature = {"type": "Feature", "properties": {}, "geometry": polygon(SQUARE)}
    assert rules.geometry_of(feature) == polygon(SQUARE)
    assert rules.geometry_of({"type": "FeatureCollection", "features": [feature]}) == polygon(SQUARE)
    several = {"type": "FeatureCollection", "features": [feature, feature]}
    assert rules.check_outline(rules.geometry_of(several)).found == "FeatureCollection"


def test_north_is_up_and_a_degree_of_longitude_is_shorter_far_from_the_equator():
    sheet = rules.sheet_for([polygon([[0, 60], [1, 60], [1, 61], [0, 61], [0, 60]])])
    west, south = sheet.at(0, 60)
    east, north = sheet.at(1, 61)
    assert west < east and north < south
    assert math.isclose((east - west) / (south - north), math.cos(math.radians(60.5)), rel_tol=0.01)
    assert sheet.shows(0.5, 60.5) and not sheet.shows(2, 60.5)


def test_a_line_is_thinned_to_what_is_seen_and_keeps_its_corners():
    straight = [(x, 0.1 * (x % 2)) for x in range(100)]
    assert rules.thinned(straight) == [0, 99]
    corner = [(x, 0) for x in range(50)] + [(49, y) for y in range(1, 50)]
    assert rules.thinned(corner) == [0, 49, 98]


def test_districts_are_drawn_as_paths_with_a_label_inside():
    outlines = {7: polygon(SQUARE), 9: polygon([[2, 0], [2, 2], [2.01, 2], [2.01, 0], [2, 0]])}
    drawing = rules.draw(outlines)
    wide, thin = drawing.zones
    assert wide.key == 7 and wide.path.startswith("M") and wide.path.endswith("Z")
    assert wide.tall and wide.room > 400
    assert rules.label_of(wide, "Le Port", 12).lines[0][1] == "Le Port"
    assert rules.label_of(thin, "La Venelle", 12) is None
    assert rules.draw({}) is None


def test_the_label_of_a_horseshoe_lies_on_the_shoe():
    shoe = [(0, 0), (300, 0), (300, 300), (250, 300), (250, 50), (50, 50), (50, 300), (0, 300), (0, 0)]
    x, y, room, _tall = rules.label_place([shoe])
    assert y <= 50 and room > 250 and 0 < x < 300


def test_a_hole_and_an_island_smaller_than_a_dot_do_no_harm():
    hole = [[0.5, 0.5], [1.5, 0.5], [1.5, 1.5], [0.5, 1.5], [0.5, 0.5]]
    speck = [[9, 9], [9.00001, 9], [9, 9.00001], [9, 9]]
    (ring,) = rules.draw({1: polygon(SQUARE, hole)}).zones
    assert ring.path.count("Z") == 2
    drawing = rules.draw({1: {"type": "MultiPolygon", "coordinates": [[SQUARE], [speck]]}, 2: polygon(speck)})
    assert [zone.path.count("Z") for zone in drawing.zones] == [1, 1]


def test_long_names_are_cut_between_words_or_left_out():
    assert rules.name_lines("Saint-Éloi – Gare", 150) == ["Saint-Éloi\u00a0–", "Gare"]
    assert rules.name_lines("Saint-Éloi – Gare", 400) == ["Saint-Éloi\u00a0– Gare"]
    assert rules.name_lines("Thabor - Saint-Hélier - Alphonse Guérin", 100) == []


points = some.tuples(some.floats(-180, 180), some.floats(-90, 90)).map(list)


@given(some.lists(points, min_size=3, max_size=40))
def test_whatever_ring_is_no_refusal_is_drawn(ring):
    outline = polygon([*ring, ring[0]])
    if rules.check_outline(outline) is None:
        drawing = rules.draw({1: rules.tidy(outline)})
        assert 0 < drawing.sheet.height <= 800
        assert "nan" not in drawing.zones[0].path and "inf" not in drawing.zones[0].path


@needs("shared")
@pytest.mark.parametrize(
    ("file", "number", "bytes_of_paths"),
    [("rennes_12_quartiers.geojson", 12, 9_000), ("marseille_arrondissements.geojson", 16, 22_000),
     ("paris_quartiers.geojson.gz", 80, 13_000)],
)  # fmt: skip
def test_real_towns_are_drawn_small(shared, file, number, bytes_of_paths):
    text = (shared / "data" / "geo" / file).read_bytes()
    features = json.loads(gzip.decompress(text) if file.endswith(".gz") else text)["features"]
    outlines = {place: rules.tidy(feature["geometry"]) for place, feature in enumerate(features)}
    drawing = rules.draw(outlines)
    assert len(drawing.zones) == number
    assert sum(len(zone.path) for zone in drawing.zones) < bytes_of_paths
    for zone in drawing.zones:
        assert 0 <= zone.x <= 600 and 0 <= zone.y <= drawing.sheet.height and zone.room > 0
