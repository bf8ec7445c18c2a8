"""A resident looks for something: by words, in another language, at the foot of a page, at an old address."""

import re
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from engines import needs
from journeys.browser import follow
from journeys.pages import CALL, CAMPAIGN, PAST, PROPOSAL, RESULTS
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]
with_and_without_scripts = pytest.mark.parametrize("script", [True, False], ids=["scripts", "no-scripts"])

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HOSTILE = [
    "<script>alert(1)</script>",
    "\"'`><img src=x onerror=alert(1)>",
    "'; DROP TABLE users_user; --",
    "%00",
    "quai\x00quai",
    "\\ % _ * : & | ! ( ) AND OR NOT NEAR",
    '"quai',
    "🏛️ ﷽ \u202e éàü ß",
    "{{ request }} {% now 'Y' %}",
]


def look_for(page, words):
    """Search as a person does: by the link in the header, the field and the button."""
    follow(page.get_by_role("banner").get_by_role("link", name="Rechercher"))
    page.get_by_role("searchbox", name="Mots à chercher").fill(words)
    follow(page.get_by_role("main").get_by_role("button", name="Rechercher"))


@with_and_without_scripts
def test_searching_for_the_quays_leads_to_the_consultation(reader, script):
    page = reader("phone", script=script)
    page.goto("/")
    look_for(page, "quai")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"\d+ pages trouvées pour «\squai\s»"))
    follow(page.get_by_role("main").get_by_role("link", name="Quelle place pour la voiture"))
    expect(page).to_have_url(re.compile(r"/quais/$"))


def test_words_without_their_accents_and_plurals_find_the_page_too(reader):
    page = reader()
    page.goto("/recherche/?q=reglement")
    expect(page.get_by_role("main").get_by_role("link", name="Règlement du budget participatif")).to_be_visible()


@with_and_without_scripts
def test_a_search_that_finds_nothing_says_so_and_how_to_go_on(reader, script):
    page = reader(script=script)
    page.goto("/recherche/")
    expect(page.get_by_role("status")).to_have_count(0)
    look_for(page, "xylophone")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"0 page trouvée pour «\sxylophone\s»"))
    expect(page.locator(".empty")).to_contain_text("Essayez avec moins de mots")
    follow(page.locator(".empty").get_by_role("link"))
    expect(page).to_have_url(re.compile(r":\d+/$"))


def test_an_empty_search_asks_for_words_and_is_no_error(reader):
    page = reader()
    page.goto("/recherche/?q=%20%20")
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(page.get_by_role("status")).to_have_count(0)


def test_a_question_of_200_characters_is_cut_to_what_the_field_holds(reader):
    page = reader("phone")
    page.goto("/recherche/?q=" + "quai" * 50)
    expect(page.get_by_role("searchbox")).to_have_value("quai" * 25)
    expect(page.get_by_role("status")).to_contain_text("quaiquai")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_hostile_words_are_only_words(reader):
    page, wrong = reader(), []
    page.on("dialog", lambda dialog: pytest.fail(f"A script ran: {dialog.message}"))
    for words in HOSTILE:
        kept = words.replace("\0", "").strip()
        answer = page.goto(f"/recherche/?q={_quoted(words)}")
        if answer.status != 200:
            wrong.append(f"{answer.status} for {words!r}")
            page.watch.forgive(f"status of {answer.status}")
            continue
        expect(page.get_by_role("searchbox")).to_have_value(kept)
        expect(page.get_by_role("status")).to_contain_text(" ".join(kept.split()))
        assert page.locator("main script, main img[src=x]").count() == 0
    assert not wrong, wrong
    assert page.request.get("/").status == 200


def _quoted(words):
    return "".join(f"%{byte:02X}" for byte in words.encode())


def test_a_page_of_results_that_does_not_exist_shows_the_last_one(reader):
    page = reader()
    for number in ("999", "-1", "abc"):
        assert page.goto(f"/recherche/?q=projet&page={number}").status == 200
        assert page.locator("main .news li").count() > 0


@with_and_without_scripts
def test_the_same_page_in_english_and_back(reader, script):
    page = reader(script=script)
    for path in ("/", "/quais/", CALL, CAMPAIGN, PAST, RESULTS, PROPOSAL, "/actualites/", "/reglement/"):
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        french = page.get_by_role("heading", level=1).inner_text()
        follow(page.get_by_role("banner").get_by_role("link", name="English"))
        expect(page).to_have_url(re.compile(r"/en/"))
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.get_by_role("heading", level=1)).not_to_have_text(french)
        expect(page.get_by_role("link", name="Skip to content")).to_have_count(1)
        follow(page.get_by_role("banner").get_by_role("link", name="Français"))
        expect(page).to_have_url(re.compile(f":\\d+{re.escape(path)}$"))


