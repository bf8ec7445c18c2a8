"""A demo town that an older version made: told from one that is the same, put away whole, nothing deleted."""

import json

from municipal.demo import versions


def made(folder, **changes):
    """A town's database in a folder, and what it was made with."""
    database = folder / "town.sqlite3"
    database.write_bytes(b"SQLite format 3\0")
    versions.remember(database)
    note = folder / "town.sqlite3.made-with.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | changes))
    return database


def test_no_town_is_no_town(tmp_path):
    assert versions.verdict(tmp_path / "town.sqlite3") == "none"
    (tmp_path / "town.sqlite3").touch()  # a server that was stopped before its first table
    assert versions.verdict(tmp_path / "town.sqlite3") == "none"


def test_a_town_of_today_is_the_same(tmp_path):
    assert versions.verdict(made(tmp_path)) == "same"


def test_other_texts_are_said_and_kept(tmp_path):
    assert versions.verdict(made(tmp_path, texts="0123456789abcdef")) == "texts"


def test_a_migration_that_changed_or_vanished_needs_a_new_town(tmp_path):
    tables = versions.made_now()["tables"]
    assert any(name.startswith("participation/0001") for name in tables)
    assert versions.verdict(made(tmp_path, tables=tables | {"participation/0001_initial.py": "another"})) == "tables"
    assert versions.verdict(made(tmp_path, tables=tables | {"participation/0009_gone.py": "gone"})) == "tables"


def test_a_migration_added_since_is_only_run(tmp_path):
    tables = versions.made_now()["tables"]
    assert versions.verdict(made(tmp_path, tables=dict(list(tables.items())[:1]))) == "same"


def test_a_database_that_nobody_wrote_down_is_put_away_with_its_files(tmp_path):
    database = tmp_path / "town.sqlite3"
    database.write_bytes(b"SQLite format 3\0")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "photo.jpg").write_bytes(b"kept")
    assert versions.verdict(database) == "tables"
    shelf = versions.set_aside(database, tmp_path / "media")
    assert (shelf / "town.sqlite3").exists() and (shelf / "media" / "photo.jpg").read_bytes() == b"kept"
    assert versions.verdict(database) == "none" and not (tmp_path / "media").exists()
