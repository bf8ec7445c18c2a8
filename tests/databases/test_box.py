"""What the box leaves in the database's files once it is sealed, and what SQLite says of roles."""

from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from factories import make_poll

from municipal.users.models import User
from participation.ballots.actions import agree_to_seal, cast, close, sweep_box
from participation.ballots.rules import digest_of
from participation.models import OpenBallot, Poll


pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "canari-jaune"


def files_of_the_box():
    """The bytes of the table, its side table and its indexes as the server's disk has them."""
    parts = """SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class c WHERE c.oid = %s::regclass
    OR c.oid = (SELECT reltoastrelid FROM pg_class WHERE oid = %s::regclass)
    OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = %s::regclass)"""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(parts, [OpenBallot._meta.db_table] * 3)
        return b"".join(bytes(data) for (data,) in cursor.fetchall())


def test_a_sealed_ballot_is_not_in_the_files_of_the_box_and_another_poll_s_is_untouched():
    if connection.vendor != "postgresql":
        pytest.skip("reads the files of PostgreSQL: runs in the second half of `make test`")
    other, poll = make_poll(), make_poll(electors=20)
    cast(other.pk, other.electors.get().pk, '["autre-vote"]', digest_of(other.salt, "1" * 16))
    for n, elector in enumerate(poll.electors.all()):
        for change in range(2):
            cast(poll.pk, elector.pk, f'["{CANARY}"]', digest_of(poll.salt, f"{n * 2 + change:016}"))
    assert files_of_the_box().count(CANARY.encode()) >= 20
    ana, bao = (User.objects.create_user(f"{name}@ville.example", "secret") for name in ("ana", "bao"))
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    close(poll, ana)
    agree_to_seal(poll, ana)
    assert agree_to_seal(poll, bao).root
    left = files_of_the_box()
    assert CANARY.encode() not in left and digest_of(poll.salt, f"{0:016}").encode() not in left
    assert b"autre-vote" in left and OpenBallot.objects.number(other) == 1


def test_a_sweep_that_somebody_prevents_undoes_nothing_and_is_tried_again(caplog, monkeypatch):
    if connection.vendor != "postgresql":
        assert sweep_box() is False
        return
    monkeypatch.setattr("participation.ballots.actions.sweeping.PATIENCE", "50ms")
    holder = connection.copy()
    holder.set_autocommit(False)
    with holder.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {OpenBallot._meta.db_table} IN ACCESS SHARE MODE")
    assert sweep_box() is False and "not swept" in caplog.text
    holder.rollback()
    holder.close()
    assert sweep_box() is True
    call_command("tidy_ballots")


def test_sqlite_has_no_roles_and_says_so(settings):
    if connection.vendor != "sqlite":
        pytest.skip("says what SQLite does: runs in the first half of `make test`")
    settings.PARTICIPATION = {**settings.PARTICIPATION, "WEB_ROLE": "town_web"}
    said = [each.msg for each in run_checks(databases=["default"]) if each.id == "participation.E006"]
    assert len(said) == 1 and "no PostgreSQL" in said[0]
    with pytest.raises(CommandError, match="Only PostgreSQL"):
        call_command("web_role", "town_web")