def test_screens_that_are_no_pages_change_language_too(reader):
    page = reader(cookies="a form's")
    page.watch.forgive("404")
    for path, title in (("/recherche/", "Search"), ("/connexion/", "Sign in"), ("/nulle-part/", "This page does not")):
        page.goto(path)
        follow(page.get_by_role("banner").get_by_role("link", name="English"))
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_every_english_page_says_which_french_page_it_translates(reader):
    page = reader()
    page.goto("/quais/")
    english = page.locator("link[rel=alternate][hreflang=en]").get_attribute("href")
    page.goto(english)
    assert page.locator("link[rel=alternate][hreflang=fr]").get_attribute("href").endswith("/quais/")
    assert page.locator("link[rel=canonical]").get_attribute("href").endswith(urlsplit(english).path)


@with_and_without_scripts
def test_every_foot_leads_to_the_pages_the_law_asks_for(reader, script):
    page = reader("phone", script=script)
    page.goto("/quais/")
    names = ("Mentions légales", "Données personnelles", "Charte de la participation", r"Accessibilité\s: non conforme")
    for name in names:
        follow(page.get_by_role("contentinfo").get_by_role("link", name=re.compile(name)))
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(name))
        assert len(page.locator("main .prose").inner_text()) > 500


def test_a_page_that_does_not_exist_says_so_in_the_frame_of_the_town(reader):
    page = reader()
    page.watch.forgive("404")
    answer = page.goto("/nulle-part/")
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page n’existe pas, ou n’existe plus.")
    expect(page.get_by_role("navigation", name="Menu principal")).to_be_visible()
    follow(page.get_by_role("link", name="Retour à l’accueil"))
    expect(page).to_have_url(re.compile(r":\d+/$"))
    assert page.goto("/en/nowhere/").status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("This page does not exist, or no longer.")


PROJECT = re.compile(r"/(?:propositions|proposal)/(\d+)")


def crawl(page):
    """Every address of the town that a link leads to, and what is wrong with some of them.

    Each way to filter or to sort a list is tried, but not all of them together; of the projects, one in eight.
    """
    seen, waiting, wrong = set(), ["/", "/en/"], []
    while waiting:
        path = waiting.pop()
        answer = page.request.get(path)
        if answer.status != 200:
            wrong.append(f"{answer.status}: {path}")
        if "html" not in answer.headers.get("content-type", ""):
            continue
        for link in re.findall(r'<a [^>]*?href="([^"#]*)', answer.text()):
            goal = urlsplit(urljoin(path, link.replace("&amp;", "&")))
            address = goal.path + (f"?{goal.query}" if goal.query else "")
            if link == "None":
                wrong.append(f"a link without an address on {path}")
            elif not goal.netloc and not goal.scheme and address not in seen and not (goal.query and "?" in path):
                seen.add(address)
                if not ((project := PROJECT.search(address)) and int(project[1]) % 8):
                    waiting.append(address)
    return seen, wrong


def test_no_link_leads_nowhere_and_the_sitemap_names_what_links_lead_to_in_both_languages(reader):
    page = reader(cookies="a form's")
    seen, wrong = crawl(page)
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert {"/accessibilite/", "/en/accessibility/", "/actualites/?page=2", "/actualites/flux/"} <= seen
    places = ElementTree.fromstring(page.request.get("/sitemap.xml").body())  # noqa: S314 our own file
    addresses = [urlsplit(each.text).path for each in places.findall(".//s:loc", NAMESPACE)]
    assert {"/", "/quais/", CALL, CAMPAIGN, PAST, RESULTS, PROPOSAL, "/en/", "/en/quays/"} <= set(addresses)
    assert len(addresses) == len(set(addresses))
    assert set(addresses) - seen <= {"/tous-les-blocs/"}, "In the sitemap, but nowhere on the site."
    assert "/sitemap.xml" in page.request.get("/robots.txt").text()


PERMANENT = {"/p/1/": CALL, "/p/2/": PAST, "/p/3/": "/quais/", "/p/vote/1/": RESULTS, "/p/proposal/5/": PROPOSAL}


def test_a_permanent_address_leads_to_the_page_in_the_readers_language(reader):
    page = reader()
    for short, path in PERMANENT.items():
        page.goto(short)
        expect(page).to_have_url(re.compile(f":\\d+{re.escape(path)}$"))
        twin = page.locator("link[rel=alternate][hreflang=en]").get_attribute("href")
        page.goto(f"/en{short}")
        expect(page).to_have_url(re.compile(f":\\d+{re.escape(urlsplit(twin).path)}$"))


def test_a_permanent_address_without_a_page_tells_the_row_itself(reader):
    page = reader()
    page.goto("/p/4/")
    expect(page.get_by_role("heading", name="La page de cette démarche n’est pas encore publiée.")).to_be_visible()
    page.goto("/p/proposal/6/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Une cour ombragée pour l’école du Moulin")
    page.goto("/p/vote/3/")
    expect(page.locator(".bars").first).to_contain_text("Une halle à vélos")
    expect(page.locator(".phases .past")).to_contain_text("Terminé le")
    page.watch.forgive("404")
    assert page.goto("/p/999/").status == 404
