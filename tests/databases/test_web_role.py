"""A website that runs as a role of its own: residents vote and staff work as ever, and it cannot read the box."""

import io
import os
import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import freeze, make_draft, make_poll, make_ready_poll
from wagtail.users.models import UserProfile

from municipal.users.models import User
from participation.ballots.actions import (
    Answer,
    agree_to_seal,
    begin_batch,
    cast,
    close,
    make_codes,
    mark_at_desk,
    rehearse,
    seal_agreed,
)
from participation.ballots.actions.refusing import Refused
from participation.ballots.actions.sealing import NotReady
from participation.ballots.rules import digest_of
from participation.models import JournalEntry, OpenBallot, Place, Poll, RollMark, SealedBallot
from participation.votes.actions import count_vote, freeze_vote, publish_result


pytestmark = pytest.mark.django_db(transaction=True)
# Roles belong to the whole server, which the processes of a run share.
ROLE = f"town_web_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
DESK = "/admin/participation/polls/"
BOX, MARKS = "participation_openballot", "participation_rollmark"


@pytest.fixture(autouse=True)
def role(settings):
    """The role, with its rights; `as_role` runs a part of a test under it."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has roles: runs in the second half of `make test`")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE ROLE {ROLE} LOGIN")
    settings.PARTICIPATION = {**settings.PARTICIPATION, "WEB_ROLE": ROLE}
    call_command("web_role", ROLE, stdout=io.StringIO())


@contextmanager
def as_role(name=ROLE):
    """A connection of that role's own: nothing of the owner's is left in it."""
    owner = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = owner


def staff(name="clerk"):
    """The browser of somebody who may do everything: roles are tested elsewhere."""
    browser, user = Client(), User.objects.create_user(f"{name}@ville.example", "secret", is_superuser=True)
    UserProfile.objects.create(user=user, preferred_language="en")
    browser.force_login(user)
    browser.user = user
    return browser


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def receipt(poll, n):
    return digest_of(poll.salt, f"{n:016}")


def over(poll):
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))


def vote(voter, poll, choice):
    """Choose, read again, send. Returns the receipt's code."""
    base = f"/p/vote/{poll.vote_id}/bulletin/"
    page = voter.post(base, {"step": "review", "choice": choice})
    code = re.search(r'name="code" value="(\w+)"', page.content.decode())[1]
    assert voter.post(base, {"step": "send", "choice": choice, "code": code}).status_code == 200
    return code


def test_a_vote_is_held_by_a_website_that_cannot_read_the_box_and_sealed_by_the_owner():
    poll = make_poll(electors=5)
    hall = Place.objects.create(name="Mairie", address="1 place de la Mairie")
    _batch, pairs = make_codes(poll, None)
    clerk = staff()
    colleague = staff("colleague")
    with as_role():
        voter, base = Client(), f"/p/vote/{poll.vote_id}/"
        voter.post(base + "bulletin/qui/", {"code": pairs[0][1]})
        vote(voter, poll, ["1"])
        assert text(voter.get(base + "bulletin/")).count(" checked") == 1, "one finds one's own choices"
        code = vote(voter, poll, ["3"])
        assert 'class="notice good"' in text(voter.post(base + "recu/", {"code": code}))
        assert voter.get(base).status_code in (200, 302)
        work = f"/admin/participation/polling/{poll.pk}/desk/"
        clerk.post(work + "place/", {"place": hall.pk})
        clerk.post(work, {"elector": pairs[1][0].pk})
        assert RollMark.objects.get(channel="desk").place == hall
        assert "1" in text(clerk.get(f"{DESK}{poll.vote_id}/"))
        over(poll)
        clerk.post(f"{DESK}{poll.vote_id}/close/")
        url, word = f"{DESK}{poll.vote_id}/seal/", {"difference": "Une personne est repartie."}
        clerk.post(url, word)
        told = text(colleague.post(url, word, follow=True))
        assert "the server now seals the box" in told and "manage.py seal_boxes" in told
        assert Poll.objects.get().closed_at and not Poll.objects.get().sealed_at
        assert "the server seals the box without you" in text(clerk.get(url))
    said = io.StringIO()
    call_command("seal_boxes", stdout=said)
    sealed = Poll.objects.get()
    assert sealed.root in said.getvalue() and SealedBallot.objects.get().body == '["3"]'
    entry = JournalEntry.objects.get(act="sealed")
    assert entry.by == str(colleague.user.pk) and "repartie" in entry.facts["difference"]
    with as_role():
        found = text(voter.post(base + "recu/", {"code": code}))
        assert 'class="notice good"' in found
        freeze_vote(poll.vote, timezone.now())
        publish_result(poll.vote, count_vote(poll.vote, timezone.now()))
        published = b"".join(voter.get(base + "verifier/ballots.jsonl").streaming_content)
        assert published.count(b"online") == 1


