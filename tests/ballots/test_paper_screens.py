"""Paper ballots on screen: two readers blind to each other, a third where they differ, two people to close."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import make_poll, signed_in
from wagtail.users.models import UserProfile

from municipal.users.models import User
from participation.ballots.actions import mark_at_desk
from participation.ballots.rules import Mode
from participation.ballots.rules.sheets import next_for
from participation.ballots.rules.typing import Unreadable, read_typed
from participation.journal.actions import verify
from participation.models import JournalEntry, PaperBatch, PaperEntry, Poll


CLERK = "Greffe du scrutin"


@pytest.fixture
def people():
    """Three people who may enter sheets, each in a session of their own."""
    clients = [signed_in(Client(), CLERK)]
    for name in "bc":
        user = User.objects.create_user(f"{name}@ville.example", "secret")
        user.groups.set(Group.objects.filter(name=CLERK))
        UserProfile.objects.create(user=user, preferred_language="en")
        clients.append(Client())
        clients[-1].user = user
        clients[-1].force_login(user)
    return clients


def at(poll, tail="sheets"):
    return f"/admin/participation/polling/{poll.pk}/{tail}/"


def begin(client, poll, sheets):
    client.post(at(poll), {"sheets": sheets, "place": ""})
    return PaperBatch.objects.latest("pk")


def enter(client, poll, batch, typed="", **more):
    """What this person enters next, as the screen asks for it."""
    url = at(poll, f"sheets/{batch.pk}/enter")
    shown = client.get(url).context
    told = {"turn": shown["turn"], "sheet": shown["sheet"], "typed": typed}
    return client.post(url, told | more, follow=True)


def test_typed_ballots_are_read_by_kind():
    codes = {"1": "a", "2": "b", "10": "j"}
    assert read_typed(Mode("approval"), codes, " 1, 10+2 ") == ("a", "j", "b")
    assert read_typed(Mode("ordinal"), codes, "2 01") == ("b", "a")
    assert read_typed(Mode("cumulative"), codes, "1:3 2:1") == (("a", 3), ("b", 1))
    assert read_typed(Mode("mentions", mentions=("Bien", "Rejet")), codes, "1:2") == (("a", "Rejet"),)
    assert [read_typed(Mode("yes-no"), codes, word) for word in ("O", "non", "b")] == [("yes",), ("no",), ("blank",)]
    bad = (
        ("approval", "", "nothing"),
        ("approval", "3", "no-such-number"),
        ("cumulative", "1", "no-worth"),
        ("cumulative", "1:x", "no-worth"),
        ("mentions", "1:9", "no-such-mention"),
        ("yes-no", "1", "not-an-answer"),
    )
    for kind, typed, code in bad:
        with pytest.raises(Unreadable, match=code):
            read_typed(Mode(kind, mentions=("Bien",)), codes, typed)


def test_each_reader_is_led_to_a_sheet_of_theirs():
    assert next_for("a", 2, {}, []) == (1, 1)
    assert next_for("a", 2, {(1, 1): "a"}, []) == (1, 2)
    assert next_for("b", 2, {(1, 1): "a"}, []) == (2, 1)
    both = {(1, 1): "a", (2, 1): "a", (1, 2): "b"}
    assert next_for("c", 2, both, []) is None, "two people are at it"
    assert next_for("c", 2, both, [], join=True) == (2, 2)
    assert next_for("c", 2, both, [1]) == (3, 1)
    assert next_for("a", 2, both, [1]) is None, "nobody reads a sheet twice"


@pytest.mark.django_db
def test_a_batch_from_its_beginning_to_its_end(people):
    ana, bao, clo = people
    poll = make_poll(electors=3)
    for elector in poll.electors.all():
        mark_at_desk(poll.pk, elector.pk)
    batch = begin(ana, poll, 3)
    told = bao.get(at(poll)).content.decode()
    assert "First reading: 0 of 3" in told and "As many sheets as marks" in told
    for reader, second in ((ana, "2 1"), (bao, "1,3")):
        enter(reader, poll, batch, "1")
        enter(reader, poll, batch, second)
        assert enter(reader, poll, batch, kind="blank").status_code == 200
    assert "Nothing is left for you" in ana.get(at(poll, f"sheets/{batch.pk}/enter")).content.decode()
    assert "1 sheet waits for a third person" in ana.get(at(poll)).content.decode()
    ana.post(at(poll, f"sheets/{batch.pk}/close"))
    assert PaperBatch.objects.get().closed_at is None
    shown = clo.get(at(poll, f"sheets/{batch.pk}/enter"))
    assert (shown.context["turn"], shown.context["sheet"]) == (3, 2)
    enter(clo, poll, batch, "1 2")
    assert list(PaperEntry.objects.filter(sheet=2).order_by("turn").values_list("body", flat=True)) == [
        '["1","2"]', '["1","3"]', '["1","2"]',
    ]  # fmt: skip
    ana.post(at(poll, f"sheets/{batch.pk}/close"))
    told = ana.post(at(poll, f"sheets/{batch.pk}/close"), follow=True).content.decode()
    assert "another person must do this" in told and PaperBatch.objects.get().closed_at is None
    bao.post(at(poll, f"sheets/{batch.pk}/close"))
    assert PaperBatch.objects.get().closed_at
    acts = set(JournalEntry.objects.values_list("act", flat=True))
    assert {"batch-begun", "batch-agreed", "batch-closed"} <= acts and verify() is None
    assert not any("choice" in str(entry.facts) or '"1"' in str(entry.facts) for entry in JournalEntry.objects.all())


@pytest.mark.django_db
def test_a_reader_with_nothing_left_is_told_who_comes_next_and_offered_no_empty_screen(people):
    ana, bao, clo = people
    poll = make_poll()
    batch = begin(ana, poll, 1)
    screen = at(poll, f"sheets/{batch.pk}/enter")

    def sees(reader):
        return reader.get(at(poll)).content.decode(), reader.get(screen).content.decode()

    assert f"Enter batch {batch.number}" in sees(ana)[0]
    enter(ana, poll, batch, "1")
    rows, sheet = sees(ana)
    assert f"Enter batch {batch.number}" not in rows and "You have read your share." in rows
    assert "The rest is for somebody else" in sheet and "Take over the reading" not in rows + sheet
    enter(bao, poll, batch, "2")
    rows, sheet = sees(bao)
    assert f"Enter batch {batch.number}" not in rows and "1 sheet waits for a third person." in sheet
    assert f"Enter batch {batch.number}" in sees(clo)[0]
    enter(clo, poll, batch, "2")
    assert "two people now close the batch" in sees(clo)[1]


@pytest.mark.django_db
def test_the_second_reader_sees_nothing_of_the_first(people):
    ana, bao, clo = people
    poll = make_poll()
    batch = begin(ana, poll, 1)
    enter(ana, poll, batch, "2 3")
    for reader in (bao, clo):
        for url in (at(poll), at(poll, f"sheets/{batch.pk}/enter")):
            told = reader.get(url).content.decode()
            assert "2 3" not in told
    enter(bao, poll, batch, "2")
    shown = clo.get(at(poll, f"sheets/{batch.pk}/enter")).content.decode()
    assert "2 3" not in shown and "third reading" in shown


@pytest.mark.django_db
def test_the_judge_of_the_web_refuses_the_same_on_paper_and_keeps_what_was_typed(people):
    poll = make_poll(limits={"knapsack": True})
    batch = begin(people[0], poll, 1)
    answer = enter(people[0], poll, batch, "1 2 3")
    told = answer.content.decode()
    assert answer.status_code == 422 and "too much" in told and 'value="1 2 3"' in told and "as spoiled" in told
    for typed, words in (("9", "no project number 9"), ("", "Type the numbers"), ("1 1", "there twice")):
        answer = enter(people[0], poll, batch, typed)
        assert answer.status_code == 422 and words in answer.content.decode()
    assert not PaperEntry.objects.exists()
    enter(people[0], poll, batch, "1 2 3", kind="spoiled")
    assert PaperEntry.objects.get().kind == "spoiled" and PaperEntry.objects.get().body == "[]"


@pytest.mark.django_db
def test_a_sheet_sent_twice_or_out_of_turn_is_said(people):
    ana, bao, _clo = people
    poll = make_poll()
    batch = begin(ana, poll, 2)
    url = at(poll, f"sheets/{batch.pk}/enter")
    first = {"turn": 1, "sheet": 1, "typed": "1"}
    ana.post(url, first)
    assert "another person must do this" in ana.post(url, first | {"turn": 2}, follow=True).content.decode()
    assert "has entered this sheet meanwhile" in bao.post(url, first, follow=True).content.decode()
    for bad in ({"sheet": 9}, {"sheet": "x"}, {"turn": ""}, {"turn": 3}, {"turn": 7, "sheet": 2}):
        assert bao.post(url, first | bad).status_code == 302
    assert PaperEntry.objects.count() == 1


@pytest.mark.django_db
def test_a_batch_is_voided_whole_with_a_reason_and_nothing_in_it_moves_any_more(people):
    ana = people[0]
    poll = make_poll()
    batch = begin(ana, poll, 1)
    ana.post(at(poll, f"sheets/{batch.pk}/void"), {"reason": ""})
    assert PaperBatch.objects.get().voided_at is None
    ana.post(at(poll, f"sheets/{batch.pk}/void"), {"reason": "Pile mal comptée"})
    assert PaperBatch.objects.get().voided_at
    assert "Void: Pile mal comptée" in ana.get(at(poll)).content.decode()
    enter(ana, poll, batch, "1", turn=1, sheet=1)
    assert not PaperEntry.objects.exists()
    assert begin(ana, poll, 1).number == 2


@pytest.mark.django_db
def test_yes_no_and_districts_on_paper(people):
    poll = make_poll(vote={"ballot_kind": "yes-no", "rule": "majority"}, titles=("Un verger",))
    batch = begin(people[0], poll, 2)
    enter(people[0], poll, batch, "o")
    enter(people[0], poll, batch, kind="blank")
    assert list(PaperEntry.objects.order_by("sheet").values_list("body", flat=True)) == ['["yes"]', '["blank"]']


@pytest.mark.django_db
def test_the_list_of_batches_asks_as_little_for_many_as_for_few(people):
    ana, poll, counts = people[0], make_poll(), []
    for more in (2, 12):
        for _ in range(more):
            enter(ana, poll, begin(ana, poll, 3), "1")
        with CaptureQueriesContext(connection) as asked:
            ana.get(at(poll))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


@pytest.mark.django_db
def test_a_batch_of_another_poll_is_not_reached_and_a_sealed_box_takes_none(people):
    poll, other = make_poll(), make_poll()
    batch = begin(people[0], other, 1)
    for tail in ("enter", "close", "void"):
        assert people[0].post(at(poll, f"sheets/{batch.pk}/{tail}"), {"reason": "x"}).status_code == 404
    Poll.objects.filter(pk=poll.pk).update(closed_at=poll.closes_at, sealed_at=poll.closes_at)
    people[0].post(at(poll), {"sheets": 1})
    assert not poll.paper_batches.exists()
