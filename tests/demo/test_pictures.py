"""The demo's pictures: the same key prints the same picture, and every drawing is one we can print."""

import re
import zlib
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from municipal.demo import pictures


KEYS = [f"key-{number}" for number in range(200)]


def opened(name, key, width=120):
    return Image.open(BytesIO(pictures.draw(name, key, width)))


def test_same_key_gives_the_same_bytes():
    assert pictures.draw("verger", "un-projet", 160) == pictures.draw("verger", "un-projet", 160)


def test_different_keys_give_different_pictures():
    assert len({pictures.draw("banc", key, 48) for key in KEYS[:20]}) > 10


@pytest.mark.parametrize("name", pictures.names())
def test_every_drawing_prints_at_the_asked_width(name):
    image = opened(name, "une-clé")
    assert (image.format, image.width) == ("PNG", 120)
    assert len(image.convert("RGB").getcolors(120 * 200)) > 3


@pytest.mark.parametrize("name", pictures.names())
def test_every_place_a_shape_may_take_is_drawn(name):
    """The three suns and the three grounds, mirrored or not, swapped or not: none of them raises."""
    for key in KEYS[:25]:
        assert opened(name, key, 12).width == 12


def test_all_variations_are_used():
    prints = [pictures.Print.of(key) for key in KEYS]
    assert {each.paper for each in prints} == {1, 2, 3, 4, 5}
    assert {each.sun for each in prints} == {each.ground for each in prints} == {0, 1, 2}
    assert {each.flip for each in prints} == {True, False}
    assert 0.1 < sum(each.swap for each in prints) / len(prints) < 0.4


def test_the_print_follows_the_crc_of_the_key():
    n = zlib.crc32(b"verger-partage")
    assert pictures.Print.of("verger-partage") == pictures.Print(
        paper=n % 5 + 1, flip=bool(n >> 3 & 1), sun=(n >> 4) % 3, ground=(n >> 6) % 3, swap=(n >> 8) % 4 == 0
    )


def test_the_ground_is_the_paper_of_the_key():
    for key in KEYS[:10]:
        paper = pictures.PAPERS[pictures.Print.of(key).paper - 1]
        colours = opened("sport", key).convert("RGB").getcolors(120 * 120)
        assert tuple(bytes.fromhex(paper[1:])) in {colour for _count, colour in colours}


def test_water_never_turns_orange_and_the_arms_never_turn_round():
    swapped = next(key for key in KEYS if pictures.Print.of(key).swap and not pictures.Print.of(key).flip)
    turned = next(key for key in KEYS if pictures.Print.of(key).flip and pictures.Print.of(key).paper == 1)
    assert 'fill="var(--pic-mid, #2c7f8f)" d="M0 244h480v116H0z"' in pictures.inline("quai", swapped)
    assert "matrix" not in pictures.inline("armes", turned)
    assert "matrix" in pictures.inline("banc", turned)


@pytest.mark.parametrize("name", pictures.names())
def test_markup_takes_the_page_s_colours_and_needs_no_style(name):
    for key in KEYS[:12]:
        root = ElementTree.fromstring(pictures.inline(name, key))  # noqa: S314 ours
        assert root.get("class") == f"paper-{pictures.Print.of(key).paper}"
        assert root.get("aria-hidden") == "true"
        for element in root.iter():
            assert not {"style", "id", "onload"} & set(element.attrib)
            assert not any(word.startswith("data-") for word in element.attrib)
            for part in ("fill", "stroke"):
                assert re.fullmatch(r"none|var\(--pic-\w+, #[0-9a-f]{6}\)", element.get(part, "none"))


def test_a_stroke_is_as_wide_as_it_says():
    """A horizontal line ten units wide covers ten units, a closed path has its four corners."""
    shape = ElementTree.fromstring('<path stroke-width="10"/>')  # noqa: S314 ours
    ((line, closed),) = pictures._path("M10 20H30")
    (box,) = pictures._stroke([(line, closed)], shape, 1)
    assert {point.imag for point in box} == {15, 25}
    square = list(pictures._stroke(pictures._path("M0 0h10v10H0z"), shape, 1))
    assert len(square) == 8


@pytest.mark.parametrize(
    ("d", "end"),
    [
        ("M0 0l10 5", 10 + 5j),
        ("M1 1H9V4", 9 + 4j),
        ("M0 0q5 5 10 0t10 0", 20 + 0j),
        ("M0 0C0 5 5 5 5 0", 5 + 0j),
        ("M0 0a5 5 0 0 1 10 0", 10 + 0j),
        ("M0 0A5 2.5 0 1 0 4 2", 4 + 2j),
    ],
)
def test_a_path_ends_where_it_says(d, end):
    ((line, _closed),) = pictures._path(d)
    assert abs(line[-1] - end) < 1e-9


def test_a_half_turn_goes_over_or_under():
    ((over, _closed),) = pictures._path("M0 0a5 5 0 0 1 10 0")
    ((under, _closed),) = pictures._path("M0 0a5 5 0 0 0 10 0")
    assert min(point.imag for point in over) == pytest.approx(-5)
    assert max(point.imag for point in under) == pytest.approx(5)
