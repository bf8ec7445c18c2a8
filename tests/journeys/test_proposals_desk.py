"""The desk of proposals in a real browser: an officer publishes ten proposals as pages and withdraws one."""

import re
from functools import cache
from importlib import resources

import pytest
from engines import needs
from journeys.browser import follow
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]

DESK = "/admin/participation/proposals/"
WITHOUT_PAGE = f"{DESK}?page=none"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What lies in the desk's own part of the screen: Wagtail's frame around it is Wagtail's.
RUN_AXE = """async ([rules, where]) => {
    const found = await axe.run(where, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]});
    const told = node => `      ${node.target.join(" ")}\\n      ${node.any.map(one => one.message).join("; ")}`;
    return found.violations.map(each => `${each.id}: ${each.help}\\n` + each.nodes.map(told).join("\\n"));
}"""


@cache
def axe():
    """axe-core itself, as the package axe-playwright-python brings it."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def look(page, where="main"):
    """Nothing in this part of the screen keeps anybody out."""
    expect(page.locator(where).first).to_be_visible()
    page.evaluate(axe())
    assert page.evaluate(RUN_AXE, [RULES, where]) == []


def desk(page):
    """From the dashboard to the list, by the menu."""
    page.goto("/admin/")
    page.get_by_role("navigation", name="Menu principal").get_by_role("button", name="Participation").click()
    follow(page.get_by_role("link", name="Projets", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Projets")


def tick(page, number):
    """Tick the first rows of the editions that have a page; their titles."""
    rows = page.locator("main table tbody tr").filter(has_text="Budget participatif")
    for place in range(number):
        rows.nth(place).get_by_role("checkbox").check()
    return [rows.nth(place).locator(".title-wrapper").inner_text() for place in range(number)]


def choose(page, title, action):
    """Pick an action in the menu of one row."""
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=title, exact=True))
    row.get_by_role("button", name=re.compile("Plus d.options")).click()
    follow(page.get_by_role("link", name=action, exact=True))


def state(page, title):
    """Whether the list says a page of that project is published."""
    return page.get_by_role("row").filter(has_text=title).locator(".w-status").last


def test_ten_proposals_are_published_as_pages_and_one_is_withdrawn(colleague):
    page = colleague("communication")
    desk(page)
    look(page)
    page.goto(WITHOUT_PAGE)
    titles = tick(page, 10)
    follow(page.get_by_role("link", name="Publier en pages les projets choisis"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Publier en page")
    for title in titles:
        expect(page.get_by_role("main")).to_contain_text(title)
    look(page)
    follow(page.get_by_role("button", name="Oui, faire les pages"))
    expect(page.get_by_role("status").first).to_contain_text("10 pages sont publiées.")
    expect(page.get_by_role("link", name="Annuler : retirer ce qui a été publié")).to_be_visible()
    expect(page).to_have_url(re.compile(r"page=none"))  # the filters are kept
    for title in titles:
        expect(page.get_by_role("table").get_by_role("link", name=title, exact=True)).to_have_count(0)

    page.goto(f"{DESK}?page=published")
    expect(state(page, titles[0])).to_have_text("publiée", ignore_case=True)
    published = address(page, titles[3])
    assert "/budget-participatif" in published
    choose(page, titles[3], "Retirer la page")
    expect(page.get_by_role("main")).to_contain_text("de nouveau à sa propre adresse")
    look(page)
    follow(page.get_by_role("button", name="Oui, retirer les pages"))
    expect(page.get_by_role("status").first).to_contain_text("1 page est retirée et gardée en brouillon.")
    page.goto(f"{DESK}?page=draft")
    expect(state(page, titles[3])).to_have_text("brouillon", ignore_case=True)
    assert address(page, titles[3]) != published
    assert page.request.get(published).status == 404


def address(page, title):
    """Where the permanent address of a project leads, as a reader finds it."""
    link = page.get_by_role("table").get_by_role("link", name=title, exact=True).get_attribute("href")
    answer = page.request.get(f"/p/proposal/{link.rstrip('/').rpartition('/')[2]}/")
    assert answer.ok and title in answer.text()
    return answer.url


def test_a_status_is_given_to_all_that_a_search_finds(colleague):
    page = colleague("budget")
    page.goto(DESK)
    page.locator("header [name=q]").fill("VELO")
    expect(page.get_by_role("alert")).to_contain_text("correspondance")
    expect(page).to_have_url(re.compile("q=VELO"))
    page.reload()  # the list that came by itself is taken in at once, and nothing else is on its way
    page.locator("thead").get_by_role("checkbox").check()
    follow(page.get_by_role("link", name="Changer le statut des projets choisis"))
    page.wait_for_url(re.compile("change_status"))
    look(page)
    page.get_by_role("combobox", name="Statut").select_option(label="réalisé")
    page.get_by_role("textbox", name="Statut en une phrase").fill("Ouvert depuis lundi")
    follow(page.get_by_role("button", name="Changer le statut"))
    expect(page.get_by_role("status").first).to_contain_text(re.compile(r"\d+ projets? (a|ont) été"))
    expect(page.locator("main table tbody")).to_contain_text("Ouvert depuis lundi")


def test_a_proposal_is_written_down_corrected_and_its_history_read(colleague):
    page = colleague("budget")
    page.goto(DESK)
    follow(page.get_by_role("link", name="Ajouter un projet"))
    number = page.get_by_role("spinbutton", name="Numéro").input_value()
    assert int(number) > 0
    look(page, "main form")
    page.get_by_role("textbox", name="Titre").fill("Un banc au soleil")
    page.get_by_role("textbox", name="Latitude").fill("47,7012")
    follow(page.get_by_role("button", name="Créer"))
    expect(page.get_by_text("Un lieu demande les deux degrés, ou aucun.")).to_be_visible()
    page.get_by_role("textbox", name="Longitude").fill("-0,0754")
    follow(page.get_by_role("button", name="Créer"))
    expect(page.get_by_role("status").first).to_contain_text("Un banc au soleil")
    follow(page.get_by_role("table").get_by_role("link", name="Un banc au soleil", exact=True))
    page.get_by_role("combobox", name="Statut").select_option(label="recevable")
    follow(page.get_by_role("button", name="Enregistrer"))
    follow(page.get_by_role("table").get_by_role("link", name="Un banc au soleil", exact=True))
    follow(page.get_by_role("link", name="Historique").first)
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Statut\s: déposé → recevable"))
