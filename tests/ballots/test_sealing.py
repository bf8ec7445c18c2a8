"""Sealing: two people, equal numbers, one transaction; afterwards nothing joins a person to a choice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from factories import make_poll

from municipal.users.models import User
from participation.ballots.actions import (
    agree_to_close,
    agree_to_seal,
    begin_batch,
    cast,
    close,
    lines,
    mark_at_desk,
    read_sheet,
    void_batch,
)
from participation.ballots.actions.closing import Unequal
from participation.ballots.actions.paper import Refused
from participation.ballots.actions.sealing import NotReady
from participation.ballots.rules import digest_of, root_of
from participation.journal.actions import verify
from participation.models import JournalEntry, OpenBallot, Poll, RollMark, SealedBallot
from participation.votes.actions import count_vote


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    return [User.objects.create_user(f"{name}@ville.example", "secret") for name in ("ana", "bao", "clo", "dan")]


def over(poll):
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))


def receipt(poll, n):
    return digest_of(poll.salt, f"{n:016}")


def voted(number=30, **fields):
    """A poll in which that many have voted online, the n-th for option 1 + n % 3."""
    poll = make_poll(electors=number + 10, **fields)
    for n, elector in enumerate(poll.electors.order_by("pk")[:number]):
        cast(poll.pk, elector.pk, f'["{1 + n % 3}"]', receipt(poll, n))
    return poll


def seal(poll, people, **words):
    over(poll)
    close(poll, people[0])
    assert agree_to_seal(poll, people[0], **words) is None
    return agree_to_seal(poll, people[1], **words)


def test_two_people_seal_and_the_ballots_are_a_list_sorted_by_receipt(people):
    poll = voted()
    sealed = seal(poll, people)
    told = list(lines(poll.vote_id))
    assert sealed.root == root_of(told) and len(told) == 30
    receipts = list(SealedBallot.objects.order_by("pk").values_list("receipt", flat=True))
    assert receipts == sorted(receipts) == sorted(receipt(poll, n) for n in range(30))
    assert not OpenBallot.objects.exists() and RollMark.objects.count() == 30
    assert count_vote(poll.vote, timezone.now()).ballots == 30
    assert verify() is None and "root" in JournalEntry.objects.first().facts


def test_one_person_alone_seals_nothing(people):
    poll = voted(2)
    over(poll)
    close(poll, people[0])
    agree_to_seal(poll, people[0])
    with pytest.raises(NotReady, match="same-person"):
        agree_to_seal(poll, people[0])
    assert OpenBallot.objects.count() == 2 and not SealedBallot.objects.exists()


@pytest.mark.parametrize("when", ["open", "sealed"])
def test_an_open_box_or_a_sealed_one_is_not_sealed(when, people):
    poll = voted(2)
    if when == "sealed":
        seal(poll, people)
    with pytest.raises(NotReady, match="sealed-already" if when == "sealed" else "not-closed"):
        agree_to_seal(poll, people[2])


def test_a_box_that_does_not_equal_the_roll_is_not_sealed(people):
    poll = voted(3)
    over(poll)
    close(poll, people[0])
    OpenBallot.objects.first().delete()
    with pytest.raises(Unequal):
        agree_to_seal(poll, people[0])
    assert not SealedBallot.objects.exists()


def stack(poll, people, *sheets):
    """A batch of sheets read twice alike and closed. A sheet is (kind, body)."""
    batch = begin_batch(poll, None, len(sheets), people[0])
    for turn in (1, 2):
        for number, (kind, body) in enumerate(sheets, 1):
            read_sheet(batch, number, turn, people[turn - 1], kind, body)
    for person in people[:2]:
        agree_to_close(batch, person)
    return batch


def test_paper_and_online_are_one_list_blank_and_spoiled_counted(people):
    poll = voted(5)
    for elector in poll.electors.order_by("pk")[5:8]:
        assert mark_at_desk(poll.pk, elector.pk)[1]
    stack(poll, people, ("valid", '["2"]'), ("blank", "[]"), ("spoiled", "[]"))
    sealed = seal(poll, people)
    kept = SealedBallot.objects.filter(channel="paper").values_list("body", "batch")
    assert sorted(kept) == [('["2"]', None), ("[]", None)] and sealed.spoiled == 1
    assert sealed.root == root_of(lines(poll.vote_id))


def test_a_batch_number_is_shown_only_from_twenty_ballots_on(people):
    poll = voted(0)
    for elector in Poll.objects.get().electors.all()[:10]:
        mark_at_desk(poll.pk, elector.pk)
    stack(poll, people, *[("valid", '["1"]')] * 20)
    stack(poll, people, *[("valid", '["1"]')] * 19)
    seal(poll, people, difference="Trente-neuf bulletins pour dix émargements : essai.")
    assert SealedBallot.objects.filter(batch=1).count() == 20
    assert SealedBallot.objects.filter(batch=None).count() == 19


def test_paper_that_differs_from_the_desk_needs_a_word(people):
    poll = voted(2)
    mark_at_desk(poll.pk, poll.electors.order_by("pk")[3].pk)
    over(poll)
    close(poll, people[0])
    with pytest.raises(NotReady, match="paper-differs"):
        agree_to_seal(poll, people[0])
    agree_to_seal(poll, people[0], difference="Une personne est repartie sans voter.")
    assert agree_to_seal(poll, people[1], difference="Une personne est repartie sans voter.").root
    assert "repartie" in JournalEntry.objects.first().facts["difference"]


def test_an_open_batch_keeps_the_box_open(people):
    poll = voted(2)
    batch = begin_batch(poll, None, 3, people[0])
    over(poll)
    close(poll, people[0])
    with pytest.raises(NotReady, match="open-batches"):
        agree_to_seal(poll, people[0])
    void_batch(batch, people[0], "Pile mal comptée")
    agree_to_seal(poll, people[0])


def test_two_readings_are_blind_and_a_third_person_decides(people):
    ana, bao, clo, _dan = people
    poll = voted(1)
    batch = begin_batch(poll, None, 2, ana)
    read_sheet(batch, 1, 1, ana, "valid", '["1"]')
    for turn, by, code in ((1, bao, "read-already"), (2, ana, "same-person"), (3, clo, "not-disputed")):
        with pytest.raises(Refused, match=code):
            read_sheet(batch, 1, turn, by, "valid", '["1"]')
    with pytest.raises(Refused, match="no-such-sheet"):
        read_sheet(batch, 3, 1, ana, "valid", '["1"]')
    read_sheet(batch, 1, 2, bao, "valid", '["2"]')
    read_sheet(batch, 2, 1, ana, "blank")
    read_sheet(batch, 2, 2, bao, "blank")
    with pytest.raises(Refused, match="not-settled"):
        agree_to_close(batch, ana)
    read_sheet(batch, 1, 3, clo, "valid", '["2"]')
    assert agree_to_close(batch, ana).closed_at is None
    with pytest.raises(Refused, match="same-person"):
        agree_to_close(batch, ana)
    assert agree_to_close(batch, bao).closed_at
    with pytest.raises(Refused, match="batch-closed"):
        read_sheet(batch, 1, 3, clo, "valid", '["1"]')
    with pytest.raises(Refused, match="no-reason"):
        void_batch(batch, ana, " ")


def test_at_the_desk_who_voted_online_is_seen_and_gets_no_paper():
    poll = voted(1)
    elector = poll.electors.order_by("pk").first()
    mark, is_new = mark_at_desk(poll.pk, elector.pk)
    assert not is_new and mark.channel == "online"
    over(poll)
    assert mark_at_desk(poll.pk, poll.electors.order_by("pk")[4].pk) == (None, False)


def test_after_sealing_no_join_leads_from_a_person_to_a_choice(people):
    if connection.vendor != "postgresql":
        pytest.skip("asks PostgreSQL for its row versions: runs in the second half of `make test`")
    poll = voted(30)
    seal(poll, people)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM participation_rollmark m JOIN participation_sealedballot b ON m.xmin = b.xmin"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM participation_sealedballot")
        assert cursor.fetchone() == (1,)
