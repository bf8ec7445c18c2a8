"""Two officers take a poll from its checklist to its result: a desk, a tablet, a close put off, a seal by two."""

import re

import pytest
from engines import needs
from journeys import town as towns
from journeys.browser import follow
from journeys.conftest import sign_in
from journeys.polls import LATER, MOVE, NAME, ROLL, SET_UP
from journeys.test_accessibility import RULES, RUN_AXE, axe
from journeys.test_vote_desk import clean, press, run
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]


@pytest.fixture(scope="module")
def place(built, tmp_path_factory):
    """A town of this module's own: its folder and its address."""
    folder = towns.copy(built, tmp_path_factory.mktemp("polls"))
    run(folder, SET_UP)
    with towns.served(folder) as address:
        yield folder, address


@pytest.fixture
def officer(people, place):
    """`officer("greffe")`: signed in at a desk of their own."""

    def come(name):
        page = people.come(place[1], "desk", cookies="their own")
        page.scripted = True
        page.watch.forgive("422")  # a form that is refused, and says why
        sign_in(page, name)
        return page

    return come


def says(page, words):
    """What the screen answers."""
    expect(page.get_by_text(words).first).to_be_visible()


def find_the_poll(page):
    """From the list of polls to the page of this one; the first part of its addresses."""
    page.goto("/admin/participation/polls/")
    follow(page.get_by_role("link", name=NAME))
    return page.url


def set_up(page, poll):
    """The form, once refused; then the questionnaire; then the checklist no longer asks for them."""
    press(page, "Set up the poll")
    press(page, "Save")
    says(page, "Nothing was saved")
    clean(page)
    page.get_by_role("radio", name=re.compile("^the roll")).check()
    page.get_by_label("What one can do when the screen refuses").fill("Mairie d’Orméval, 01 99 00 15 24")
    for reader in ("Solange", "Paul"):
        page.get_by_role("checkbox", name=re.compile(reader)).check()
    page.get_by_label("Privacy notice").fill("/donnees-personnelles/")
    page.get_by_label("Impact assessment").fill("À lire à l’hôtel de ville")
    press(page, "Save")
    says(page, "is saved")
    says(page, "Answer the questionnaire")
    clean(page)
    press(page, "What is at stake")
    for no in page.get_by_role("radio", name="No", exact=True).all():
        no.check()
    clean(page)
    press(page, "Keep these answers")
    says(page, "Level 1")


def put_on_the_roll(page, poll):
    """A file with a line that is refused, read before it is written; then the codes."""
    page.goto(poll)
    press(page, "Roll")
    press(page, "Import a file")
    file = {"name": "liste.csv", "mimeType": "text/csv", "buffer": ROLL.encode()}
    page.get_by_label("CSV file").set_input_files(file)
    press(page, "Read the file (nothing is written)")
    says(page, "3 people would be added")
    says(page, "too young")
    clean(page)
    press(page, "Import the other lines, without the refused ones")
    says(page, "3 people added")
    press(page, "Letters and codes")
    clean(page)
    with page.expect_download() as letters:
        page.get_by_role("button", name="Make the codes and download the file").click()
    assert letters.value.suggested_filename.endswith(".html")


def rehearse(page, poll):
    """A rehearsal says what it is, and goes."""
    page.goto(poll)
    press(page, "Rehearse")
    press(page, "Begin the rehearsal")
    says(page, "These codes are shown once.")
    clean(page)
    press(page, "To the page of the rehearsal")
    says(page, "Nothing here counts")
    clean(page)
    press(page, "Delete the rehearsal")
    clean(page)
    press(page, "Delete the rehearsal")
    says(page, "The rehearsal is deleted")


def open_the_box(page, poll):
    """Every remark is read and ticked."""
    page.goto(poll)
    press(page, "Open the box")
    clean(page)
    press(page, "Open the box")
    says(page, "tick each remark")
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Open the box")
    says(page, "The box is ready")


def hold_the_desk(page, poll):
    """Where the desk stands, one person marked, who has voted already is told apart."""
    page.goto(poll)
    press(page, "Voting desk")
    page.get_by_label("Place to vote").select_option(label="Médiathèque du Vieux-Pont")
    press(page, "Go to the desk")
    find(page, "delacroix")
    clean(page)
    press(page, "Votes here on paper")
    says(page, "Hand out one ballot paper.")
    find(page, "delacroix")
    says(page, "Has already voted at: Médiathèque du Vieux-Pont")
    clean(page)


def find(page, words):
    """Search the roll at the desk."""
    page.get_by_label("Name, number or year of birth").fill(words)
    press(page, "Find")


def pair_a_tablet(officer):
    """An officer opens the screen on the tablet itself, and is signed out on it."""
    tablet = officer("scrutateur")
    tablet.goto("/admin/participation/polling/")
    follow(tablet.get_by_role("region", name=NAME).get_by_role("link", name="Voting desk"))
    tablet.get_by_label("Place to vote").select_option(label="Médiathèque du Vieux-Pont")
    press(tablet, "Go to the desk")
    press(tablet, "Tablets")
    tablet.get_by_label("Name of the tablet").fill("Tablette 1")
    press(tablet, "Make this device a voting tablet and sign me out")
    says(tablet, "Adressez-vous")
    return tablet


