"""Every type of page, dark on a phone and light at a desk: axe-core, small screens, large letters."""

from functools import cache
from importlib import resources

import pytest
from engines import needs
from journeys.browser import follow
from journeys.pages import MISSING, PAGE_TYPES, RESULTS, WITH_A_FORM
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]

LOOKS = (("phone", True), ("desk", False))  # each page twice: colours and widths are tried in pairs
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (rules) => {
    const how = {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"], preload: false};
    const found = await axe.run(document, how);
    const told = node => `      ${node.target.join(" ")}\\n      ${node.any.map(one => one.message).join("; ")}`;
    return found.violations.map(each => `${each.id}: ${each.help}\\n` + each.nodes.map(told).join("\\n"));
}"""
# What sticks out of the window to the right, unless it lies in a box that scrolls or clips.
STICKING_OUT = """() => {
    const width = document.documentElement.clientWidth, found = [];
    const kept = ".scroll, .skyline, .visually-hidden, svg, .page-head .poster";
    const told = each => `${each.tagName} .${each.className}: ${each.textContent.trim().slice(0, 40)}`;
    for (const each of document.querySelectorAll("body *")) {
        const box = each.getBoundingClientRect();
        if (box.width && box.right > width + 1 && !each.closest(kept)) found.push(told(each));
    }
    const whole = document.documentElement.scrollWidth;
    if (whole > width) found.push(`the page is ${whole} wide`);
    return found;
}"""
# Words cut by their own box: only pictures, tables and the line of phases may clip.
CUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(each => {
    const style = getComputedStyle(each);
    return each.checkVisibility() && !each.closest(".visually-hidden, .scroll, svg, .skyline, .poster, input")
        && (style.overflowX !== "visible" || style.overflowY !== "visible") && style.display !== "inline"
        && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1);
}).map(each => `${each.tagName} .${each.className}: ${each.textContent.trim().slice(0, 40)}`)"""


@cache
def axe():
    """axe-core itself, as the package axe-playwright-python brings it."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def opened(page, name):
    """Go to a page type; what its answer has to be is no fault."""
    if name in MISSING:
        page.watch.forgive("status of 404")
    if name in WITH_A_FORM:
        page.watch.forgive("cookie")
    page.goto(PAGE_TYPES[name])
    return page


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_axe_finds_nothing_in_the_dark_on_a_phone_or_in_the_light_at_a_desk(reader, name):
    faults = []
    for device, dark in LOOKS:
        page = opened(reader(device, dark=dark), name)
        page.emulate_media(reduced_motion="reduce")
        page.evaluate(axe())
        faults += [f"{device}: {each}" for each in page.evaluate(RUN_AXE, RULES)]
    assert not faults, "\n".join(faults)


def test_axe_finds_nothing_in_the_open_menu_the_film_the_questions_and_a_refused_sign_in(reader):
    faults = []

    def look(page, what):
        page.evaluate(axe())
        faults.extend(f"{what}: {each}" for each in page.evaluate(RUN_AXE, RULES))

    page = opened(reader("phone"), "every-block")
    page.get_by_role("button", name="Menu").click()
    look(page, "open menu")
    page.keyboard.press("Escape")
    page.get_by_text("Lire la transcription").click()
    look(page, "transcript")
    page.goto(PAGE_TYPES["budget-call"])
    for question in page.locator("summary").all():
        question.click()
    look(page, "questions")
    page = opened(reader("phone", dark=True), "sign-in-password")
    follow(page.get_by_role("main").get_by_role("button", name="Se connecter"))
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "refused sign-in")
    assert not faults, "\n".join(faults)


def test_nothing_is_wider_than_a_screen_of_320_pixels(reader):
    page, faults = reader({"width": 320, "height": 640}), []
    for name in PAGE_TYPES:
        opened(page, name)
        faults += [f"{name}: {each}" for each in page.evaluate(STICKING_OUT)]
    assert not faults, "\n".join(faults)


def test_letters_twice_as_large_on_a_phone_cut_no_word(reader):
    page, faults = reader("phone"), []
    client = page.context.new_cdp_session(page)
    for name in PAGE_TYPES:
        opened(page, name)
        client.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        faults += [f"{name}: {each}" for each in page.evaluate(STICKING_OUT) + page.evaluate(CUT)]
    assert not faults, "\n".join(faults)


def test_the_smallest_and_the_largest_screens_show_the_whole_page(reader):
    faults = []
    for width in (768, 1920):
        page = reader({"width": width, "height": 900})
        for name in ("home", "vote-results", "proposal", "every-block"):
            opened(page, name)
            faults += [f"{name} at {width}: {each}" for each in page.evaluate(STICKING_OUT)]
    assert not faults, "\n".join(faults)


def test_headings_descend_one_step_at_a_time_and_every_page_has_one_title(reader):
    page, faults = reader(), []
    titles = {}
    for name in PAGE_TYPES:
        opened(page, name)
        levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(each => Number(each.tagName[1]))")
        if levels.count(1) != 1 or any(later > earlier + 1 for earlier, later in zip(levels, levels[1:], strict=False)):
            faults.append(f"{name}: {levels}")
        titles.setdefault(page.title(), []).append(name)
    assert not faults, "\n".join(faults)
    same = [names for names in titles.values() if len(names) > 1]
    assert not same, f"These share a title: {same}"


def test_forced_colours_keep_every_word_and_shape_of_the_results(reader):
    page = reader()
    page.emulate_media(forced_colors="active")
    page.goto(RESULTS)
    page.evaluate(axe())
    assert page.evaluate(RUN_AXE, RULES) == []
    assert page.locator(".bars .won").first.bounding_box()["width"] > 100
    assert page.locator(".phases [aria-current=step] .here").is_visible()
