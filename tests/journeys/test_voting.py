"""A resident votes: from the campaign page to the receipt, with scripts and without, by keyboard, on 320 pixels."""

import re

import pytest
from engines import needs
from journeys.browser import follow
from journeys.pages import CAMPAIGN
from journeys.test_accessibility import RULES, RUN_AXE, STICKING_OUT, axe
from journeys.test_sign_in import letter
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]
SMALL = {"width": 320, "height": 640}
BALLOT = re.compile(r"/p/vote/\d+/bulletin/$")


@pytest.fixture
def voter(people, workshop):
    """A resident on a small screen, in a town of their own."""

    def come(**options):
        return people.come(workshop, SMALL, cookies="their own", **options)

    return come


def look(page, script=True):
    """Nothing keeps anybody out, nothing sticks out."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if script:
        page.evaluate(axe())
        assert page.evaluate(RUN_AXE, RULES) == []
        assert page.evaluate(STICKING_OUT) == []


def to_the_ballot(page, email, script=True):
    """From the campaign page to the list of projects, by a letter."""
    page.watch.forgive("422")  # a form that is not complete, and says so
    page.goto(CAMPAIGN)
    follow(page.get_by_role("link", name="Voter en ligne").first)
    look(page, script)
    follow(page.get_by_role("link", name="Se connecter par courriel"))
    page.get_by_label("Adresse électronique").fill(email)
    follow(page.get_by_role("main").get_by_role("button", name="courriel"))
    code, _link = letter(page)
    page.get_by_label("Code à six chiffres").fill(code)
    follow(page.get_by_role("button", name="Me connecter"))
    look(page, script)
    follow(page.get_by_role("button", name="Continuer"))
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("J’ai au moins 11 ans.").check()
    page.get_by_label("J’habite à Orméval.").check()
    page.get_by_label("Non", exact=True).check()
    follow(page.get_by_role("button", name="Continuer"))
    expect(page).to_have_url(BALLOT)


def choices(page):
    """The boxes to tick, in this voter's order."""
    return page.locator("form[data-ballot]").get_by_role("checkbox")


def press(page, *places):
    """Press the names of some projects, as a finger does: the whole line is the target."""
    for place in places:
        page.locator(f"label[for={choices(page).nth(place).get_attribute('id')}]").first.click()


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no scripts"])
def test_a_resident_votes_changes_their_mind_and_finds_the_receipt(voter, script):
    page = voter(script=script)
    to_the_ballot(page, f"lila-{int(script)}@ville.example", script)
    look(page, script)
    press(page, 0, 2)
    if script:
        expect(page.locator("[data-count]")).to_have_text("2 choix")
    follow(page.get_by_role("button", name="Relire mon bulletin"))
    expect(page.get_by_text("Votre vote n’est pas encore enregistré.")).to_be_visible()
    look(page, script)
    receipt = page.locator(".ticket .code").inner_text().split()
    assert [len(part) for part in receipt] == [4, 4, 4, 4]
    follow(page.get_by_role("button", name="Déposer mon bulletin"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre bulletin est enregistré")
    assert page.locator(".ticket .code").inner_text().split() == receipt
    look(page, script)
    if script:
        with page.expect_download() as saved:
            page.get_by_role("button", name="L’enregistrer en image").click()
        assert saved.value.suggested_filename.endswith(".png") and b"PNG" in saved.value.path().read_bytes()[:8]

    follow(page.get_by_role("link", name="Changer mon bulletin"))
    expect(page.get_by_text("Vous avez déjà voté.")).to_be_visible()
    assert [box.is_checked() for box in choices(page).all()[:4]] == [True, False, True, False]
    press(page, 2)
    follow(page.get_by_role("button", name="Relire mon bulletin"))
    page.get_by_label("Ajouter un mot à vous").fill("chouette")
    second = page.locator(".ticket .code").inner_text()
    follow(page.get_by_role("button", name="Déposer mon bulletin"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre nouveau bulletin est enregistré")

    follow(page.get_by_role("link", name="Vérifier un numéro de suivi").first)
    page.get_by_label("Votre numéro de suivi").fill(second)
    follow(page.get_by_role("main").get_by_role("button").first)
    look(page, script)
    expect(page.get_by_role("main")).to_contain_text("Aucun bulletin")
    page.get_by_label("Votre numéro de suivi").fill(second.lower())
    page.get_by_label("Votre mot").fill("chouette")
    follow(page.get_by_role("main").get_by_role("button").first)
    expect(page.get_by_role("main")).to_contain_text("ce bulletin est dans l’urne")


def test_the_letter_says_that_a_vote_was_recorded_and_not_what(voter):
    page = voter()
    to_the_ballot(page, "omar@ville.example")
    label = page.locator("form[data-ballot] label").first.inner_text()
    press(page, 0)
    follow(page.get_by_role("button", name="Relire mon bulletin"))
    receipt = page.locator(".ticket .code").inner_text()
    follow(page.get_by_role("button", name="Déposer mon bulletin"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre bulletin est enregistré")
    page.goto("/lettres/")
    newest = page.locator("article").first
    expect(newest).to_contain_text("omar@ville.example")
    said = newest.inner_text()
    assert "enregistré" in said and label.strip() not in said and receipt.split()[0] not in said


def tab_to(page, name):
    """Press Tab until the button of that name has the focus, then Enter."""
    for _press in range(400):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.tagName === 'BUTTON' ? document.activeElement.innerText : ''"):
            return page.keyboard.press("Enter")
    raise AssertionError(f"the keyboard never came to “{name}”")


def test_a_ballot_is_sent_by_keyboard_alone(voter):
    page = voter()
    to_the_ballot(page, "tess@ville.example")
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "checkbox":
            break
    page.keyboard.press("Space")
    expect(page.locator("[data-count]")).to_have_text("1 choix")
    tab_to(page, "Relire mon bulletin")
    expect(page.get_by_text("Votre vote n’est pas encore enregistré.")).to_be_visible()
    tab_to(page, "Déposer mon bulletin")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre bulletin est enregistré")


def test_too_much_for_an_envelope_is_refused_in_words_and_kept(voter):
    page = voter(script=False)
    to_the_ballot(page, "paul@ville.example", script=False)
    press(page, *range(14))
    follow(page.get_by_role("button", name="Relire mon bulletin"))
    expect(page.get_by_role("alert")).to_contain_text("de trop")
    assert choices(page).first.is_checked()
