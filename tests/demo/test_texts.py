"""The demo's texts: both languages say the same, links lead somewhere, dates are true, type is French."""

import datetime
import re
from collections import Counter

import pytest
from demo.files import CURRENT, ENGLISH, FRENCH, NARROW, PAST, TOWN, WIDE, leaves

from municipal.demo import pictures


TRANSLATED_NEWS = 8
PLACEHOLDER = re.compile(r"\{(?:(?:date|day|iso):[+-]\d+|year(?::[+-]\d+)?)\}")
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def said(source, suffix=""):
    """The prose of a file in one language: (path, text without tags)."""
    for path, value in leaves(source):
        if isinstance(value, str) and re.sub(r"\[\d+\]", "", path).endswith(suffix):
            yield path, re.sub(r"<[^>]+>", "", value)


FRENCH_PROSE = [*said(FRENCH), *said(TOWN, "_fr"), *said(PAST, "_fr"), *said(CURRENT)]
ENGLISH_PROSE = [*said(ENGLISH), *said(TOWN, "_en"), *said(PAST, "_en")]


def slugs(source):
    """The French slugs of the pages a file has."""
    lone = [table["slug"] for table in source.values() if isinstance(table, dict) and "slug" in table]
    rows = [row["slug"] for name in ("standard", "proposal_pages", "news") for row in source[name]]
    return lone + rows


# --- The two languages -------------------------------------------------------------------------------


def test_both_languages_have_the_same_keys():
    french = dict(FRENCH, news=FRENCH["news"][:TRANSLATED_NEWS])
    assert [path for path, _value in leaves(french)] == [path for path, _value in leaves(ENGLISH)]


def test_what_is_not_prose_is_the_same_in_both():
    french, english = dict(leaves(FRENCH)), dict(leaves(ENGLISH))
    fixed = re.compile(
        r"\.(slug|picture|theme|district|offset|project|kind|key|amount|ceiling)$|\.phases\.|\.news\[\d+\]\.tags\["
    )
    for path, value in english.items():
        if fixed.search(path):
            assert french[path] == value, path


def test_both_languages_name_the_same_days_and_links():
    french = dict(leaves(FRENCH))
    for path, value in leaves(ENGLISH):
        if isinstance(value, str):
            assert Counter(PLACEHOLDER.findall(french[path])) == Counter(PLACEHOLDER.findall(value)), path


def test_both_languages_give_the_same_sums():
    """Every sum in euros of the French text is in the English one."""
    french = dict(leaves(FRENCH))
    for path, value in leaves(ENGLISH):
        if isinstance(value, str):
            ours = re.findall(rf"([\d{NARROW}]+){NARROW}€", french[path])
            theirs = re.findall(r"€(\d{1,3}(?:,\d{3})*)(?!\.?\d)", value)
            assert {each.replace(NARROW, "") for each in ours} == {each.replace(",", "") for each in theirs}, path


@pytest.mark.parametrize(("suffix", "other"), [("_fr", "_en"), ("_en", "_fr")])
@pytest.mark.parametrize("source", [TOWN, PAST], ids=["town", "past_edition"])
def test_what_a_reader_sees_exists_in_both_languages(source, suffix, other):
    paths = {re.sub(r"\[\d+\]$", "", path) for path, _value in leaves(source)}
    french_only = re.compile(r"\.projects\[\d+\]\.text_fr$")
    for path in paths:
        if path.endswith(suffix) and not french_only.search(path):
            assert path.removesuffix(suffix) + other in paths, path


def test_every_field_is_filled():
    may_be_empty = re.compile(r"\.(quote|quote_by|district)$")
    for source in (FRENCH, ENGLISH, TOWN, PAST, CURRENT):
        for path, value in leaves(source):
            assert value != "" or may_be_empty.search(path), path


# --- Links, names, numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize("source", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_every_link_leads_to_a_page_of_its_language(source):
    for path, value in leaves(source):
        for address in re.findall(r'href="([^"]*)"', str(value)):
            assert address.startswith("https://") or address.removeprefix("page:") in slugs(source), (
                path,
                address,
            )


