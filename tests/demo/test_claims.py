"""What the texts say of numbers is what the count, the files and the sums say."""

import re
from collections import Counter

import pytest
from demo.files import CURRENT, ENGLISH, FRENCH, NARROW, PAST, TOWN, WIDE, leaves

from municipal.demo.ballots import draw_ballots
from participation.votes.rules import Option, Profile, count


PROJECTS = {row["number"]: row for row in PAST["projects"]}
BALLOTS = draw_ballots(PAST["projects"], PAST["ballots"], PAST["envelope"])
TOLD = {row["project"]: row for row in PAST["realisations"]}


def chosen(rule, completion=None):
    """The winners of the past vote by a rule: numbers of projects."""
    options = [Option(str(row["number"]), row["cost"] * 100) for row in PAST["projects"]]
    profile = Profile("approval", Counter(BALLOTS))
    outcome = count(rule, options, profile, PAST["envelope"] * 100, kind="approval", completion=completion)
    return {int(code) for code in outcome.winners}


EQUAL, GREEDY = chosen("equal-shares", "add1"), chosen("greedy")


def cost(numbers):
    return sum(PROJECTS[number]["cost"] for number in numbers)


def served(numbers):
    """How many voters have at least one of these on their ballot."""
    codes = {str(number) for number in numbers}
    return sum(bool(codes & set(ballot)) for ballot in BALLOTS)


def french(number, unit=""):
    """`1 846`, `146 500 €` as the texts write it."""
    return f"{number:,}".replace(",", NARROW) + (NARROW + unit if unit else "")


def page(texts, key, slug):
    (found,) = (row for row in texts[key] if row["slug"] == slug)
    return found


# --- The ballots -------------------------------------------------------------------------------------


def test_the_ballots_are_what_the_file_says():
    drawn = PAST["ballots"]
    assert len(BALLOTS) == drawn["total"] == drawn["online"] + drawn["paper"] == sum(drawn["homes"].values()) == 1846
    assert drawn["registered"] == TOWN["town"]["residents_from_11"]
    assert [sum(column) for column in zip(*drawn["days"], strict=True)] == [drawn["online"], drawn["paper"]]
    first, last = PAST["phases"]["vote"]
    assert len(drawn["days"]) == last - first + 1
    scores = Counter(int(code) for ballot in BALLOTS for code in ballot)
    assert scores == {row["number"]: row["weight"] for row in PAST["projects"]}
    assert all(ballot and cost(map(int, ballot)) <= PAST["envelope"] for ballot in BALLOTS)
    assert draw_ballots(PAST["projects"], drawn, PAST["envelope"]) == BALLOTS


