"""A clerk at the desk of votes: set up, choose, read the paper, freeze, count, publish; then residents read it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from engines import needs
from journeys import town as towns
from journeys.browser import follow
from journeys.conftest import sign_in
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]

CLERK = "greffe"
# The clerk reads the editor in English here, so that the journey says the messages as they are in the code.
ACCOUNT = f"""
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile
from municipal.users.models import User
clerk, _made = User.objects.get_or_create(email="{CLERK}@ormeval.example")
clerk.set_password("{towns.PASSWORD}")
clerk.save()
clerk.groups.add(Group.objects.get(name="Greffe du scrutin"))
UserProfile.objects.update_or_create(user=clerk, defaults=dict(preferred_language="en"))
"""
EDITION = """
from datetime import timedelta
from django.utils import timezone
from participation.models import Envelope, Phase, Process, Proposal
now, day = timezone.now(), timedelta(days=1)
process = Process.objects.create(kind="budget", name="NAME")
Phase.objects.create(process=process, kind="vote", opens=now + day, closes=now + 9 * day, sort_order=0)
Phase.objects.create(process=process, kind="results", opens=now + 10 * day, sort_order=1)
Envelope.objects.create(process=process, cents=25_000_00, year=2027)
for number, title in enumerate(("Des arbres rue du Port", "Un banc tous les cent mètres", "Une fontaine"), 1):
    Proposal.objects.create(process=process, number=number, title=title, cost=10_000_00, status="admitted")
"""
VOTED = """
from datetime import timedelta
from django.utils import timezone
from participation.models import Phase, Vote
from participation.votes.actions import seal_imported_ballots
vote = Vote.objects.get(title="NAME")
now, day = timezone.now(), timedelta(days=1)
phases = Phase.objects.filter(process=vote.process)
phases.filter(kind="vote").update(opens=now - 9 * day, closes=now - 2 * day)
phases.filter(kind="results").update(opens=now - day)
seal_imported_ballots(vote, ((ballot, {}) for ballot in [("1", "2")] * 30 + [("2",)] * 5 + [("3",)]))
"""


def run(folder, code):
    """What happens behind the desk: an account, a process, the days of the vote."""
    process = towns.manage(folder, "shell", "--no-imports", "-c", code)
    said, _none = process.communicate(timeout=120)
    assert process.returncode == 0, said


@pytest.fixture(scope="module")
def place(built, tmp_path_factory):
    """A town of this module's own: its folder and its address."""
    folder = towns.copy(built, tmp_path_factory.mktemp("desk"))
    run(folder, ACCOUNT)
    with towns.served(folder) as address:
        yield folder, address


def press(page, name):
    """The button or link of that name below the heading, until the next page is there.

    The trail above it has links of the same names; so may the next page, hence the wait.
    """
    place = page.locator(".nice-padding")
    button = place.get_by_role("button", name=name, exact=True)
    follow(button.or_(place.get_by_role("link", name=name, exact=True)).first)


def clean(page):
    """No axe violation in what is ours: the editor's own frame is not judged here. Without scripts axe cannot run."""
    if not page.scripted:
        return
    found = Axe().run(page, context=".nice-padding" if page.locator(".nice-padding").count() else "main")
    faults = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found.response["violations"]]
    assert faults == [], page.url


def find_the_form(page):
    """From the dashboard, by the menu."""
    page.goto("/admin/")
    page.get_by_role("navigation", name="Main menu").get_by_role("button", name="Participation").click()
    follow(page.get_by_role("link", name="Votes", exact=True))
    follow(page.get_by_role("link", name="Add vote").first)


def set_up(page, name):
    """A draft with its three projects. Returns its number."""
    page.get_by_label("Process").select_option(name)
    page.get_by_label("Title").fill(name)
    page.get_by_role("radio", name="Ranking").check()
    follow(page.get_by_role("button", name="Show the rules that count this ballot"))
    expect(page.get_by_role("radio", name="Points by rank")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value(name)
    page.get_by_role("radio", name=re.compile("^Approval")).check()
    follow(page.get_by_role("button", name="Show the rules that count this ballot"))
    page.get_by_role("radio", name="The most supported first", exact=True).check()
    clean(page)
    follow(page.get_by_role("button", name="Create"))
    expect(page).to_have_url(re.compile(r"/options/\d+/$"))
    page.get_by_role("checkbox", name="Une fontaine").check()
    page.get_by_label("Words").fill("arbres")
    press(page, "Show")
    expect(page.get_by_text("One project is on the list").first).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.get_by_label("Words").fill("")
    press(page, "Show")
    expect(page.get_by_role("checkbox", name="Une fontaine")).to_be_checked()
    press(page, "Add the 3 admissible projects shown")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)
    clean(page)
    press(page, "Save the list")
    expect(page).to_have_url(re.compile(r"/inspect/\d+/$"))
    return re.search(r"/inspect/(\d+)/", page.url)[1]


def read_paper(page, specimen):
    press(page, "Ballot paper")
    expect(page.get_by_role("rowheader", name="Une fontaine")).to_be_visible()
    expect(page.get_by_text("Specimen: not a ballot")).to_have_count(specimen)
    clean(page)
    follow(page.get_by_role("link", name="Français"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.emulate_media(media="print")
    expect(page.locator(".desk-bar")).to_be_hidden()
    page.emulate_media(media="screen")
    follow(page.locator(".desk-bar a").first)


def freeze(page, name):
    press(page, "Freeze the list and open the vote")
    expect(page.get_by_role("checkbox").first).to_be_visible()
    clean(page)
    press(page, "Freeze the list and open the vote")
    expect(page.get_by_text("Nothing was frozen: tick each remark").first).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Freeze the list and open the vote")
    expect(page.get_by_text(f"The list of “{name}” is frozen").first).to_be_visible()
    expect(page.get_by_role("link", name="Count the ballots")).to_have_count(0)
    clean(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_vote_from_its_first_word_to_its_result(people, place, script):
    folder, address = place
    name = "Budget des rues" if script else "Budget des places"
    run(folder, EDITION.replace("NAME", name))
    page = people.come(address, "desk", cookies="their own", script=script)
    page.scripted = script
    sign_in(page, CLERK)
    find_the_form(page) if script else page.goto("/admin/participation/votes/new/")
    number = set_up(page, name)
    read_paper(page, specimen=1)
    freeze(page, name)
    read_paper(page, specimen=0)
    run(folder, VOTED.replace("NAME", name))
    page.reload()
    press(page, "Count the ballots")
    press(page, "Count the ballots")
    expect(page.get_by_text("36 ballots are counted. The result is not public").first).to_be_visible()
    resident = people.come(address, "phone")
    resident.goto(f"/p/vote/{number}/")
    expect(resident.get_by_text("Un banc tous les cent mètres")).to_have_count(0)

    press(page, "Read the whole result")
    expect(page.get_by_text("This result is not public.")).to_be_visible()
    expect(page.get_by_text("Un banc tous les cent mètres").first).to_be_visible()
    follow(page.get_by_role("link", name="Back to the vote"))
    press(page, "Publish the result")
    clean(page)
    press(page, "Publish the result")
    expect(page.get_by_text("Published by Solange").first).to_be_visible()
    resident.reload()
    expect(resident.get_by_text("Un banc tous les cent mètres").first).to_be_visible()
