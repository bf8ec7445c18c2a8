"""One person, one ballot, under any number of simultaneous sends; open and close to the instant."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from factories import make_poll

from participation.ballots.actions import Answer, Refused, cast, close, remove_elector
from participation.ballots.actions.closing import NotYet
from participation.ballots.actions.locks import hold_poll
from participation.ballots.rules import digest_of
from participation.models import Elector, JournalEntry, OpenBallot, Poll, RollMark


pytestmark = pytest.mark.django_db(transaction=True)


def receipt(poll, number):
    return digest_of(poll.salt, f"{number:016}")


def together(number, act):
    """Run `act(n)` in that many threads let loose at one moment. What each answered, exceptions among them."""
    gate, answers = threading.Barrier(number), [None] * number

    def run(n):
        gate.wait()
        try:
            answers[n] = act(n)
        except Exception as error:
            answers[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(number)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


def test_a_first_ballot_marks_the_roll_and_is_in_the_box():
    poll = make_poll()
    elector = poll.electors.get()
    assert cast(poll.pk, elector.pk, '["1"]', receipt(poll, 1)) == Answer.RECORDED
    assert RollMark.objects.get().channel == "online" and OpenBallot.objects.get().body == '["1"]'


def test_the_same_ballot_again_is_already_recorded_and_changes_nothing():
    poll = make_poll()
    elector = poll.electors.get()
    cast(poll.pk, elector.pk, '["1"]', receipt(poll, 1))
    assert cast(poll.pk, elector.pk, '["1"]', receipt(poll, 1)) == Answer.ALREADY
    assert OpenBallot.objects.count() == RollMark.objects.count() == 1


def test_another_ballot_replaces_the_first():
    poll = make_poll()
    elector = poll.electors.get()
    cast(poll.pk, elector.pk, '["1"]', receipt(poll, 1))
    assert cast(poll.pk, elector.pk, '["2"]', receipt(poll, 2)) == Answer.CHANGED
    kept = OpenBallot.objects.get()
    assert (kept.body, kept.receipt) == ('["2"]', receipt(poll, 2))


def test_the_receipt_of_another_is_refused_and_nothing_is_kept():
    poll = make_poll(electors=2)
    one, two = poll.electors.order_by("pk")
    cast(poll.pk, one.pk, '["1"]', receipt(poll, 1))
    assert cast(poll.pk, two.pk, '["2"]', receipt(poll, 1)) == Answer.RECEIPT_TAKEN
    assert RollMark.objects.count() == OpenBallot.objects.count() == 1
    cast(poll.pk, two.pk, '["2"]', receipt(poll, 2))
    assert cast(poll.pk, two.pk, '["3"]', receipt(poll, 1)) == Answer.RECEIPT_TAKEN
    assert OpenBallot.objects.get(mark=two.pk).body == '["2"]'


def test_who_voted_at_the_desk_does_not_vote_again():
    poll = make_poll()
    elector = poll.electors.get()
    RollMark.objects.create(elector=elector, poll=poll, channel="desk", voted_on=timezone.localdate())
    assert cast(poll.pk, elector.pk, '["1"]', receipt(poll, 1)) == Answer.ON_PAPER
    assert not OpenBallot.objects.exists()


def test_an_elector_of_another_poll_is_not_one_of_this():
    poll, other = make_poll(), make_poll()
    assert cast(poll.pk, other.electors.get().pk, '["1"]', receipt(poll, 1)) == Answer.NOT_OPEN
    assert not RollMark.objects.exists()


@pytest.mark.parametrize(("opens", "closes"), [(5, 60), (-60, -5), (-60, 0)])
def test_outside_its_hours_nothing_is_accepted(opens, closes):
    poll = make_poll(opens=opens, closes=closes)
    assert cast(poll.pk, poll.electors.get().pk, '["1"]', receipt(poll, 1)) == Answer.NOT_OPEN
    assert not RollMark.objects.exists() and not OpenBallot.objects.exists()


def test_after_its_end_a_ballot_cannot_change_but_a_lost_answer_is_answered():
    poll = make_poll()
    elector = poll.electors.get()
    cast(poll.pk, elector.pk, '["1"]', receipt(poll, 1))
    Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert cast(poll.pk, elector.pk, '["1"]', receipt(poll, 1)) == Answer.ALREADY
    assert cast(poll.pk, elector.pk, '["2"]', receipt(poll, 2)) == Answer.NOT_OPEN
    assert OpenBallot.objects.get().body == '["1"]'


def test_forty_rounds_of_fifty_sends_by_one_voter_leave_one_ballot_each():
    poll = make_poll(electors=40)
    for round_, elector in enumerate(poll.electors.order_by("pk")):
        answers = together(
            50, lambda n, pk=elector.pk, r=round_: cast(poll.pk, pk, f'["{n}"]', receipt(poll, r * 100 + n))
        )
        assert answers.count(Answer.RECORDED) == 1 and answers.count(Answer.CHANGED) == 49, answers
        assert OpenBallot.objects.filter(mark=elector.pk).count() == 1
    assert RollMark.objects.count() == OpenBallot.objects.count() == 40


def test_one_send_repeated_fifty_times_at_once_is_recorded_once():
    poll = make_poll()
    elector = poll.electors.get()
    answers = together(50, lambda _n: cast(poll.pk, elector.pk, '["1"]', receipt(poll, 1)))
    assert answers.count(Answer.RECORDED) == 1 and answers.count(Answer.ALREADY) == 49


def test_a_box_is_closed_once_after_its_end_and_says_what_it_holds():
    poll = make_poll(electors=3)
    for n, elector in enumerate(poll.electors.all()[:2]):
        cast(poll.pk, elector.pk, '["1"]', receipt(poll, n))
    with pytest.raises(NotYet):
        close(poll, None)
    Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert close(poll, None) == (2, 2)
    assert JournalEntry.objects.get().facts == {"online": 2, "desk": 0}
    with pytest.raises(NotYet):
        close(poll, None)


def test_fifty_clients_cast_through_the_close_and_none_is_late_or_lost():
    poll = make_poll(closes=3600, electors=600)
    electors = list(Elector.objects.values_list("pk", flat=True))
    Poll.objects.update(closes_at=timezone.now() + timedelta(seconds=1))
    recorded, closed = [], []

    def act(n):
        if n == 0:
            while not closed:
                try:
                    closed.append(close(poll, None))
                except NotYet:
                    continue
            return None
        for place, pk in enumerate(electors[n - 1 :: 50]):
            answer = cast(poll.pk, pk, '["1"]', receipt(poll, n * 1000 + place))
            assert answer in (Answer.RECORDED, Answer.NOT_OPEN)
            if answer == Answer.RECORDED:
                recorded.append(pk)
        return None

    assert [each for each in together(51, act) if each] == []
    assert closed == [(len(recorded), len(recorded))]
    assert set(OpenBallot.objects.values_list("mark_id", flat=True)) == set(recorded)
    assert cast(poll.pk, electors[0], '["2"]', receipt(poll, 7)) == Answer.NOT_OPEN


def test_acts_of_staff_hold_no_ballot_up():
    if connection.vendor == "sqlite":
        pytest.skip("on SQLite all that writes waits for one another")
    poll = make_poll()
    voted = threading.Event()

    def act(n):
        if n == 0:
            with transaction.atomic():
                hold_poll(poll.pk)  # as a roll does while it is imported
                return voted.wait(10)
        try:
            return cast(poll.pk, poll.electors.get().pk, '["1"]', receipt(poll, 1))
        finally:
            voted.set()

    assert together(2, act) == [True, Answer.RECORDED]


def test_casting_taking_people_off_the_roll_and_closing_at_once_never_stop_one_another():
    poll = make_poll(electors=90)
    voters, leavers = [list(poll.electors.order_by("pk"))[part] for part in (slice(60), slice(60, 90))]

    def act(n):
        if n == 0:
            return [remove_elector(each, None, "Parti") for each in leavers]
        return {cast(poll.pk, each.pk, '["1"]', receipt(poll, each.pk)) for each in voters[n - 1 :: 3]}

    assert together(4, act) == [[None] * 30] + [{Answer.RECORDED}] * 3
    Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    unvoted = [Elector.objects.create(poll=poll, name=f"Tard {n}") for n in range(4)]

    def end(n):
        try:
            return close(poll, None) if n == 0 else remove_elector(unvoted[n - 1], None, "Parti")
        except Refused as refused:
            return refused.code

    closed, *others = together(5, end)
    assert closed == (60, 60) and set(others) <= {None, "roll-closed"}
