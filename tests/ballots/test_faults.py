"""Whatever statement fails, casting, closing and sealing have happened or have not: never half."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from factories import make_poll

from municipal.users.models import User
from participation.ballots.actions import Answer, agree_to_seal, begin, cast, close
from participation.ballots.rules import digest_of
from participation.journal.actions import verify
from participation.models import BegunBallot, JournalEntry, OpenBallot, Poll, RollMark, SealedBallot


pytestmark = pytest.mark.django_db(transaction=True)


class Fault(Exception):
    """The statement that was made to fail."""


class FailAt:
    """Lets k statements pass and fails the next one; `reached` says whether there was a next one."""

    def __init__(self, k):
        self.left, self.reached = k, False

    def __call__(self, execute, sql, params, many, context):
        if self.left == 0 and not self.reached:
            self.reached = True
            raise Fault(sql[:60])
        self.left -= 1
        return execute(sql, params, many, context)


def try_with_faults(act, state):
    """Run `act` with its first, second, … statement failing, until none does. `state()` must not move before that."""
    before, tried = state(), 0
    while True:
        fault = FailAt(tried)
        try:
            with connection.execute_wrapper(fault):
                act()
        except Fault:
            assert state() == before, f"half done after statement {tried}"
        if not fault.reached:
            return tried
        tried += 1
        assert tried < 100


def numbers():
    return (
        RollMark.objects.count(),
        OpenBallot.objects.count(),
        SealedBallot.objects.count(),
        JournalEntry.objects.count(),
        list(Poll.objects.values_list("closed_at", "sealed_at", "root")),
        list(OpenBallot.objects.values_list("body", "receipt")),
    )


def receipt(poll, n):
    return digest_of(poll.salt, f"{n:016}")


def test_casting_and_changing():
    poll = make_poll()
    elector = poll.electors.get()
    first, change = {"sqlite": (3, 3), "postgresql": (1, 3)}[connection.vendor]
    assert try_with_faults(lambda: cast(poll.pk, elector.pk, '["1"]', receipt(poll, 1)), numbers) >= first
    assert try_with_faults(lambda: cast(poll.pk, elector.pk, '["2"]', receipt(poll, 2)), numbers) >= change
    assert RollMark.objects.count() == OpenBallot.objects.count() == 1


FAILING = """CREATE FUNCTION fail_here() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
RAISE EXCEPTION 'made to fail'; END$$;
CREATE TRIGGER fail_here {when} ON {table} FOR EACH {each} EXECUTE FUNCTION fail_here()"""


@pytest.mark.parametrize("when", ["BEFORE", "AFTER"])
@pytest.mark.parametrize(
    ("act", "model", "each"),
    [("INSERT", RollMark, "ROW"), ("INSERT", OpenBallot, "ROW"), ("DELETE", BegunBallot, "STATEMENT")],
)
def test_each_step_of_the_function_that_casts(act, model, each, when):
    """On PostgreSQL one statement casts, and no wrapper sees inside it: a trigger makes each of its steps fail."""
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite each step is a statement: above")
    poll = make_poll()
    elector = poll.electors.get()
    begin(elector)
    with connection.cursor() as cursor:
        cursor.execute(FAILING.format(when=f"{when} {act}", table=model._meta.db_table, each=each))
    try:
        with pytest.raises(DatabaseError, match="made to fail"):
            cast(poll.pk, elector.pk, '["1"]', receipt(poll, 1))
        assert not RollMark.objects.exists() and not OpenBallot.objects.exists() and BegunBallot.objects.exists()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION fail_here CASCADE")
    assert cast(poll.pk, elector.pk, '["1"]', receipt(poll, 1)) == Answer.RECORDED
    assert OpenBallot.objects.get().body == '["1"]' and not BegunBallot.objects.exists()


def test_closing_and_sealing():
    poll = make_poll(electors=5)
    for n, elector in enumerate(poll.electors.all()):
        cast(poll.pk, elector.pk, f'["{1 + n % 3}"]', receipt(poll, n))
    ana, bao = (User.objects.create_user(f"{name}@ville.example", "secret") for name in ("ana", "bao"))
    Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert try_with_faults(lambda: close(poll, ana), numbers) >= 4
    assert try_with_faults(lambda: agree_to_seal(poll, ana), numbers) >= 5
    assert try_with_faults(lambda: agree_to_seal(poll, bao), numbers) >= 10
    assert SealedBallot.objects.count() == 5 and not OpenBallot.objects.exists() and verify() is None
