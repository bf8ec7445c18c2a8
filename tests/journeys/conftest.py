"""A town built and served for the journeys, a browser, and the people who come: readers and editors.

`TOWN_BUILT=<folder>` takes a town that is built already. A test that fails leaves a picture in screenshots/failed/.
"""

import os
import re
from pathlib import Path

import pytest
from filelock import FileLock
from journeys import town as towns
from journeys.browser import DEVICES, Watch, follow, start
from playwright.sync_api import expect, sync_playwright


PATIENCE = 30_000  # a machine with other work still gets there
FAILED = Path(__file__).resolve().parents[2] / "screenshots" / "failed"

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def built(tmp_path_factory, request):
    """The folder of the demo town, made once for all the processes that share a run. Nobody changes it."""
    if already := os.environ.get("TOWN_BUILT"):
        return Path(already)
    mine = tmp_path_factory.getbasetemp()
    folder = (mine.parent if hasattr(request.config, "workerinput") else mine) / "town"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            towns.build(folder)
    return folder


@pytest.fixture(scope="session")
def town(built, tmp_path_factory):
    """The address of a town to read: no journey changes it."""
    with towns.served(towns.copy(built, tmp_path_factory.mktemp("read"))) as address:
        yield address


@pytest.fixture(scope="module")
def workshop(built, tmp_path_factory):
    """The address of a town to write in: each module that asks has its own."""
    with towns.served(towns.copy(built, tmp_path_factory.mktemp("written"))) as address:
        yield address


@pytest.fixture(scope="module")
def browser(chromium):
    """Chromium. One a module: a Playwright left open would keep the next module's tests from the database."""
    with sync_playwright() as player:
        chrome = start(player, chromium)
        yield chrome
        chrome.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.went_wrong = report.failed
    return report


class People:
    """Makes pages in contexts of their own, and at the end looks at what each of them met."""

    def __init__(self, browser):
        self.browser, self.watches = browser, []

    def come(self, address, device, *, dark=False, script=True, cookies="none", **options):
        """A new page of somebody who has never been here. `page.watch` is what goes wrong in it."""
        context = self.browser.new_context(
            base_url=address,
            viewport=device if isinstance(device, dict) else DEVICES[device],
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        watch = Watch(context, address, cookies)
        self.watches.append(watch)
        page = context.new_page()
        page.watch = watch
        return page

    def leave(self, name, failed):
        """Close everything; the faults that were met, unless the test has failed already."""
        faults = []
        for number, watch in enumerate(self.watches):
            if failed:
                FAILED.mkdir(parents=True, exist_ok=True)
                for page in watch.context.pages:
                    page.screenshot(path=FAILED / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}-{number}.png")
            else:
                faults += watch.faults()
            watch.context.close()
        return faults


@pytest.fixture
def people(browser, request):
    """People who come to the town; the test fails if one of them met an error, another place or a cookie."""
    people = People(browser)
    yield people
    faults = people.leave(request.node.name, getattr(request.node, "went_wrong", True))
    assert not faults, "\n".join(faults)


@pytest.fixture
def reader(people, town):
    """A reader of the town, new to it: `reader()` at a desk, `reader("phone", dark=True, script=False)`."""

    def come(device="desk", **options):
        return people.come(town, device, **options)

    return come


KEPT = {}


@pytest.fixture
def colleague(people, workshop):
    """A signed-in colleague, by the first part of the address: `colleague("communication")`."""

    def come(name, device="desk", **options):
        page = people.come(workshop, device, cookies="their own", storage_state=KEPT.get((workshop, name)), **options)
        if (workshop, name) not in KEPT:
            sign_in(page, name)
            KEPT[workshop, name] = page.context.storage_state()
        return page

    return come


def sign_in(page, name, password=towns.PASSWORD):
    """Sign in at the editor's door."""
    page.goto("/admin/login/")
    page.locator("[name=username]").fill(f"{name}@ormeval.example")
    page.locator("[name=password]").fill(password)
    follow(page.locator("form button[type=submit]"))
    page.wait_for_url("**/admin/")
