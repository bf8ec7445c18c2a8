"""An import as a process of its own, on a real database file: of a whole city, and killed in the middle."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bench import lodz_shape
from budgets.test_import_pabulib import SMALL
from django.db import connection
from factories import home_page


ROOT = Path(__file__).parents[2]
VOTERS = 40_000
MOST_MEGABYTES = 300  # a process of Django and Wagtail alone takes 120
VISIT = """
from django.test import Client
from participation.models import Vote
vote = Vote.objects.get()
answer = Client(headers={"host": "localhost"}).get(f"/p/vote/{vote.pk}/", follow=True)
print(answer.status_code, vote.sealed_ballots.count(), vote.options.count(), answer.content.count(b"Projet") > 0)
"""
HALFWAY = 2_000_000  # bytes written ahead of the commit; the whole import is several times that
LONGEST = 300  # seconds, on a machine that is busy


@pytest.fixture
def town(tmp_path, transactional_db):
    """The path of a town's database file: a copy of the test database, with a home page."""
    if connection.vendor != "sqlite":
        pytest.skip("says what a database file does: runs in the first half of `make test`")
    home_page()
    path = tmp_path / "town.sqlite3"
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.close()
    return path


@pytest.fixture
def large(tmp_path):
    """A file whose import takes some seconds."""
    head = SMALL[: SMALL.index("1;34")].replace("num_votes;5", f"num_votes;{VOTERS}")
    path = tmp_path / "large.pb"
    path.write_text(head + "".join(f"{voter};{voter % 90};a,c\n" for voter in range(VOTERS)), encoding="utf-8")
    return path


def rows(path):
    """How many rows each table has, asked anew."""
    opened = sqlite3.connect(path)
    tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608
    opened.close()
    return found


def begin(town, *words, **how):
    """A command as a process of its own."""
    settings = {"DATABASE_URL": f"sqlite:///{town}", "DJANGO_SETTINGS_MODULE": "municipal.settings.dev"}
    environment = {**os.environ, **settings, "TOWN_VAR": str(town.parent)}
    return subprocess.Popen([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, **how)


def most_memory(process):
    """The most megabytes a process holds until it ends. Not by its `rusage`: that begins with its parent's."""
    most = 0
    while process.poll() is None:
        said = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
        most = max(most, int(said[1]) // 1024 if said else 0)  # none once it has ended
        time.sleep(0.02)
    return most


def test_an_import_killed_in_the_middle_leaves_nothing(town, large):
    before, written = rows(town), town.with_name("town.sqlite3-wal")
    importing = begin(town, "import_pabulib", large)
    until = time.monotonic() + LONGEST
    while importing.poll() is None and not (written.exists() and written.stat().st_size > HALFWAY):
        assert time.monotonic() < until, "the import does not begin"
        time.sleep(0.01)
    importing.send_signal(signal.SIGKILL)
    assert importing.wait() == -signal.SIGKILL, "it had ended before it was killed"
    assert rows(town) == before
    assert before["participation_sealedballot"] == 0


def test_a_city_of_ninety_thousand_voters_becomes_an_edition_in_bounded_memory(town, tmp_path):
    file, told = tmp_path / "city.pb", tmp_path / "told"
    lodz_shape.write(file)
    with told.open("w") as lines:
        importing = begin(town, "import_pabulib", file, stderr=lines)
        megabytes = most_memory(importing)
    assert importing.returncode == 0 and 50 < megabytes < MOST_MEGABYTES
    assert f"of {lodz_shape.VOTERS} ballots" in told.read_text(), "how far it is, while it lasts"
    visit = begin(town, "shell", "--no-imports", "-c", VISIT, stdout=subprocess.PIPE, text=True)
    said, _none = visit.communicate(timeout=LONGEST)
    assert said.split() == ["200", str(lodz_shape.VOTERS), str(lodz_shape.PROJECTS), "True"]
