"""Coming in: by the code, by the link in another browser, by a password; without scripts, by keyboard, on 320 px."""

import re

import pytest
from engines import needs
from journeys.browser import follow
from journeys.test_accessibility import RULES, RUN_AXE, STICKING_OUT, axe
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]
SMALL = {"width": 320, "height": 640}


@pytest.fixture
def resident(people, workshop):
    """A resident at the door of a town of their own."""

    def come(device="phone", **options):
        return people.come(workshop, device, cookies="their own", **options)

    return come


def letter(page):
    """The code and the link of the newest letter, read on the demo's page."""
    post = page.context.new_page()
    post.goto("/lettres/")
    newest = post.locator("article").first
    code = re.search(r"^\s*(\d{6})\s*$", newest.inner_text(), re.M)[1]
    link = newest.get_by_role("link").first.get_attribute("href")
    post.close()
    return code, link


def ask(page, email):
    """From any page to the page that waits for the code."""
    follow(page.get_by_role("banner").get_by_role("link", name="Se connecter"))
    page.get_by_label("Adresse électronique").fill(email)
    follow(page.get_by_role("main").get_by_role("button", name="courriel"))
    expect(page).to_have_url(re.compile("/connexion/code/$"))


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no scripts"])
def test_a_newcomer_comes_in_by_the_code_says_a_name_and_leaves(resident, script):
    page = resident(script=script)
    page.goto("/budget-participatif/")
    email = f"nadia-{int(script)}@ville.example"
    ask(page, email)
    expect(page.get_by_role("main")).to_contain_text(email)
    expect(page.get_by_role("link", name="Lire le courriel ici")).to_be_visible()
    code, _link = letter(page)
    field = page.get_by_label("Code à six chiffres")
    field.fill(f"{code[:3]} {code[3:]}")
    follow(page.get_by_role("button", name="Me connecter"))
    expect(page).to_have_url(re.compile(r":\d+/$"))
    follow(page.get_by_role("banner").get_by_role("link", name="Mon compte"))
    page.get_by_label("Nom affiché").fill("Nadia du port")
    follow(page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("link", name="Nadia du port")).to_be_visible()
    follow(page.get_by_role("banner").get_by_role("button", name="Se déconnecter"))
    expect(page.get_by_role("banner").get_by_role("link", name="Se connecter")).to_be_visible()


def test_the_link_opens_in_another_browser_once(resident):
    computer, phone = resident("desk"), resident("phone")
    computer.goto("/")
    ask(computer, "malo@ville.example")
    _code, link = letter(computer)
    phone.goto(link)
    phone.reload()
    expect(phone.get_by_role("main")).to_contain_text("malo@ville.example")
    follow(phone.get_by_role("button", name="Me connecter"))
    expect(phone.get_by_role("banner").get_by_role("link", name="Mon compte")).to_be_visible()
    computer.watch.forgive("410")
    computer.goto(link)
    expect(computer.get_by_role("main")).to_contain_text("déjà servi")
    expect(computer.get_by_role("link", name="Demander un courriel")).to_be_visible()


def test_the_keyboard_alone_comes_in(resident):
    page = resident("desk")
    page.goto("/connexion/")
    page.get_by_label("Adresse électronique").focus()
    page.keyboard.type("ines@ville.example")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/connexion/code/$"))
    code, _link = letter(page)
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "code":
            break
    page.keyboard.type(code)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Me connecter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner").get_by_role("link", name="Mon compte")).to_be_visible()


def test_a_password_opens_too_and_what_was_typed_is_kept(resident):
    page = resident()
    page.goto("/connexion/")
    follow(page.get_by_role("link", name="mot de passe"))
    page.get_by_label("Adresse électronique").fill("  Visiteur@Ormeval.example ")
    page.get_by_label("Mot de passe").fill("wrong")
    follow(page.get_by_role("main").get_by_role("button", name="Se connecter"))
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Adresse électronique")).to_have_value(re.compile("ormeval", re.I))
    page.get_by_label("Mot de passe").fill("ormeval-demo")
    follow(page.get_by_role("main").get_by_role("button", name="Se connecter"))
    expect(page).to_have_url(re.compile(r":\d+/$"))
    expect(page.locator("wagtail-userbar")).to_have_count(0)
    assert page.request.get("/admin/", max_redirects=0).status in (302, 403)
    follow(page.get_by_role("banner").get_by_role("button", name="Se déconnecter"))
    expect(page.get_by_role("banner").get_by_role("link", name="Se connecter")).to_be_visible()


def test_a_colleague_who_came_by_a_letter_is_asked_for_the_password_at_the_editor(resident):
    page = resident("desk")
    page.goto("/")
    ask(page, "communication@ormeval.example")
    page.get_by_label("Code à six chiffres").fill(letter(page)[0])
    follow(page.get_by_role("button", name="Me connecter"))
    expect(page.get_by_role("banner").get_by_role("link", name="Inès")).to_be_visible()
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/admin/login/"))


def rename(page, name):
    """Take another shown name."""
    page.goto("/mon-compte/")
    page.get_by_label("Nom affiché").fill(name)
    follow(page.get_by_role("main").get_by_role("button", name="Enregistrer", exact=True))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_at_any_step_and_nothing_sticks_out_of_320_pixels(resident, dark):
    page, faults = resident(SMALL, dark=dark), []

    def look(what):
        page.evaluate(axe())
        faults.extend(f"{what}: {each}" for each in page.evaluate(RUN_AXE, RULES) + page.evaluate(STICKING_OUT))

    def press(name):
        follow(page.get_by_role("main").get_by_role("button", name=name, exact=True))

    page.goto("/connexion/")
    press("M’envoyer le courriel")
    look("no address")
    page.get_by_label("Adresse électronique").fill(f"zoe-{dark}-{'long' * 12}@ville.example")
    press("M’envoyer le courriel")
    look("the code")
    page.get_by_label("Code à six chiffres").fill("12")
    press("Me connecter")
    look("no code")
    code, link = letter(page)
    page.goto(link)
    look("the link")
    press("Me connecter")
    for name, button in (("mot-de-passe", "Enregistrer"), ("supprimer", "Supprimer mon compte")):
        page.goto(f"/mon-compte/{name}/")
        look(name)
        press(button)
        look(f"{name}, refused")
    rename(page, "Zoé " + "x" * 70)
    look("the account")
    page.watch.forgive("410")
    for name, address in (("a used link", link), ("the letters", "/lettres/")):
        page.goto(address)
        look(name)
    page.goto("/mon-compte/supprimer/")
    page.get_by_label("Oui, supprimer mon compte").check()
    press("Supprimer mon compte")
    expect(page.get_by_role("heading", level=1)).to_contain_text("supprimé")
    look("gone")
    assert not faults, "\n".join(faults)
