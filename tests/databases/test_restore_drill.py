"""P23: a backup, restored, gives the same roots and results and a whole journal; an altered one does not."""

import io
import os
import sqlite3
import subprocess
from contextlib import closing

import pytest
from ballots.sealed import APPROVALS, held
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils.connection import ConnectionDoesNotExist

from participation.management import drill
from participation.models import Poll, SealedBallot


ANOTHER_WINNER = """UPDATE {} SET counts = replace(counts{}, '"winners": [', '"winners": ["9",'){}"""
pytestmark = pytest.mark.django_db(transaction=True)


def run(**options):
    said = io.StringIO()
    call_command("restore_drill", stdout=said, **options)
    return said.getvalue()


def copies():
    """The copies of our database on its server."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, current_database() || '_drill_')")
        return cursor.fetchall()


def is_open():
    """Is the copy still within reach?"""
    try:
        return bool(connections[drill.COPY])
    except ConnectionDoesNotExist:
        return False


def backup(path):
    """A backup as README.md says to make one."""
    if connection.vendor == "postgresql":
        place = connection.settings_dict
        where = ["-h", place["HOST"], "-U", place["USER"], "-d", place["NAME"]]
        subprocess.run(["pg_dump", "-Fc", *where, "-f", path], check=True)
    else:
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as live, closing(sqlite3.connect(path)) as copy:
            live.backup(copy)
    return path


def test_a_restored_backup_gives_the_same_roots_results_and_journal():
    poll = held(APPROVALS, [["1"], None, []])
    said = run()
    assert said.count(poll.root) == 1 and "same roots, results and journal" in said and "DIFFERS" not in said
    assert f"{SealedBallot.objects.count()} " in said and "Media files" in said
    assert copies() == [] and not is_open()


def test_an_older_backup_is_tried_too_and_the_live_database_may_have_moved_on(tmp_path):
    held(APPROVALS)
    file = backup(tmp_path / "town.backup")
    held(APPROVALS[:3], salt="11" * 16)
    assert "same roots" in run(backup=file)
    assert list(tmp_path.iterdir()) == [file], "nothing is written beside it"


@pytest.mark.parametrize(
    ("table", "statement", "wrong"),
    [
        ("participation_sealedballot", "UPDATE {} SET body = '[\"4\"]'", "root, vote"),
        ("participation_sealedballot", "UPDATE {} SET body = 'nothing'", "root, vote"),
        ("participation_journalentry", "UPDATE {} SET act = 'poll-made' WHERE place = 2", "journal"),
        ("participation_result", ANOTHER_WINNER, "result"),
    ],
)
def test_an_altered_backup_is_refused_with_what_differs(tmp_path, unguarded, table, statement, wrong):
    poll = held(APPROVALS)
    casts = ("::text", "::jsonb") if connection.vendor == "postgresql" else ("", "")
    with unguarded(table), connection.cursor() as cursor:
        cursor.execute(statement.format(table, *casts))
        file = backup(tmp_path / "town.backup")
    with pytest.raises(CommandError) as refused:
        run(backup=file)
    assert refused.value.returncode == 1 and wrong.partition(",")[0] in str(refused.value)
    assert "vote" not in wrong or f"vote {poll.vote_id}, root" in str(refused.value)


def test_a_ballot_altered_together_with_its_root_differs_from_the_root_of_today(tmp_path):
    """Whoever alters a backup can work out another root; the live one, and the minutes, still say the first."""
    poll = held(APPROVALS)
    Poll.objects.update(root="0" * 64)
    file = backup(tmp_path / "town.backup")
    Poll.objects.update(root=poll.root)
    with pytest.raises(CommandError, match="root"):
        run(backup=file)


def test_the_copy_goes_whatever_happens(monkeypatch):
    held(APPROVALS[:3])

    def fail():
        assert len(copies()) == (connection.vendor == "postgresql")
        raise RuntimeError("on the way")

    monkeypatch.setattr(drill, "counted_again", fail)
    with pytest.raises(RuntimeError):
        run()
    assert copies() == [] and not is_open()


def test_what_is_missing_is_said_in_one_line(tmp_path, monkeypatch):
    absent = tmp_path / "absent.dump"
    nothing = tmp_path / "nothing.dump"
    nothing.write_bytes(b"no backup at all" * 100)
    for file in (absent, nothing):
        with pytest.raises(CommandError) as refused:
            run(backup=file)
        assert refused.value.returncode == 2 and "\n" not in str(refused.value)
    if connection.vendor == "postgresql":
        monkeypatch.setenv("PATH", os.fspath(tmp_path))
        with pytest.raises(CommandError, match="apt install") as refused:
            run()
        assert refused.value.returncode == 2


def test_a_role_that_may_make_no_database_is_told_so():
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has roles: runs in the second half of `make test`")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'town_reader'")
        if not cursor.fetchone():
            cursor.execute("CREATE ROLE town_reader LOGIN")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO town_reader")
        cursor.execute("GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO town_reader")
    connection.close()
    connection.settings_dict["USER"], owner = "town_reader", connection.settings_dict["USER"]
    try:
        with pytest.raises(CommandError, match="permission denied to create database") as refused:
            run()
        assert refused.value.returncode == 2
    finally:
        connection.close()
        connection.settings_dict["USER"] = owner