def vote_on(tablet, titles):
    """Whoever was called votes; the tablet forgets them."""
    expect(tablet.get_by_role("link", name="Commencer")).to_be_visible()
    look(tablet)
    follow(tablet.get_by_role("link", name="Commencer"))
    for title in titles:
        tablet.locator("form[data-ballot] label", has_text=title).click()  # the whole line is the target
    look(tablet)
    follow(tablet.get_by_role("button", name="Relire mon bulletin"))
    expect(tablet.locator(".ticket")).to_be_visible()
    look(tablet)
    follow(tablet.get_by_role("button", name="Déposer mon bulletin"))
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Votre bulletin est enregistré")
    look(tablet)
    follow(tablet.get_by_role("button", name="J’ai terminé"))
    says(tablet, "Adressez-vous")
    look(tablet)


def look(page):
    """A public screen keeps nobody out, whole as it is."""
    if page.scripted:
        page.evaluate(axe())
        assert page.evaluate(RUN_AXE, RULES) == [], page.url


def put_the_end_off(page, poll, resident, vote):
    """With a reason that residents read."""
    page.goto(poll)
    press(page, "Put the end off")
    press(page, "Put the end off")
    says(page, "Say why: residents read it.")
    clean(page)
    page.get_by_label("New end").fill(LATER)
    page.get_by_label("Reason").fill("La médiathèque était fermée mardi.")
    page.get_by_label("Reason").focus()
    press(page, "Put the end off")
    says(page, "The box closes on")
    says(page, "La médiathèque était fermée mardi.")
    clean(page)


def close_and_enter(page, poll, second):
    """The end has come: closed, the one sheet read by two who do not see each other's reading, its batch closed."""
    page.goto(poll)
    press(page, "Close the box")
    clean(page)
    press(page, "Close the box")
    says(page, "Roll and box say the same number")
    press(page, "Paper ballots")
    page.get_by_label("Sheets in the stack").fill("1")
    press(page, "Begin the batch")
    says(page, "Write “batch 1” on the stack.")
    sheets = page.url
    for reader in (page, second):
        reader.goto(sheets)
        press(reader, "Enter batch 1")
        reader.get_by_label("Numbers that are ticked").fill("2 3")
        press(reader, "Keep, next sheet")
        says(reader, "Nothing is left for you in this batch.")
    page.goto(sheets)
    press(page, "I agree that it is settled")
    second.goto(sheets)
    press(second, "I agree too: close it")
    says(second, "Batch 1 is closed.")


def seal(page, poll, second):
    """Each in their own name."""
    for person, button in ((page, "Agree to seal the box"), (second, "Agree and seal the box")):
        person.goto(poll)
        press(person, "Seal the box")
        clean(person)
        press(person, button)
    says(second, "The box is sealed.")


def read_and_publish(clerk, second, reader, resident, vote):
    """Counted by the clerk; read and published by a named reader; until then nobody else sees it."""
    at = f"/admin/participation/votes/inspect/{vote}/"
    clerk.goto(at)
    press(clerk, "Count the ballots")
    press(clerk, "Count the ballots")
    says(clerk, "2 ballots are counted.")
    second.goto(at)
    says(second, "Until it is public, the result is seen by those named on its poll")
    clean(second)
    expect(second.get_by_role("link", name="Read the whole result")).to_have_count(0)
    resident.reload()
    expect(resident.get_by_text("sélectionné")).to_have_count(0)
    reader.goto(at)
    press(reader, "Read the whole result")
    says(reader, "This result is not public.")
    clean(reader)
    reader.goto(at)
    press(reader, "Publish the result")
    press(reader, "Publish the result")
    says(reader, "Published by Paul")
    resident.reload()
    expect(resident.get_by_text("Un abri à vélos").first).to_be_visible()


def test_a_poll_from_its_checklist_to_its_result(people, place, officer):
    folder, address = place
    clerk, second = officer("greffe"), officer("scrutateur")
    poll = find_the_poll(clerk)
    vote = re.search(r"/polls/(\d+)/", poll)[1]
    set_up(clerk, poll)
    put_on_the_roll(clerk, poll)
    rehearse(clerk, poll)
    open_the_box(clerk, poll)
    run(folder, MOVE.replace("SECONDS", "7200"))

    hold_the_desk(clerk, poll)
    tablet = pair_a_tablet(officer)
    find(clerk, "benali")
    press(clerk, "Votes on Tablette 1")
    says(clerk, "can vote on “Tablette 1” now")
    vote_on(tablet, ["Un abri à vélos"])
    find(clerk, "benali")
    says(clerk, "Has already voted online")
    resident = people.come(address, "phone")
    put_the_end_off(clerk, poll, resident, vote)
    resident.goto(f"/p/vote/{vote}/")
    says(resident, "La médiathèque était fermée mardi.")

    run(folder, MOVE.replace("SECONDS", "-5"))
    close_and_enter(clerk, poll, second)
    seal(clerk, poll, second)

    reader = officer("budget")
    read_and_publish(clerk, second, reader, resident, vote)
