"""The projects of both editions: each has all it needs, lies where it says, costs what it may, says its own words."""

import re
from collections import Counter

import pytest
from demo.files import CURRENT, FRENCH, PAST, TOWN

from municipal.demo import geography, pictures
from municipal.demo.proposals import print_key


PROJECTS = [("past", row) for row in PAST["projects"]] + [("current", row) for row in CURRENT["projects"]]
VOTED = [row for row in CURRENT["projects"] if "status" not in row]
CEILINGS = {row["slug"]: row["ceiling"] for row in FRENCH["call"]["envelopes"]}
each_project = pytest.mark.parametrize(
    ("edition", "row"), PROJECTS, ids=[f"{edition}-{row['number']}" for edition, row in PROJECTS]
)


def words(row, name):
    return row.get(name) or row[f"{name}_fr"]


@each_project
def test_a_project_has_all_that_is_shown_of_it(edition, row):
    assert all(words(row, name).strip() for name in ("title", "summary", "text"))
    assert row["holder"] and row["picture"] in pictures.names()
    assert 1 <= len(row["themes"]) == len(set(row["themes"])) <= 2
    assert bool(row["district"]) == ("point" in row)
    assert words(row, "summary").endswith((".", "?", "!")) and not words(row, "title").endswith(".")
    if row in VOTED or edition == "past":
        assert row["cost"] >= 1000 and row["cost"] % 50 == 0
    else:
        assert row["status"] in ("refused", "withdrawn") and "cost" not in row and "envelope" not in row
        assert row["note"].startswith(("Non recevable", "Réunie", "Retirée")) and len(row["note"]) <= 300


def test_numbers_follow_each_other():
    for projects in (PAST["projects"], CURRENT["projects"]):
        assert [row["number"] for row in projects] == list(range(1, len(projects) + 1))
    assert (len(PAST["projects"]), len(VOTED), len(CURRENT["projects"])) == (45, 60, 70)


def test_every_project_fits_its_envelope():
    for row in VOTED:
        assert row["cost"] <= CEILINGS[row["envelope"]], row["number"]
    for row in PAST["projects"]:
        assert row["cost"] <= PAST["envelope"]


def test_every_district_and_every_theme_has_its_projects():
    for projects in (PAST["projects"], VOTED):
        districts = Counter(row["district"] for row in projects)
        assert set(districts) == {row["slug"] for row in TOWN["districts"]} | {""}
        assert min(districts.values()) >= 5
        themes = Counter(theme for row in projects for theme in row["themes"])
        assert set(themes) == {row["slug"] for row in PAST["themes"]} and min(themes.values()) >= 4


def test_no_two_projects_say_the_same():
    for name in ("title", "summary"):
        said = Counter(words(row, name) for edition, row in PROJECTS)
        assert max(said.values()) == 1, name
    openings = Counter(" ".join(words(row, "text").split()[:4]).lower() for _edition, row in PROJECTS)
    assert max(openings.values()) == 1
    sentences = Counter(
        sentence for _edition, row in PROJECTS for sentence in re.split(r"(?<=[.!?])\s+", words(row, "text").strip())
    )
    assert [sentence for sentence, number in sentences.items() if number > 1] == []


def test_a_drawing_lies_on_the_paper_of_its_number_and_no_two_are_alike():
    for name, projects in (("past", PAST["projects"]), ("current", CURRENT["projects"])):
        prints = [pictures.Print.of(print_key(name, row["number"])) for row in projects]
        assert [each.paper for each in prints] == [row["number"] % 5 + 1 for row in projects]
        alike = Counter((row["picture"], each) for row, each in zip(projects, prints, strict=True))
        assert max(alike.values()) == 1


# --- The map -----------------------------------------------------------------------------------------


def lies_in(polygon, point):
    """Is the point inside? Counts the sides that a line from it to the east would cross."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside


@pytest.mark.parametrize("row", [*TOWN["voting_places"], *(row for _edition, row in PROJECTS if row["district"])])
def test_a_point_lies_in_its_district_on_the_drawing_and_on_the_globe(row):
    (district,) = (each for each in TOWN["districts"] if each["slug"] == row["district"])
    assert lies_in(district["polygon"], row["point"])
    assert lies_in(geography.outline(district["polygon"])["coordinates"][0][:-1], geography.degrees(row["point"]))


def test_the_middle_of_the_drawing_is_the_middle_of_the_town():
    assert geography.degrees([500, 400]) == pytest.approx([-0.0666, 47.70], abs=1e-4)
    assert geography.degrees([0, 0]) == [-0.1066, 47.7216]
    west, north = geography.degrees([500, 0])
    east, south = geography.degrees([600, 100])
    assert (north - south) * 111_320 == pytest.approx(600, rel=0.001)  # a hundred points are six hundred metres
    assert (east - west) * 111_320 * 0.673 == pytest.approx(600, rel=0.001)


def test_an_outline_is_closed_and_keeps_the_corners_that_neighbours_share():
    outlines = {row["slug"]: geography.outline(row["polygon"]) for row in TOWN["districts"]}
    corners = {}
    for row in TOWN["districts"]:
        (ring,) = outlines[row["slug"]]["coordinates"]
        assert outlines[row["slug"]]["type"] == "Polygon" and ring[0] == ring[-1]
        assert {tuple(point) for point in ring} == {tuple(geography.degrees(point)) for point in row["polygon"]}
        area = sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False))
        assert area > 0  # counterclockwise, as RFC 7946 asks
        for point in row["polygon"]:
            corners.setdefault(tuple(point), set()).add(tuple(geography.degrees(point)))
    assert all(len(places) == 1 for places in corners.values())