def test_the_ballots_look_like_those_of_a_town():
    """A few favourites and a long tail, short ballots and long ones, and neighbours who vote for their district."""
    weights = sorted(PROJECTS[number]["weight"] for number in PROJECTS)
    assert weights[-1] > 3 * weights[len(weights) // 2] and weights[0] < 60
    sizes = Counter(map(len, BALLOTS))
    assert min(sizes) == 1 and max(sizes) >= 10
    together = Counter((one, other) for ballot in BALLOTS for one in ballot for other in ballot if one < other)
    skaters, bumps = PROJECTS[15]["weight"], PROJECTS[42]["weight"]
    assert together["15", "42"] > 1.3 * skaters * bumps / len(BALLOTS)


# --- What was chosen ---------------------------------------------------------------------------------


def test_the_winners_are_those_the_town_has_been_building():
    assert set(TOLD) == EQUAL and cost(EQUAL) == PAST["spent"] == 146_500
    assert Counter(row["state"] for row in TOLD.values()) == {"built": 6, "works": 3, "late": 1, "selected": 1}
    assert {row["project"] for row in FRENCH["proposal_pages"]} == EQUAL
    for row in TOLD.values():
        assert row["spent"] <= PROJECTS[row["project"]]["cost"]
        assert (row["spent"] > 0) == (row["state"] == "built") and row["told"] < 0


@pytest.mark.parametrize(("texts", "write"), [(FRENCH, french), (ENGLISH, "{:,}".format)], ids=["fr", "en"])
def test_the_page_of_the_results_tells_the_count(texts, write):
    body = texts["past_campaign"]["body"]
    drawn = PAST["ballots"]
    for number in (drawn["total"], drawn["registered"], drawn["online"], drawn["paper"]):
        assert write(number) in body
    for number in (served(EQUAL), served(GREEDY), cost(GREEDY), PROJECTS[15]["weight"], PROJECTS[15]["cost"]):
        assert write(number) in body, number
    assert {2, 15, 4, 9, 26} == GREEDY and write(PROJECTS[26]["weight"]) in body
    assert round(served(EQUAL) / len(BALLOTS), 1) == 0.9 and round(PROJECTS[15]["weight"] / len(BALLOTS), 1) == 0.3
    assert 0.6 < PROJECTS[15]["cost"] / PAST["envelope"] < 2 / 3
    assert round(100 * len(BALLOTS) / drawn["registered"], 1) == 13.8


def test_the_most_supported_are_those_that_are_called_so():
    ranked = sorted(PROJECTS, key=lambda number: -PROJECTS[number]["weight"])
    assert ranked[:2] == [2, 15]
    assert "deuxième en nombre de voix" in page(FRENCH, "news", "les-projets-inscrits-au-budget")["body"]
    assert "Projet le plus soutenu" in page(FRENCH, "news", "square-des-tilleuls-le-chantier")["body"]


def test_les_tanneries_had_five_projects_and_won_none():
    theirs = {number for number, row in PROJECTS.items() if row["district"] == "les-tanneries"}
    assert len(theirs) == 5 and not theirs & EQUAL
    now = [row for row in CURRENT["projects"] if row["district"] == "les-tanneries"]
    assert len(now) == 7 and not any("status" in row for row in now)


def test_the_past_edition_is_told_as_it_was():
    body = FRENCH["past_call"]["body"]
    assert french(cost(PROJECTS), "€") in body and french(PAST["spent"], "€") in body
    ideas, admissible, again, merged, withdrawn, refused, voted = (
        int(re.search(pattern, body)[1])
        for pattern in (
            r"ont déposé (\d+) idées",
            r"<li>(\d+) étaient recevables",
            r"; (\d+) de plus",
            r"<li>(\d+) ont été réunies",
            r"<li>(\d+) ont été retirées",
            r"<li>(\d+) n’ont pas été retenues",
            r"<li>(\d+) projets",
        )
    )
    assert admissible + again - merged - withdrawn - refused == voted == len(PROJECTS) < ideas


# --- The edition under vote --------------------------------------------------------------------------


def test_the_current_edition_is_told_as_it_is():
    body, envelopes = FRENCH["call"]["body"], {row["slug"]: row for row in FRENCH["call"]["envelopes"]}
    status = Counter(row.get("status", "voted") for row in CURRENT["projects"])
    assert status == {"voted": 60, "refused": 6, "withdrawn": 4}
    merged = sum(row.get("note", "").startswith("Réunie") for row in CURRENT["projects"])
    assert f"{len(CURRENT['projects'])} idées" in body and merged == 2
    paid = Counter(row["envelope"] for row in CURRENT["projects"] if "envelope" in row)
    for slug, row in envelopes.items():
        assert french(row["amount"], "€") in body and f"{paid[slug]} projets" in body
    total = sum(row["amount"] for row in envelopes.values())
    assert total == 150_000 + PAST["envelope"] - PAST["spent"] and french(total, "€") in FRENCH["call"]["summary"]
    asked = sum(row.get("cost", 0) for row in CURRENT["projects"])
    assert asked > 1_000_000 and 6 < asked / total < 7


def test_those_who_come_back_say_what_they_had():
    """Five projects return; the first gives its votes and what it saves."""
    first = CURRENT["projects"][0]
    assert f"{PROJECTS[7]['weight']} voix" in first["text"]
    assert french(PROJECTS[7]["cost"] - first["cost"], "€") in first["text"]
    holders = {row["holder"] for row in PAST["projects"] if row["number"] not in EQUAL}
    back = [row["number"] for row in CURRENT["projects"] if row["holder"] in holders]
    assert back == [1, 2, 7, 48] and CURRENT["projects"][45]["title"] == "Prêter des outils, pour de bon"


def test_notes_name_projects_that_exist():
    numbers = {row["number"]: row for row in CURRENT["projects"]}
    for row in CURRENT["projects"]:
        for number in re.findall(rf"n°{WIDE}(\d+)", row.get("note", "")):
            assert "status" not in numbers[int(number)], row["number"]


# --- Money on the pages ------------------------------------------------------------------------------


def sums(text):
    return [int(each.replace(NARROW, "")) for each in re.findall(rf"([\d{NARROW}]+){NARROW}€", text)]


@pytest.mark.parametrize("row", FRENCH["proposal_pages"], ids=lambda row: row["slug"])
def test_a_project_s_page_adds_up(row):
    told = sums(row["body"])
    assert PROJECTS[row["project"]]["cost"] in told
    if spent := TOLD[row["project"]]["spent"]:
        assert spent in told
    for paragraph in re.findall(r"<p>(.*?)</p>", row["body"], re.S):
        head, _colon, parts = paragraph.partition(f"{WIDE}: ")
        parts = parts.split(". ")[0]
        if len(sums(parts)) > 1:
            assert sum(sums(parts)) in sums(head), paragraph


def test_the_words_of_the_status_give_the_same_sums_as_the_page():
    for row in FRENCH["proposal_pages"]:
        said = sums(TOLD[row["project"]]["sentence_fr"])
        assert set(said) <= set(sums(row["body"])), row["slug"]


# --- Nobody real -------------------------------------------------------------------------------------


def test_no_real_telephone_and_no_real_address():
    """Numbers of the series kept for fiction, the ombudsman's and the data authority's own lines apart."""
    for source in (FRENCH, ENGLISH, TOWN, PAST, CURRENT):
        for path, value in leaves(source):
            text = str(value).replace(WIDE, " ").replace(NARROW, " ")
            for number in re.findall(r"\b0\d(?: \d\d){4}\b", text):
                assert number.startswith("01 99 00 ") or number == "09 69 39 00 00", path
            for host in re.findall(r"[\w.-]+@([\w.-]+\w)", text):
                assert host.endswith(".example"), path
            for code in re.findall(r"\b(\d{5}) [A-ZÉ][a-zé]", text):
                assert code in ("99015", "75334", "75342"), path
