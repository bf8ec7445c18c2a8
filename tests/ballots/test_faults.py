"""Whatever statement fails, casting, closing and sealing have happened or have not: never half."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from factories import make_poll

from municipal.users.models import User
from participation.ballots.actions import agree_to_seal, cast, close
from participation.ballots.rules import digest_of
from participation.journal.actions import verify
from participation.models import JournalEntry, OpenBallot, Poll, RollMark, SealedBallot


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
    assert try_with_faults(lambda: cast(poll.pk, elector.pk, '["1"]', receipt(poll, 1)), numbers) >= 2
    assert try_with_faults(lambda: cast(poll.pk, elector.pk, '["2"]', receipt(poll, 2)), numbers) >= 3
    assert RollMark.objects.count() == OpenBallot.objects.count() == 1


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