def test_menu_and_footer_lead_to_pages():
    lines = [*TOWN["menu"], *TOWN["legal"], *(link for column in TOWN["footer"] for link in column["links"])]
    assert {line["page"] for line in lines} <= set(slugs(FRENCH))


@pytest.mark.parametrize("source", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_no_two_pages_share_an_address(source):
    paths = [value for path, value in leaves(source) if path.endswith(".path")]
    assert len(paths) == len(set(paths))
    assert all(re.fullmatch(r"[a-z0-9-]+", path) for path in paths)
    assert len(slugs(source)) == len(set(slugs(source)))


def test_every_picture_is_a_drawing():
    known = set(pictures.names())
    for source in (FRENCH, ENGLISH, PAST, CURRENT):
        for path, value in leaves(source):
            if path.endswith(".picture"):
                assert value in known, path
    assert {TOWN["town"]["strip"], TOWN["town"]["crest"]} <= known


def test_districts_themes_and_tags_exist():
    districts = {row["slug"] for row in TOWN["districts"]} | {""}
    themes, tags = ({row["slug"] for row in rows} for rows in (PAST["themes"], FRENCH["tags"]))
    for source in (FRENCH, PAST, CURRENT, {"places": TOWN["voting_places"]}):
        for path, value in leaves(source):
            if path.endswith(".district"):
                assert value in districts, path
            if path.endswith(".theme") or ".themes[" in path and "projects" in path:
                assert value in themes, path
    for row in FRENCH["news"]:
        assert set(row["tags"]) <= tags


def test_the_tags_used_only_are_kept():
    assert {tag["slug"] for tag in FRENCH["tags"]} == {tag for row in FRENCH["news"] for tag in row["tags"]}


def test_phases_follow_each_other():
    for phases in (FRENCH["call"]["phases"], FRENCH["consultation"]["phases"], PAST["phases"]):
        days = [day for value in phases.values() for day in (value if isinstance(value, list) else [value])]
        assert days == sorted(days)


def test_the_neighbours_of_the_map_share_their_corners():
    """No district stands alone: each shares at least two corners with another, and all lie on the drawing."""
    corners = {row["slug"]: {tuple(point) for point in row["polygon"]} for row in TOWN["districts"]}
    for slug, own in corners.items():
        assert max(len(own & other) for name, other in corners.items() if name != slug) >= 2
        assert all(0 <= x <= TOWN["map"]["width"] and 0 <= y <= TOWN["map"]["height"] for x, y in own)
    assert sum(row["population"] for row in TOWN["districts"]) == TOWN["town"]["population"]


# --- Dates -------------------------------------------------------------------------------------------


def test_every_placeholder_is_one_the_loader_knows():
    for path, text in FRENCH_PROSE + ENGLISH_PROSE:
        assert "{" not in PLACEHOLDER.sub("", text), path


def test_no_written_weekday_contradicts_its_date():
    """A weekday with a day of the month must carry its year, and be true; a moving date is a placeholder."""
    written = re.compile(rf"\b({'|'.join(DAYS)})\s(\d+)(?:er)?\s({'|'.join(MONTHS)})(?:\s(\d{{4}}))?", re.IGNORECASE)
    for path, text in FRENCH_PROSE:
        for day, number, month, year in written.findall(text):
            assert year, (path, day, number, month)
            date = datetime.date(int(year), MONTHS.index(month.lower()) + 1, int(number))
            assert DAYS[date.weekday()] == day.lower(), path


def test_only_laws_and_history_have_a_fixed_year():
    allowed = {"1931", "1978", "2005", "2601", "15240"}  # a pipe, two laws, a short address
    for path, text in FRENCH_PROSE + ENGLISH_PROSE:
        years = set(re.findall(rf"(?<![\d{NARROW},])(?:19|20|26)\d\d(?!\d)", text))
        assert years <= allowed, (path, years)


def test_a_date_never_opens_a_sentence():
    """The loader writes “samedi 5 décembre 2026”, without a capital."""
    for path, text in FRENCH_PROSE:
        if not re.search(r"\bsteps\[\d+\]\.date$", path):  # it stands after the step's name
            assert not re.search(r"(?:^|[.!?»]\s+)\{(?:date|day)", text.strip()), path


# --- Words and type ----------------------------------------------------------------------------------

FRENCH_FAULTS = {
    "straight apostrophe or quotation mark": r"['\"]",
    "no narrow space before ; ! ?": rf"(?<![{NARROW}])[;!?]",
    "no wide space before a colon": rf"(?<![{WIDE}]):(?!//)",
    "no narrow space before a unit": rf"(?<![{NARROW}])[€%]",
    "guillemet without its space": rf"«(?!{WIDE})|(?<!{WIDE})»",
    "ordinary space in a number": r"(?<!\d)\d{1,3} \d{3}(?!\d)",
    "ordinary space in an hour": r"\d h\b|\bh \d\d\b",
    "ordinary space after n°": r"n° ",
    "three dots": r"\.\.\.",
    "two spaces": r"  ",
}


@pytest.mark.parametrize("fault", FRENCH_FAULTS)
def test_french_typography(fault):
    for path, text in FRENCH_PROSE:
        plain = PLACEHOLDER.sub("0", text)
        found = re.search(f".{{0,20}}(?:{FRENCH_FAULTS[fault]}).{{0,20}}", plain)
        assert not found, (path, found[0])


ENGLISH_FAULTS = {
    "straight apostrophe or quotation mark": r"['\"]",
    "French spaces": rf"{NARROW}|(?<!\d){WIDE}|{WIDE}(?!\d)|\s[;!?:](?!\S)",
    "French quotation marks": r"[«»]",
    "two spaces": r"  ",
}


@pytest.mark.parametrize("fault", ENGLISH_FAULTS)
def test_english_typography(fault):
    for path, text in ENGLISH_PROSE:
        found = re.search(f".{{0,20}}(?:{ENGLISH_FAULTS[fault]}).{{0,20}}", text)
        assert not found, (path, found[0])


@pytest.mark.parametrize(
    "word",
    [
        "bureau de vote",
        "bureaux de vote",
        "vote à blanc",
        "prochainement",
        "bientôt",
        "en savoir plus",
        "bienvenue",
    ],
)
def test_words_the_house_refuses(word):
    for path, text in FRENCH_PROSE:
        assert word not in text.lower(), path


def test_html_is_well_formed_and_simple():
    allowed = {"p", "h2", "h3", "ul", "li", "b", "i", "a", "br"}
    for source in (FRENCH, ENGLISH):
        for path, value in leaves(source):
            open_tags = []
            for closing, tag, alone in re.findall(r"<(/?)(\w+)[^>]*?(/?)>", str(value)):
                assert tag in allowed, (path, tag)
                if closing:
                    assert open_tags.pop() == tag, path
                elif not alone:
                    open_tags.append(tag)
            assert not open_tags, path


def test_texts_have_the_length_of_what_they_are():
    words = {
        row["slug"]: len(re.sub(r"<[^>]+>", " ", row["body"]).split()) for row in FRENCH["standard"] + FRENCH["news"]
    }
    for slug in (
        "comment-ca-marche",
        "reglement",
        "charte",
        "donnees-personnelles",
        "accessibilite",
        "contact",
    ):
        assert 400 <= words[slug] <= 900, slug
    for row in FRENCH["news"]:
        assert 150 <= words[row["slug"]] <= 350, row["slug"]
    for row in FRENCH["proposal_pages"]:
        assert 150 <= len(re.sub(r"<[^>]+>", " ", row["body"]).split()) <= 350, row["slug"]
    for row in PAST["projects"]:
        assert 60 <= len(row["text_fr"].split()) <= 120, row["number"]
    for row in CURRENT["projects"]:
        assert 40 <= len(row["text"].split()) <= 85, row["number"]
