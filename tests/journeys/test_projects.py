"""A resident finds the project that won in their district: on a phone, without scripts, by keyboard."""

import re

import pytest
from engines import needs
from journeys.browser import follow
from journeys.pages import PAST
from journeys.test_accessibility import RULES, RUN_AXE, STICKING_OUT, axe
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]
LIST = f"{PAST}propositions/"


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no scripts"])
def test_a_resident_finds_the_winning_project_of_their_district(reader, script):
    page = reader("phone", script=script)
    page.goto(PAST)
    follow(page.locator(f"main a[href='{LIST}']").first)
    page.get_by_text("Filtrer et trier").click()
    page.get_by_label("Quartier", exact=True).select_option("la-plaine")
    follow(page.get_by_role("button", name="Filtrer", exact=True))
    expect(page).to_have_url(re.compile("quartier=la-plaine"))
    first = page.locator("article.row").first
    expect(first).to_contain_text("La Plaine")
    expect(first).to_contain_text("Planté et ouvert")
    if script:
        page.evaluate(axe())
        assert page.evaluate(RUN_AXE, RULES) == [] and page.evaluate(STICKING_OUT) == []
    follow(first.get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Un verger partagé à la Plaine")
    expect(page.get_by_role("main")).to_contain_text("Retenu")


def test_the_map_without_scripts_leads_to_the_projects_of_a_district(reader):
    page = reader("phone", script=False)
    page.goto(LIST)
    page.locator("main svg a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"quartier="))
    assert page.locator("article.row").count()
