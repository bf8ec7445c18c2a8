"""What a page may do in a reader's browser, and what an editor's userbar does on it all the same."""

import re

import pytest
from engines import needs
from journeys.browser import follow
from journeys.pages import PAGE_TYPES, WITH_A_FORM
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]


def policy(answer):
    """The content security policy of an answer as a dictionary."""
    parts = answer.headers["content-security-policy"].split("; ")
    return {name: value for name, _space, value in (part.partition(" ") for part in parts)}


def test_every_public_page_forbids_inline_scripts_and_styles_and_asks_nobody_else(reader):
    page = reader(cookies="a form's")
    for path in [*PAGE_TYPES.values(), "/sitemap.xml", "/robots.txt", "/actualites/flux/"]:
        answer = page.request.get(path)
        rules = policy(answer)
        assert "unsafe" not in str(rules), path
        assert rules["default-src"] == "'none'" and rules["script-src"] == rules["style-src"] == "'self'", path
        assert rules["base-uri"] == "'none'" and rules["form-action"] == "'self'", path
        assert answer.headers["x-content-type-options"] == "nosniff", path
        assert answer.headers["referrer-policy"] == "same-origin", path
        if "html" in answer.headers["content-type"]:
            inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=", answer.text())
            assert not inline, f"{path}: {inline}"


def test_a_reader_who_walks_through_every_page_leaves_no_trace_and_wakes_no_stranger(reader):
    page = reader()
    page.watch.forgive("status of 404")
    for name, path in PAGE_TYPES.items():
        if name not in WITH_A_FORM:
            page.goto(path)
    assert page.evaluate("document.cookie.length + localStorage.length + sessionStorage.length") == 0


def test_only_the_form_to_sign_in_sets_a_cookie_and_only_its_own(reader):
    page = reader(cookies="a form's")
    page.goto(PAGE_TYPES["sign-in"])
    assert [(each["name"], each["sameSite"], each["httpOnly"]) for each in page.context.cookies()] == [
        ("csrftoken", "Lax", True)
    ]


def test_a_film_asks_its_host_for_nothing_before_the_press(reader):
    page = reader()
    asked = []
    page.context.route(re.compile("player.vimeo.com"), lambda route: (asked.append(route.request.url), route.abort()))
    page.goto(PAGE_TYPES["every-block"], wait_until="networkidle")
    assert asked == []
    expect(page.locator("iframe")).to_have_count(0)
    page.watch.forgive("player.vimeo.com")
    page.get_by_role("link", name="Voir la vidéo (sur player.vimeo.com)").click()
    expect(page.locator("iframe")).to_have_attribute("title", "La visite du quai")
    expect(page.locator("iframe")).to_be_focused()
    assert asked == ["https://player.vimeo.com/video/1"]


def test_without_scripts_the_film_is_a_link(reader):
    page = reader(script=False)
    page.goto(PAGE_TYPES["every-block"])
    link = page.get_by_role("link", name="Voir la vidéo (sur player.vimeo.com)")
    assert link.get_attribute("href") == "https://player.vimeo.com/video/1"
    assert "noreferrer" in link.get_attribute("rel")


@pytest.mark.parametrize("path", ["/", "/quais/", "/en/news/"])
def test_the_userbar_of_a_signed_in_editor_opens_on_a_public_page(colleague, path):
    page = colleague("communication")
    answer = page.goto(path)
    assert "unsafe" not in str(policy(answer))
    assert "no-store" in answer.headers["cache-control"]
    bar = page.locator("wagtail-userbar")
    bar.get_by_role("button").first.click()
    edit = bar.get_by_role("menuitem", name=re.compile("Modifier|Edit"))
    expect(edit).to_be_visible()
    follow(edit)
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
