"""The restore drill: a backup is made or taken, opened beside the live database, and everything is counted again."""

import os
import secrets
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.db import DatabaseError, connection, connections, router, transaction

from participation.ballots.actions import lines
from participation.ballots.models import Elector, OpenBallot, Poll, RollMark
from participation.ballots.rules import root_of
from participation.journal.actions import verify
from participation.journal.models import JournalEntry
from participation.votes.actions import counts_by, profile_of
from participation.votes.models import Result, SealedBallot


COPY = "restored"  # the alias of the restored copy
COUNTED = (Elector, RollMark, OpenBallot, SealedBallot, Result, JournalEntry)


class NotDrilled(Exception):
    """The drill could not be held: a tool, a right or a file is missing. Its words say which."""


class _To:
    """A router by which every read asks one database."""

    def __init__(self, alias):
        self.alias = alias

    def db_for_read(self, model, **hints):
        return self.alias


@contextmanager
def reading(alias):
    """While it lasts, every query that names no database asks this one."""
    router.routers.insert(0, _To(alias))
    try:
        yield
    finally:
        router.routers.pop(0)


@contextmanager
def snapshot(file):
    """Write a backup of the live database. Inside, what one reads of it is what the backup holds."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (key,) = cursor.fetchone()
            _run("pg_dump", f"--snapshot={key}", "--format=custom", f"--file={file}")
        else:
            # By another connection: this one holds the lock of those who write, so nothing changes meanwhile.
            name = Path(connection.settings_dict["NAME"]).resolve()
            live = sqlite3.connect(f"{name.as_uri()}?mode=ro", uri=True)
            with closing(live), closing(sqlite3.connect(file)) as target:
                live.backup(target)
        yield


@contextmanager
def restored(file):
    """The backup as a database of its own under the alias COPY, removed at the end whatever happens."""
    remove = _restore_on_postgresql(file) if connection.vendor == "postgresql" else _restore_on_sqlite(file)
    try:
        with reading(COPY):
            yield
    except DatabaseError as error:
        raise NotDrilled(f"The restored copy cannot be read: {_first(error)}") from error
    finally:
        connections[COPY].close()
        del connections[COPY]
        remove()


def _open(name):
    connections[COPY] = connection.copy(COPY)
    connections[COPY].settings_dict["NAME"] = name


def _restore_on_sqlite(file):
    copy = Path(f"{file}.restored")
    try:
        shutil.copyfile(file, copy)
    except OSError as error:
        raise NotDrilled(f"{error.filename}: {error.strerror}") from error
    _open(str(copy))

    def remove():
        for tail in ("", "-wal", "-shm"):
            Path(f"{copy}{tail}").unlink(missing_ok=True)

    return remove


def _restore_on_postgresql(file):
    name = f"{connection.settings_dict['NAME'][:40]}_drill_{secrets.token_hex(4)}"
    quoted = connection.ops.quote_name(name)

    def remove():
        with closing(connection.copy()) as own, own.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")

    try:
        with closing(connection.copy()) as own, own.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0")
    except DatabaseError as error:
        raise NotDrilled(f"No database can be made beside this one: {_first(error)}") from error
    try:
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", str(file), into=name)
    except BaseException:
        remove()
        raise
    _open(name)
    return remove


def _run(program, *arguments, into=None):
    """Run a tool of PostgreSQL on the live database, or on the one named. Raises NotDrilled, in the tool's words."""
    from django.db.backends.postgresql.client import DatabaseClient

    if not shutil.which(program):
        raise NotDrilled(f"{program} is not on this machine: apt install postgresql-client.")
    said, env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [program, *said[1:-1], f"--dbname={into or said[-1]}", *arguments]
    done = subprocess.run(command, env={**os.environ, **(env or {})}, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise NotDrilled(f"{program}: {_first(done.stderr)}")


def _first(error):
    """The first line of what a tool or a database said."""
    return str(error).strip().partition("\n")[0]


def rows():
    """{what: how many rows} of the roll, the box, the sealed ballots, the results and the journal."""
    return {model._meta.verbose_name_plural: model._base_manager.count() for model in COUNTED}


def kept():
    """{what: what was written down}: the last digest of the journal; root and result of each sealed vote."""
    last = JournalEntry.objects.values_list("digest", flat=True).first()
    found = {"journal": last or "empty"}
    for poll in _sealed():
        found[f"vote {poll.vote_id}, root"] = poll.root
        if result := _result(poll):
            found[f"vote {poll.vote_id}, result"] = _digests(result.counts)
    return found


def counted_again():
    """The same, worked out from the ballots and the entries themselves."""
    broken = verify()
    last = JournalEntry.objects.values_list("digest", flat=True).first()
    found = {"journal": f"broken at entry {broken}" if broken is not None else last or "empty"}
    for poll in _sealed():
        with suppress_unreadable(found, f"vote {poll.vote_id}, root"):
            found[f"vote {poll.vote_id}, root"] = root_of(lines(poll.vote_id))
        if result := _result(poll):
            with suppress_unreadable(found, f"vote {poll.vote_id}, result"):
                counts = counts_by(poll.vote, profile_of(poll.vote), result.rule, result.completion)
                found[f"vote {poll.vote_id}, result"] = _digests(counts)
    return found


@contextmanager
def suppress_unreadable(found, what):
    """A ballot that is no ballot any more is a difference, not the end of the drill."""
    found[what] = "unreadable"
    with suppress(ValueError, KeyError, TypeError, IndexError):
        yield


def _sealed():
    return Poll.objects.filter(sealed_at__isnull=False).select_related("vote__result").order_by("vote_id")


def _result(poll):
    """The result that is published, or the last that was counted."""
    return poll.vote.result or poll.vote.results.first()


def _digests(counts):
    """Who was selected in each envelope, and from which input."""
    parts = [(each["outcome"]["winners"], each["outcome"]["input_digest"][:16]) for each in counts]
    return "; ".join(f"{','.join(winners) or '–'} ({digest})" for winners, digest in parts)
