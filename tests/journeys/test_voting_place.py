"""The place to vote: desk and tablet without scripts, paper read by three; every screen dark, on a phone."""

import re
from urllib.parse import urlsplit

import pytest
from engines import needs
from journeys.browser import follow
from journeys.conftest import sign_in
from journeys.pages import CALL, CAMPAIGN, PAST
from journeys.test_accessibility import RUN_AXE, axe
from journeys.test_poll_desk import says
from journeys.test_vote_desk import press
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]

POLLS, WORK, VOTES = "/admin/participation/polls/", "/admin/participation/polling/", "/admin/participation/votes/"
RUNNING = "Budget participatif 2026"
OURS = RUN_AXE.replace(
    "axe.run(document,", "axe.run(document.querySelector('.nice-padding') ? '.nice-padding' : 'main',"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What sticks out of a phone, unless it lies in a box that scrolls.
STICKING_OUT = """() => [...document.querySelectorAll(".nice-padding *, main.sheet *")].filter(each => {
    const box = each.getBoundingClientRect(), width = document.documentElement.clientWidth;
    return box.width && box.right > width + 1 && !each.closest(".vote-table, .w-sr-only");
}).map(each => `${each.tagName} .${each.className}`)"""


def screen_of(page, name):
    """From the list of polls to a screen of the one under way. Its address."""
    page.goto(WORK)
    follow(page.get_by_role("region", name=RUNNING).get_by_role("link", name=name))
    return page.url


def test_every_screen_of_a_poll_keeps_nobody_out_in_the_dark_and_nothing_sticks_out_of_a_phone(colleague):
    page, faults = colleague("greffe", "phone", dark=True), []
    poll = re.search(r"polling/(\d+)/", screen_of(page, "Bulletins papier"))[1]
    batch = page.get_by_role("link", name="Saisir le lot 1").get_attribute("href")
    page.goto(f"{WORK}{poll}/roll/?q=zz")
    page.goto(f"{WORK}{poll}/roll/?state=not-voted")
    person = page.locator(".nice-padding tbody a").first.get_attribute("href")
    page.goto(POLLS)
    held = {name: page.get_by_role("link", name=name).get_attribute("href") for name in (RUNNING, RUNNING[:-1] + "5")}
    running, past = held.values()
    vote = re.search(r"(\d+)/$", running)[1]
    screens = [
        *(running + screen for screen in ("", "extend/", "close/", "seal/", "rehearse/")),
        *(POLLS, past, WORK, "/admin/participation/journal/", person, f"{person}remove/", f"{person}code/", batch),
        *(f"{WORK}{poll}/{screen}/" for screen in ("roll", "roll/import", "roll/new", "codes", "codes/1/void")),
        *(f"{WORK}{poll}/{screen}/" for screen in ("desk/place", "sheets", "duties")),
        *(f"{VOTES}{screen}" for screen in (f"inspect/{vote}/", f"paper/{vote}/", f"paper/{vote}/?type=large")),
    ]
    for screen in screens:
        answer = page.goto(screen)
        assert answer.status == 200, screen
        page.evaluate(axe())
        found = page.evaluate(OURS, RULES)
        faults += [f"{screen}: {each}" for each in found + page.evaluate(STICKING_OUT)]
    assert not faults, "\n".join(faults)


def at_the_market(page):
    """To the desk of the market hall; a session is asked once where it is."""
    if not screen_of(page, "Lieu de vote").endswith("/place/"):
        return
    page.get_by_label("Lieu de vote").select_option(label="Halle du marché")
    press(page, "Ouvrir le lieu de vote")


def added(clerk, name, year):
    """Somebody who is on no roll, put there at the desk."""
    press(clerk, "Absent de la liste : ajouter quelqu’un")
    clerk.get_by_label("Prénom et nom").fill(name)
    clerk.get_by_label("Année de naissance").fill(year)
    clerk.get_by_role("checkbox").first.check()
    press(clerk, "Ajouter à la liste")
    says(clerk, f"{name} figure sur la liste.")


def made_a_tablet(page, name):
    """A device that becomes a tablet of the market hall: its session ends."""
    sign_in(page, "scrutateur")
    at_the_market(page)
    press(page, "Tablettes")
    page.get_by_label("Nom de la tablette").fill(name)
    press(page, "Faire de cet appareil une tablette de vote et fermer ma session")
    says(page, "Adressez-vous")
    return page


def test_the_desk_and_the_tablet_work_without_scripts(people, colleague, workshop):
    clerk = colleague("greffe", script=False)
    clerk.watch.forgive("422")
    at_the_market(clerk)
    find(clerk, "xylophone")
    says(clerk, "0 personne")
    press(clerk, "Absent de la liste : ajouter quelqu’un")
    clerk.get_by_label("Année de naissance").fill("2001")
    press(clerk, "Ajouter à la liste")
    says(clerk, "Cochez ce que vous avez vu.")
    screen_of(clerk, "Lieu de vote")
    added(clerk, "Inès Delattre", "2001")

    tablet = made_a_tablet(people.come(workshop, "desk", cookies="their own", script=False), "Halle 1")
    clerk.reload()
    find(clerk, "delattre")
    press(clerk, "Vote sur Halle 1")
    tablet.reload()
    follow(tablet.get_by_role("link", name="Commencer"))
    tablet.locator("form[data-ballot] .option label").first.click()
    follow(tablet.get_by_role("button", name="Relire mon bulletin"))
    follow(tablet.get_by_role("button", name="Déposer mon bulletin"))
    says(tablet, "Votre bulletin est enregistré")
    follow(tablet.get_by_role("button", name="J’ai terminé"))
    says(tablet, "Adressez-vous")
    find(clerk, "delattre")
    says(clerk, "A déjà voté en ligne")


def begun(clerk, tablet):
    """Rachid Belkacem is called to the tablet, which asks by itself, and has chosen something."""
    find(clerk, "belkacem")
    press(clerk, "Vote sur Halle 2")
    tablet.clock.run_for(6_000)
    tablet.get_by_role("link", name="Commencer").click()
    tablet.locator("form[data-ballot] .option label").first.click()
    expect(tablet.locator("form[data-ballot] :checked")).to_have_count(1)


def test_a_tablet_left_alone_asks_then_empties_itself_and_the_desk_takes_it_back(people, colleague, workshop):
    clerk, device = colleague("greffe"), people.come(workshop, "phone", cookies="their own", dark=True)
    at_the_market(clerk)
    added(clerk, "Rachid Belkacem", "1990")
    device.clock.install()
    tablet = made_a_tablet(device, "Halle 2")
    ask, empty = tablet.get_by_role("dialog"), tablet.locator("[data-waiting]")
    begun(clerk, tablet)
    tablet.clock.run_for(121_000)
    expect(ask.get_by_role("button", name="Je suis toujours là")).to_be_focused()
    tablet.evaluate(axe())
    assert tablet.evaluate(RUN_AXE.replace("axe.run(document,", "axe.run('dialog',"), RULES) == []
    assert tablet.evaluate(STICKING_OUT) == []
    tablet.keyboard.press("Enter")
    expect(ask).to_be_hidden()
    expect(tablet.locator("form[data-ballot] :checked")).to_have_count(1)
    tablet.clock.run_for(121_000)
    expect(ask).to_be_visible()
    tablet.clock.run_for(61_000)
    expect(empty).to_be_attached()

    begun(clerk, tablet)
    tablet.get_by_role("button", name="Relire mon bulletin").click()
    says(tablet, "Votre vote n’est pas encore enregistré")
    clerk.goto(clerk.url)
    press(clerk, "Reprendre Halle 2")
    says(clerk, "Rachid Belkacem n’a pas voté et peut encore le faire")
    tablet.clock.run_for(6_000)
    expect(empty).to_be_attached()
    assert "Belkacem" not in tablet.content()


def find(page, words):
    """Search the roll at the desk."""
    page.get_by_label("Nom, numéro ou année de naissance").fill(words)
    press(page, "Chercher")


def read(page, sheets, typed):
    """One reading of the only sheet of the newest batch."""
    page.goto(sheets)
    follow(page.get_by_role("link", name=re.compile("^Saisir le lot")).last)
    page.get_by_label(re.compile("^Numéros cochés")).fill(typed)
    press(page, "Garder, feuille suivante")
    says(page, "Il ne reste rien pour vous dans ce lot.")


def test_where_two_readings_differ_a_helper_who_came_by_a_letter_decides(people, colleague, workshop):
    clerk, second = colleague("greffe"), colleague("scrutateur")
    screen_of(clerk, "Renforts")
    clerk.get_by_label("Adresse électronique").fill("aide@ormeval.example")
    clerk.get_by_role("radio", name="saisi").check()
    press(clerk, "Envoyer le courriel")
    helper = people.come(workshop, "desk", cookies="their own")
    helper.goto("/lettres/")
    helper.goto(helper.locator("article").first.get_by_role("link").first.get_attribute("href"))
    password = "un-fauteuil-bleu-27"
    for field in helper.locator("input[type=password]").all():
        field.fill(password)
    follow(helper.get_by_role("main").get_by_role("button").first)
    sign_in(helper, "aide", password)

    sheets = screen_of(clerk, "Bulletins papier")
    clerk.get_by_label("Nombre de feuilles de la pile").fill("1")
    press(clerk, "Commencer le lot")
    read(clerk, sheets, "3")
    read(second, sheets, "4")
    clerk.goto(sheets)
    says(clerk, "1 feuille attend une troisième personne.")
    read(helper, sheets, "4")
    clerk.goto(sheets)
    press(clerk, re.compile("^Je confirme que le lot"))
    second.goto(sheets)
    press(second, "Je confirme aussi : clore le lot")
    says(second, "est clos")

    second.goto(sheets)
    follow(second.get_by_role("link", name=re.compile("^Annuler le lot")).last)
    second.get_by_label("Motif").fill("Une feuille était comptée deux fois")
    press(second, "Annuler le lot")
    says(second, "est annulé. Ses feuilles se saisissent à nouveau dans un autre lot.")
    says(second, "Une feuille était comptée deux fois")


def test_whoever_takes_the_page_of_a_running_vote_down_is_asked_first(colleague):
    page = colleague("communication", "phone", dark=True)
    number = re.search(r"/pages/(\d+)/edit", page.request.get(CAMPAIGN).text())[1]
    page.goto(f"/admin/pages/{number}/unpublish/")
    follow(page.get_by_role("main").get_by_role("button", name=re.compile("Dépublier|dépublier")))
    says(page, "est ouvert jusqu’au")
    page.evaluate(axe())
    assert page.evaluate(OURS, RULES) == [] and page.evaluate(STICKING_OUT) == []
    press(page, "La laisser en place")
    assert page.request.get(CAMPAIGN).status == 200


def test_the_page_of_a_running_vote_moves_when_asked_twice_and_the_ballot_stays_where_it_was(colleague):
    page = colleague("communication")
    number = re.search(r"/pages/(\d+)/edit", page.request.get(CAMPAIGN).text())[1]
    above = re.search(r"/pages/(\d+)/edit", page.request.get(PAST).text())[1]
    ballot = re.search(r"/p/vote/\d+/bulletin/", page.request.get(CAMPAIGN).text())[0]
    page.goto(f"/admin/pages/{number}/move/{above}/confirm/")
    press(page, "Oui, déplacer cette page")
    says(page, "l’ancienne adresse")
    press(page, "Déplacer quand même la page")
    expect(page.get_by_role("status").first).to_contain_text("déplacée")
    moved = page.request.get(CAMPAIGN)
    assert moved.ok and urlsplit(moved.url).path == CAMPAIGN.replace(CALL, PAST) and ballot in moved.text()
    assert page.request.get(ballot).ok


PAGES_OF = b"/Type /Page\n"
# Words below 18 points, and lines that a page may cut in two.
SMALL_OR_SPLIT = """() => [...document.querySelectorAll("main.sheet *")].filter(each => {
    const says = [...each.childNodes].some(one => one.nodeType === 3 && one.data.trim());
    const style = getComputedStyle(each);
    return (says && parseFloat(style.fontSize) < 24) || (each.matches(".line") && style.breakInside !== "avoid");
}).map(each => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_ballot_paper_in_large_type_fits_its_sheets(colleague, language):
    page = colleague("greffe", {"width": 680, "height": 960})  # between the margins of A4
    page.goto(POLLS)
    vote = re.search(r"(\d+)/$", page.get_by_role("link", name=RUNNING).get_attribute("href"))[1]
    page.goto(f"{VOTES}paper/{vote}/?language={language}")
    follow(page.get_by_role("link", name="Large" if language == "en" else re.compile("Large|Gros")))
    expect(page).to_have_url(re.compile(f"language={language}&type=large"))
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.emulate_media(media="print")
    assert page.evaluate(SMALL_OR_SPLIT) == [] and page.evaluate(STICKING_OUT) == []
    assert page.pdf(prefer_css_page_size=True).count(PAGES_OF) <= 10, "60 projects"


def test_a_letter_with_seven_places_to_vote_is_one_page(colleague):
    page = colleague("greffe")
    page.goto(screen_of(page, "Liste d’émargement") + "?state=not-voted")
    follow(page.get_by_role("link", name="Nouveau code").first)
    page.get_by_label("Motif").fill("Lettre perdue")
    press(page, "Créer un nouveau code")
    expect(page.locator(".letter .code")).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).count(PAGES_OF) == 1
