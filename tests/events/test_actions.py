"""An event is there with its action or not at all, says what it may, and is handled once."""

import threading
import time

import pytest
from django.db import connection, transaction

from participation.events.actions import append, take
from participation.events.rules import KINDS, UnknownEvent
from participation.models import Event
from participation.signals import event_recorded


@pytest.fixture
def heard():
    """The events that the signal told, in order."""
    told = []

    def listen(event, **kwargs):
        told.append(event.pk)

    event_recorded.connect(listen)
    yield told
    event_recorded.disconnect(listen)


@pytest.mark.django_db(transaction=True)
def test_an_event_is_refused_outside_a_transaction():
    with pytest.raises(RuntimeError, match="one transaction"):
        append("password-set", account=1)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_signal_comes_after_the_commit_and_never_after_a_rollback(heard):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        append("password-set", account=1)
        raise ZeroDivisionError
    assert heard == [] and not Event.objects.exists()
    with transaction.atomic():
        event = append("password-set", account=1)
        assert heard == []
    assert heard == [event.pk]


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_undoes_nothing(heard):
    def fail(event, **kwargs):
        raise OSError("the index is away")

    event_recorded.connect(fail)
    try:
        with transaction.atomic():
            append("password-set", account=1)
    finally:
        event_recorded.disconnect(fail)
    assert Event.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("vote-imagined", {"vote": 1}),
        ("password-set", {}),
        ("password-set", {"account": 1, "choice": 3}),
        ("password-set", {"account": [1, 2]}),
        ("password-set", {"account": {"choices": [1]}}),
        ("password-set", {"account": None}),
        ("password-set", {"account": "x" * 81}),
    ],
)
def test_what_is_not_declared_is_refused(kind, facts):
    with pytest.raises(UnknownEvent):
        append(kind, **facts)
    assert not Event.objects.exists()


def test_no_kind_carries_a_choice_or_what_identifies_a_person():
    words = ("choice", "option", "ballot", "code", "token", "email", "address", "name")
    assert [fact for facts in KINDS.values() for fact in facts if any(word in fact for word in words)] == []


@pytest.mark.django_db
def test_events_are_taken_in_order_once_and_one_that_fails_waits_alone():
    events = [append("password-set", account=number) for number in range(5)]
    taken, broken = [], {events[1].pk}

    def handle(event):
        Event.objects.filter(pk=event.pk).update(facts={"account": -1})
        if event.pk in broken:
            raise KeyError("no such letter")
        taken.append(event.pk)

    assert take(handle) == 4
    assert taken == [event.pk for event in events if event.pk not in broken]
    left = Event.objects.get(handled_at=None)
    assert left == events[1] and left.facts == {"account": 1}, "what the failed handling wrote is undone"
    broken.clear()
    assert take(handle) == 1 and take(handle) == 0
    assert taken[-1] == events[1].pk


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_handle_each_event_once():
    with transaction.atomic():
        events = [append("password-set", account=number).pk for number in range(40)]
    Event.objects.update(handled_at=None)
    taken, faults, together = [], [], threading.Barrier(8)

    def handle(event):
        time.sleep(0.002)
        taken.append(event.pk)

    def work():
        try:
            together.wait(20)
            while Event.objects.filter(handled_at=None).exists():
                take(handle)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(60)
    assert not faults
    assert sorted(taken) == events
