"""A resident reads a result, follows the count, compares the rules: with and without scripts, by keys, on paper."""

import csv
import io
import json
import re

import pytest
from engines import needs
from journeys.browser import follow
from journeys.pages import RESULTS
from journeys.test_accessibility import LOOKS, RULES, RUN_AXE, STICKING_OUT, axe
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]
with_and_without_scripts = pytest.mark.parametrize("script", [True, False], ids=["scripts", "no-scripts"])
on_both_devices = pytest.mark.parametrize("device", ["phone", "desk"])

COMPARISON, REPLAY = f"{RESULTS}resultats/comparer/", f"{RESULTS}resultats/pas-a-pas/"
PARTS = {"result": RESULTS, "comparison": COMPARISON, "replay": REPLAY, "one round": f"{REPLAY}?tour=3"}


def parts(page):
    return page.locator("nav.parts")


@with_and_without_scripts
@on_both_devices
def test_a_resident_follows_the_count_and_comes_back(reader, device, script):
    page = reader(device, script=script)
    page.goto(RESULTS)
    follow(parts(page).get_by_role("link").nth(1))
    expect(page).to_have_url(re.compile(f"{REPLAY}$"))
    rounds = page.locator(".round")
    assert rounds.count() > 5
    expect(rounds.first).to_contain_text(re.compile(r"Tour 1\s?: Chacun .* la même part"))
    expect(rounds.nth(1)).to_contain_text("Une aire de jeux")
    expect(rounds.nth(1)).to_contain_text(re.compile(r"attribués, (il )?reste \d"))
    expect(parts(page).locator("[aria-current=page]")).to_contain_text("pas à pas")
    follow(page.get_by_role("navigation", name="Vous êtes ici").get_by_role("link", name="Résultats"))
    expect(page).to_have_url(re.compile(f"{RESULTS}$"))


def test_without_scripts_one_round_follows_the_other_by_links(reader):
    page = reader("phone", script=False)
    page.goto(REPLAY)
    follow(page.locator(".head [data-one]"))
    expect(page.locator(".round")).to_have_count(1)
    expect(page.locator("[rel=prev]")).to_have_count(0)
    follow(page.locator("[rel=next]"))
    expect(page.locator("#rounds")).to_have_text(re.compile(r"Tour 2 sur \d+"))
    follow(page.locator("[rel=prev]"))
    expect(page.locator(".round")).to_contain_text("Tour 1")
    follow(page.locator(".head").get_by_role("link", name="Tous les tours"))
    assert page.locator(".round").count() > 5


def test_with_scripts_the_count_plays_stops_and_is_told_in_words(reader):
    page = reader()
    page.clock.install()
    page.goto(REPLAY)
    player = page.locator(".player")
    said, whole = player.locator("[aria-live=polite]"), page.locator(".round").count()
    play = player.get_by_role("button").first
    play.click()
    expect(page.locator(".round:visible")).to_have_count(1)
    expect(said).to_contain_text("Tour 1")
    expect(play).to_have_text("Pause")
    page.clock.run_for(4100)
    expect(said).to_contain_text("Tour 2")
    play.click()
    page.clock.run_for(9000)
    expect(said).to_contain_text("Tour 2")
    expect(play).not_to_have_text("Pause")
    play.click()
    page.clock.run_for(4100 * whole)
    expect(said).to_contain_text(f"Tour {whole}")
    expect(play).not_to_have_text("Pause")
    player.get_by_role("button").last.click()
    expect(page.locator(".round:visible")).to_have_count(whole)


def test_the_player_obeys_the_keys_and_never_loses_the_focus(reader):
    page = reader("phone")
    page.goto(REPLAY)
    player = page.locator(".player")
    on = player.locator("[data-do=on]")
    on.focus()
    whole = page.locator(".round").count()
    for _round in range(whole + 2):
        page.keyboard.press("ArrowRight")
    expect(player.locator("[aria-live]")).to_contain_text(f"Tour {whole}")
    expect(on).to_be_focused()
    expect(on).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("ArrowLeft")
    expect(player.locator("[aria-live]")).to_contain_text(f"Tour {whole - 1}")


