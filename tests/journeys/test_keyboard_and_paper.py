"""A resident has no mouse; another prints the page."""

import re

import pytest
from engines import needs
from journeys.pages import PAST, RESULTS
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]
with_and_without_scripts = pytest.mark.parametrize("script", [True, False], ids=["scripts", "no-scripts"])

# The ring around what has the focus: the element's own, or the one drawn around the line it stands for.
RING = """() => {
    const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return {words: here.textContent.trim().slice(0, 40), seen: inside && here.checkVisibility(),
        ring: style.outlineStyle, width: parseFloat(style.outlineWidth)};
}"""


@with_and_without_scripts
@pytest.mark.parametrize("path", ["/", "/quais/", "/recherche/"])
def test_the_first_key_offers_to_skip_to_the_content(reader, path, script):
    page = reader("phone", script=script)
    page.goto(path)
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_the_focus_is_seen_at_every_stop_and_goes_down_the_page(reader, device):
    page = reader(device)
    page.goto(PAST)
    stops = []
    for _stop in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        ring = page.evaluate(RING)
        assert ring["seen"], f"{ring['words']!r} has the focus and is out of sight."
        assert ring["ring"] == "solid" and ring["width"] >= 2, f"Nothing shows that {ring['words']!r} has the focus."
        stops.append(ring["words"])
    assert "Aller au contenu" in stops[0]
    assert any("Accessibilité" in stop for stop in stops), "The foot was never reached."
    assert len(stops) > 20


@with_and_without_scripts
def test_the_menu_of_a_phone_opens_and_closes_by_keys(reader, script):
    page = reader("phone", script=script)
    page.goto("/")
    menu, button = page.locator("nav#menu"), page.get_by_role("button", name="Menu")
    expect(menu).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    expect(menu.get_by_role("link", name="Accueil")).to_have_attribute("aria-current", "page")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(menu.get_by_role("button", name="Fermer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(menu).to_be_hidden()


@with_and_without_scripts
def test_the_menu_of_a_phone_opens_by_touch_covers_nothing_else_and_leads_on(reader, script):
    page = reader("phone", script=script, has_touch=True)
    page.goto("/")
    page.get_by_role("button", name="Menu").tap()
    menu = page.locator("nav#menu")
    box = menu.bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, 360)
    page.touchscreen.tap(180, 730)  # outside: a light dismissal
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").tap()
    menu.get_by_role("link", name="Actualités").tap()
    expect(page).to_have_url(re.compile(r"/actualites/$"))
    page.get_by_role("button", name="Menu").tap()
    expect(menu.get_by_role("link", name="Actualités")).to_have_attribute("aria-current", "page")


def test_at_a_desk_the_menu_lies_open_and_has_no_button(reader):
    page = reader("desk")
    page.goto("/quais/")
    expect(page.get_by_role("navigation", name="Menu principal")).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.get_by_role("button", name="Fermer")).to_be_hidden()


def test_every_thing_to_press_on_a_phone_is_large_enough_for_a_thumb(reader):
    page = reader("phone")
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    for part in ("nav#menu a", "nav#menu button", ".tools a", ".menu-button", ".now .button"):
        for each in page.locator(part).all():
            box = each.bounding_box()
            assert box["height"] >= 44, f"{each.inner_text()!r} is {box['height']} px high."


@with_and_without_scripts
def test_the_questions_of_the_edition_open_by_keys(reader, script):
    page = reader(script=script)
    page.goto(PAST)
    question = page.get_by_role("region", name="Questions et réponses").locator("details").first
    expect(question.locator(".prose")).to_be_hidden()
    question.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(question.locator(".prose")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/quais/", RESULTS])
def test_on_paper_there_is_no_navigation_and_ink_is_black_on_white(reader, path):
    page = reader(dark=True)
    page.goto(path)
    page.emulate_media(media="print")
    for part in ("nav#menu", ".menu-button", ".tools", ".skip", ".crumbs", ".skyline", ".button", ".foot nav"):
        for each in page.locator(part).all():
            expect(each).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    ground, ink = page.evaluate(
        "(({backgroundColor, color}) => [backgroundColor, color])(getComputedStyle(document.body))"
    )
    assert ground == "rgb(255, 255, 255)"
    lightness = float(re.search(r"oklch\(([\d.]+)", ink)[1])
    assert lightness < 0.3, ink


def test_the_results_are_printed_whole_with_their_table(reader):
    page = reader()
    page.goto(RESULTS)
    page.emulate_media(media="print")
    expect(page.locator(".bars tbody tr").last).to_be_visible()
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF-") and len(paper) > 20_000