def test_the_box_and_what_is_written_once_are_refused_by_the_database():
    poll = make_poll(electors=2)
    one, _two = poll.electors.order_by("pk")
    cast(poll.pk, one.pk, '["1"]', receipt(poll, 1))
    refused = {
        BOX: (
            "SELECT * FROM {}",
            "SELECT count(*) FROM {}",
            "DELETE FROM {}",
            "UPDATE {} SET body = ''",
            "TRUNCATE {}",
        ),
        "participation_rollmark": ("DELETE FROM {}", "UPDATE {} SET channel = 'desk'", "TRUNCATE {}"),
        "participation_sealedballot": ("DELETE FROM {}", "UPDATE {} SET body = ''", "INSERT INTO {} DEFAULT VALUES"),
        "participation_journalentry": ("DELETE FROM {}", "UPDATE {} SET act = ''", "TRUNCATE {}"),
    }
    with as_role():
        for table, statements in refused.items():
            for statement in statements:
                with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
                    cursor.execute(statement.format(table))
        for attempt in (f"ALTER TABLE {BOX} DISABLE TRIGGER ALL", f"GRANT SELECT ON {BOX} TO {ROLE}", "SET ROLE town"):
            with pytest.raises(ProgrammingError), connection.cursor() as cursor:
                cursor.execute(attempt)
        with pytest.raises(ProgrammingError):
            list(OpenBallot.objects.all())


def test_what_it_asks_of_the_box_is_one_ballot_or_a_number():
    poll = make_poll(electors=2)
    one, two = poll.electors.order_by("pk")
    with as_role():
        assert cast(poll.pk, one.pk, '["1"]', receipt(poll, 1)) == Answer.RECORDED
        assert cast(poll.pk, two.pk, '["2"]', receipt(poll, 2)) == Answer.RECORDED
        assert cast(poll.pk, two.pk, '["2"]', receipt(poll, 2)) == Answer.ALREADY
        assert cast(poll.pk, two.pk, '["3"]', receipt(poll, 1)) == Answer.RECEIPT_TAKEN
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM participation_box_own(%s)", [one.pk])
            assert cursor.fetchall() == [('["1"]', receipt(poll, 1))]
        assert OpenBallot.objects.own(two.pk) == '["2"]' and OpenBallot.objects.number(poll) == 2
        assert OpenBallot.objects.holds(poll, receipt(poll, 2)) and not OpenBallot.objects.holds(poll, receipt(poll, 3))


def test_no_function_puts_or_changes_a_ballot_after_the_close_nor_for_somebody_else_s_poll():
    poll, other = make_poll(electors=3), make_poll()
    one, two, three = poll.electors.order_by("pk")
    cast(poll.pk, one.pk, '["1"]', receipt(poll, 1))
    mark_at_desk(poll.pk, three.pk)
    with as_role(), connection.cursor() as cursor:

        def put(elector, into):
            values = [elector.pk, into.pk, "x" * 32, timezone.localdate()]
            cursor.execute("SELECT participation_box_cast(%s, %s, '[]', %s, %s)", values)
            return cursor.fetchone()[0]

        assert put(two, other) == "no-mark" and put(three, poll) == "no-mark", "not on this roll; on paper"
        now = timezone.now()
        Poll.objects.update(closes_at=now)
        assert put(two, poll) == "no-mark", "over by the clock"
        Poll.objects.update(closes_at=now + timedelta(days=1), closed_at=now)
        assert put(two, poll) == "no-mark", "closed by hand"
        cursor.execute("SELECT participation_box_change(%s, '[]', 'x')", [one.pk])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT participation_box_rehearsed(%s)", [poll.vote_id])
    assert OpenBallot.objects.get().body == '["1"]' and RollMark.objects.count() == 2, "no rehearsal: nothing goes"


