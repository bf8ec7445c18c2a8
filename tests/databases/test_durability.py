"""A commit survives a crash: what each database promises, asked of the database itself."""

import sqlite3

import pytest
from django.db import connection, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from municipal.settings.base import database


@pytest.fixture
def town_file(tmp_path, django_db_blocker):
    """A connection to a database file with the town's own options."""
    options = {
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "TIME_ZONE": None,
        **database(f"sqlite:///{tmp_path / 'town.sqlite3'}"),
    }
    opened = DatabaseWrapper(options, alias="town")
    with django_db_blocker.unblock():
        yield opened
        opened.close()


def ask(opened, pragma):
    """One value of a connection's settings."""
    with opened.cursor() as cursor:
        return cursor.execute(f"PRAGMA {pragma}").fetchone()[0]


def test_sqlite_writes_ahead_and_waits_for_the_disk(town_file):
    assert ask(town_file, "journal_mode") == "wal"
    assert ask(town_file, "synchronous") == 2  # FULL
    assert ask(town_file, "foreign_keys") == 1


def test_sqlite_takes_its_lock_when_a_transaction_begins(town_file, tmp_path):
    ask(town_file, "journal_mode")
    other = sqlite3.connect(tmp_path / "town.sqlite3", timeout=0)
    town_file.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()
    town_file.rollback()


@pytest.mark.django_db(transaction=True)
def test_postgresql_is_recent_and_waits_for_the_disk():
    if connection.vendor != "postgresql":
        pytest.skip("says what PostgreSQL does: runs in the second half of `make test`")
    with transaction.atomic(), connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert cursor.execute(f"SHOW {setting}").fetchone()[0] == "on", setting
        assert cursor.execute("SHOW server_encoding").fetchone()[0] == "UTF8"
    assert connection.pg_version >= 15_00_00