def test_nothing_moves_for_who_wants_no_motion(reader):
    page = reader(reduced_motion="reduce")
    page.goto(REPLAY)
    page.locator("[data-do=on]").click()
    assert page.locator(".round .spent").first.evaluate("bar => getComputedStyle(bar).transitionDuration") == "0s"


@with_and_without_scripts
@on_both_devices
def test_a_resident_compares_the_rules_and_reads_why_towns_differ(reader, device, script):
    page = reader(device, script=script)
    page.goto(RESULTS)
    follow(parts(page).get_by_role("link").nth(2))
    expect(page).to_have_url(re.compile(f"{COMPARISON}$"))
    why = page.locator("[aria-labelledby=why]")
    expect(why).to_contain_text(re.compile(r"\d{2}(,\d)?\s%\sdes votants voient au moins un de leurs choix retenu"))
    table = page.locator("table.compare")
    expect(table.locator("thead .official")).to_contain_text("Règle de ce vote")
    cells = table.get_by_role("cell")
    assert cells.filter(has_text="non retenu").count() > 5
    expect(table.get_by_role("cell", name="non retenu", exact=True).first).to_be_visible()
    before = table.locator("tbody tr").count()
    follow(page.locator("a[href*=changements]"))
    expect(table.locator("tbody tr:not(.differs)")).to_have_count(0)
    assert 0 < table.locator("tbody tr").count() < before
    page.locator("a[href='#lists']").click()
    expect(page.locator("#lists")).to_be_in_viewport()


@with_and_without_scripts
def test_from_a_project_that_lost_to_its_own_page(reader, script):
    page = reader("phone", script=script)
    page.goto(RESULTS)
    row = page.locator(".bars tbody tr").filter(has_text="Un skatepark couvert")
    expect(row).to_contain_text("Non retenu")
    follow(row.get_by_role("link"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Un skatepark couvert")


def test_the_files_are_downloaded_under_their_names(reader):
    page = reader()
    page.goto(RESULTS)
    found = {}
    for name in ("CSV", "JSON", ".pb"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        found[name] = download.value
    assert [each.suggested_filename.rpartition(".")[2] for each in found.values()] == ["csv", "json", "pb"]
    told = json.loads(found["JSON"].path().read_bytes())
    rows = list(csv.DictReader(io.StringIO(found["CSV"].path().read_text("utf-8-sig"))))
    assert [row["Titre"] for row in rows] == [option["title"] for option in told["options"]]
    ballots = found[".pb"].path().read_text().partition("VOTES\n")[2].splitlines()
    assert len(ballots) - 1 == told["ballots"]


def test_axe_finds_nothing_on_one_round_of_the_count(reader):
    for device, dark in LOOKS:
        page = reader(device, dark=dark)
        page.goto(PARTS["one round"])
        page.evaluate(axe())
        assert page.evaluate(RUN_AXE, RULES) == []


def test_every_part_fits_a_small_screen_and_large_letters(reader):
    faults = []
    for width, size in ((320, 16), (360, 32)):
        page = reader({"width": width, "height": 640})
        page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
        for name, path in PARTS.items():
            page.goto(path)
            faults += [f"{name} at {width}, letters of {size}: {each}" for each in page.evaluate(STICKING_OUT)]
    assert not faults, "\n".join(faults)


def test_on_paper_the_tables_are_whole_and_the_links_to_press_are_gone(reader):
    page = reader()
    page.goto(COMPARISON)
    page.emulate_media(media="print")
    expect(parts(page)).to_be_hidden()
    table = page.locator(".compare")
    box = table.evaluate("table => [table.scrollWidth, table.closest('.scroll').clientWidth]")
    assert box[0] <= box[1] + 1
    page.goto(REPLAY)
    expect(page.locator(".player")).to_be_hidden()
    assert page.locator(".round:visible").count() == page.locator(".round").count()


def test_the_parts_exist_in_english_too(reader):
    page = reader()
    page.goto(COMPARISON)
    follow(page.get_by_role("link", name="English"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The same ballots, counted by other rules")
    parts = page.get_by_role("navigation", name="Parts of the result")
    follow(parts.get_by_role("link", name="The count, step by step"))
    expect(page.locator(".round").first).to_contain_text("Round 1: Everybody has the same share")
