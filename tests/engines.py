"""The outside engines that some tests need: found, and named at the end of the run when absent.

    from engines import find, needs

    @needs("chromium")                       # on a test, or for a module: pytestmark = needs("shared")
    def test_visitor_reads_the_news(...): ...

A test whose engine is absent is skipped, and the end of the run says which engine and how to get it; with
REQUIRE_ENGINES=1 (CI) that test fails. `find("shared")` is a path or None, for use while tests are collected.
`TEST_DATABASE=postgresql pytest` runs the tests that use a database on a server of their own (postgres.py).
pytest loads this module by `-p engines`, before Django reads its settings.
"""

import os
import shutil
from functools import cache
from pathlib import Path

import postgres
import pytest


ROOT = Path(__file__).resolve().parents[1]
REQUIRED = os.environ.get("REQUIRE_ENGINES") == "1"
ON_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "admin_user", "admin_client"}


def _program(*names):
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def _folder(path):
    return path if path.exists() else None


# Name: how it is found, and the line that brings it.
ENGINES = {
    "chromium": (
        lambda: _program("chromium", "chromium-browser", "google-chrome"),
        "sudo apt install chromium",
    ),
    "postgresql": (postgres.programs, "sudo apt install postgresql"),
    "gettext": (lambda: _program("xgettext"), "sudo apt install gettext"),
    "git": (lambda: _program("git") and _folder(ROOT / ".git"), "a git checkout, not an archive"),
    "shared": (lambda: _folder(ROOT.parent / "shared"), "the folder ../shared beside this checkout"),
}


@cache
def find(name):
    """Where an engine is, or None."""
    return ENGINES[name][0]()


def needs(*names):
    """Mark a test, or a module by `pytestmark`, that cannot run without these engines."""
    if unknown := set(names) - set(ENGINES):
        raise LookupError(
            f"No engine is called {', '.join(sorted(unknown))}: tests/engines.py knows {', '.join(ENGINES)}."
        )
    return pytest.mark.needs(*names)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests():
    if ON_POSTGRESQL and "TEST_DATABASE_URL" not in os.environ:
        if find("postgresql"):
            os.environ["TEST_DATABASE_URL"] = postgres.start(quick=True)
        elif REQUIRED:
            raise pytest.UsageError(f"PostgreSQL is absent: {ENGINES['postgresql'][1]}")
    return (yield)


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        postgres.stop()


def pytest_configure(config):
    config.addinivalue_line("markers", "needs(*engines): engines of tests/engines.py without which it cannot run")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    if not ON_POSTGRESQL:
        return
    chosen = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _uses_database(item)])
    items[:] = chosen
    for item in chosen:
        item.add_marker(needs("postgresql"))


def _uses_database(item):
    return item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            if not find(name):
                answer = f"engine absent: {name} ({ENGINES[name][1]})"
                pytest.fail(answer, pytrace=False) if REQUIRED else pytest.skip(answer)


def pytest_terminal_summary(terminalreporter):
    absent = [name for name in ENGINES if not find(name)]
    if not absent:
        return
    terminalreporter.section("engines absent from this machine", yellow=True)
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for name in absent:
        missed = sum(f"engine absent: {name} " in reason for reason in skipped)
        terminalreporter.line(f"{name}: {missed} tests of this run skipped. It takes: {ENGINES[name][1]}")
