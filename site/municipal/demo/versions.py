"""What a demo town was made with, kept in a file beside its SQLite database, so that an older one is told plainly."""

import hashlib
import json
from pathlib import Path

from django.apps import apps
from django.utils import timezone


HERE = Path(__file__).parent
NOTE = ".made-with.json"
# Ours to regenerate: a migration that is no longer what the database was made with cannot be caught up with.
OURS = ("participation", "users", "media", "home")


def made_now():
    """The digests of every migration of ours, and of all that decides what the town says."""
    tables = {
        f"{label}/{path.name}": _digest(path)
        for label in OURS
        for path in sorted((Path(apps.get_app_config(label).path) / "migrations").glob("0*.py"))
    }
    says = [path for kind in ("*.py", "texts/*.toml", "drawings/*.svg") for path in sorted(HERE.glob(kind))]
    return {"tables": tables, "texts": _digest(*says)}


def remember(database):
    """Write down what the town in this file has just been made with."""
    _beside(database, NOTE).write_text(json.dumps(made_now(), indent=1), encoding="utf-8")


def verdict(database):
    """Is there a town? "none", "same", "texts" (its texts have changed since) or "tables" (its tables have).

    A migration that was added since is no change of what is there: it is run, as in any town.
    """
    if not database.exists() or not database.stat().st_size:
        return "none"
    note = _beside(database, NOTE)
    if not note.exists():
        return "tables"
    then, now = json.loads(note.read_text(encoding="utf-8")), made_now()
    if any(now["tables"].get(name) != digest for name, digest in then["tables"].items()):
        return "tables"
    return "same" if then["texts"] == now["texts"] else "texts"


def set_aside(database, media):
    """Move a town and its files out of the way, nothing deleted. Returns the folder that they are in."""
    shelf = database.parent / f"ancienne-ville-{timezone.localtime():%Y-%m-%d-%H%M%S}"
    shelf.mkdir()
    for path in [*files_of(database), media]:
        if path.exists():
            path.rename(shelf / path.name)
    return shelf


def files_of(database):
    """All the files that a town's database is made of."""
    return [_beside(database, end) for end in ("", "-wal", "-shm", NOTE)]


def _beside(database, end):
    return database.with_name(f"{database.name}{end}")


def _digest(*paths):
    read = hashlib.sha256()
    for path in paths:
        read.update(path.read_bytes())
    return read.hexdigest()[:16]