def test_a_cast_is_eight_statements_at_most():
    poll = make_poll()
    elector = poll.electors.get()
    with as_role():
        connection.ensure_connection()
        for answer in (Answer.RECORDED, Answer.CHANGED):
            with CaptureQueriesContext(connection) as asked:
                assert cast(poll.pk, elector.pk, '["1"]', receipt(poll, len(answer))) == answer
            assert len(asked) <= 8, [each["sql"][:60] for each in asked]


def test_what_two_have_agreed_on_stays_until_it_is_sealed():
    poll = make_poll(electors=2)
    people = [staff(name).user for name in ("ana", "bao", "clo")]
    over(poll)
    with as_role():
        close(poll, people[0])
        with pytest.raises(NotReady, match="not-agreed"):
            seal_agreed(poll)
        assert agree_to_seal(poll, people[0]) is None and agree_to_seal(poll, people[1]) is None
        with pytest.raises(NotReady, match="agreed-by-two"):
            agree_to_seal(poll, people[2])
        with pytest.raises(Refused, match="agreed-by-two"):
            begin_batch(poll, None, 3, people[0])
        with pytest.raises(CommandError, match="permission denied"):
            call_command("seal_boxes")
    assert not Poll.objects.get().sealed_at
    assert seal_agreed(poll).root


def test_a_rehearsal_is_begun_and_deleted_and_a_draft_removed():
    clerk = staff()
    poll = make_ready_poll(freeze(make_draft()), electors=0, readers=[clerk.user])
    with as_role():
        copy, pairs = rehearse(poll.vote, clerk.user, 3, 2)
        cast(copy.pk, pairs[0][0].pk, '["1"]', receipt(copy, 1))
        mark_at_desk(copy.pk, pairs[1][0].pk)
        clerk.post(f"{DESK}{copy.vote_id}/end/")
        clerk.post(f"{DESK}{copy.vote_id}/delete/")
        assert not Poll.objects.exclude(pk=poll.pk).exists() and not RollMark.objects.exists()
        clerk.post(f"{DESK}{poll.vote_id}/drop/")
    assert not Poll.objects.exists() and not OpenBallot.objects.exists()


def found():
    return [each.msg for each in run_checks(databases=["default"]) if each.id == "participation.E006"]


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_check_refuses_who_is_not_that_role_and_a_role_that_is_not_there(settings):
    with as_role():
        assert found() == []
    (said,) = found()
    assert "runs as 'town'" in said and "'town' is a superuser" in said
    settings.PARTICIPATION = {**settings.PARTICIPATION, "WEB_ROLE": "nobody_of_that_name"}
    assert "no role 'nobody_of_that_name'" in found()[0]
    settings.PARTICIPATION = {**settings.PARTICIPATION, "WEB_ROLE": ""}
    assert found() == []


@pytest.mark.parametrize(
    ("give", "take", "word"),
    [
        (f"GRANT SELECT ON {BOX} TO", f"REVOKE SELECT ON {BOX} FROM", f"has SELECT on {BOX}"),
        (f"GRANT SELECT (body) ON {BOX} TO", f"REVOKE SELECT (body) ON {BOX} FROM", f"has SELECT on {BOX}"),
        (f"GRANT DELETE ON {MARKS} TO", f"REVOKE DELETE ON {MARKS} FROM", f"has DELETE on {MARKS}"),
        ("GRANT pg_read_all_data TO", "REVOKE pg_read_all_data FROM", f"has SELECT on {BOX}"),
        ("GRANT town TO", "REVOKE town FROM", "member of the role"),
        ("ALTER ROLE {} CREATEROLE", "ALTER ROLE {} NOCREATEROLE", "may create roles"),
        ("ALTER ROLE {} SUPERUSER", "ALTER ROLE {} NOSUPERUSER", "is a superuser"),
    ],
)
def test_the_check_refuses_a_role_that_could_read_the_box(give, take, word):
    run(give.format(ROLE) if "{}" in give else f"{give} {ROLE}")
    try:
        with as_role():
            assert word in "".join(found())
    finally:
        run(take.format(ROLE) if "{}" in take else f"{take} {ROLE}")


def test_the_command_may_be_run_again_and_says_what_is_wrong():
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT ON {BOX} TO {ROLE}")
    call_command("web_role", ROLE, stdout=io.StringIO())
    with as_role():
        assert found() == []
        with pytest.raises(CommandError, match="as the role that owns") as refused:
            call_command("web_role", ROLE)
        assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="no role 'absent'"):
        call_command("web_role", "absent")
    with pytest.raises(CommandError, match="superuser"), transaction.atomic():
        call_command("web_role", "town")
