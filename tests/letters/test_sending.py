"""Letters and a real mail server that refuses, hangs and hangs up: none lost, none doubled."""

import smtplib
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from letters.post_office import PostOffice

from municipal.users.models import User
from participation.events.actions import append
from participation.letters import actions
from participation.letters.actions import CLAIM, message_id, send_letters, tidy, write_letters
from participation.models import Event, Letter
from participation.people.actions import set_password


pytestmark = pytest.mark.django_db

STORES_AND_IS_SILENT = ("hang after text", "drop after text")


def later(**how):
    """A clock that is ahead."""
    return lambda: timezone.now() + timedelta(**how)


@pytest.mark.parametrize("fate", PostOffice.BEHAVIOURS)
def test_whatever_the_server_does_the_letter_arrives_in_the_end_once(fate, post_office, owe):
    letter = owe(1).get()
    post_office.behave = fate
    assert send_letters() == (1 if fate == "take" else 0)
    letter.refresh_from_db()
    assert letter.tries == 1
    if fate == "take":
        assert letter.sent_at and letter.next_try_at is None and letter.last_error == ""
    else:
        assert letter.sent_at is None and letter.last_error
        assert timedelta(seconds=50) < letter.next_try_at - timezone.now() < timedelta(seconds=61)
    assert send_letters() == 0, "not before its time"
    post_office.behave = "take"
    send_letters(clock=later(minutes=2))
    letter.refresh_from_db()
    assert letter.sent_at and letter.next_try_at is None
    assert set(post_office.ids) == {message_id(letter)}
    assert len(post_office.ids) == (2 if fate in STORES_AND_IS_SILENT else 1)
    assert send_letters(clock=later(days=30)) == 0


def test_nobody_at_the_mail_server_loses_nothing_and_keeps_nobody_waiting_long(post_office, owe):
    letters = owe(10)
    post_office.stop()
    for minutes in range(0, 200, 70):
        send_letters(clock=later(minutes=minutes))
    tried = [letter.tries for letter in letters]
    assert sum(tried) == 9 and max(tried) <= 3, "three letters a run find out that nobody answers"
    assert letters.filter(next_try_at=None).count() == 0


def test_a_recipient_refused_for_good_ends_after_three_tries_and_staff_can_see_it(post_office, owe):
    letter = owe(1).get()
    post_office.behave = "refuse recipient"
    for hours in range(5):
        send_letters(clock=later(hours=2 * hours))
    letter.refresh_from_db()
    assert (letter.tries, letter.sent_at, letter.next_try_at) == (3, None, None)
    assert letter.last_error == "550 5.1.1 <nobody> no such mailbox"
    assert list(Letter.objects.stuck()) == [letter]


@pytest.mark.parametrize("fate", ["recipient later", "refuse sender", "drop before text"])
def test_what_is_no_refusal_of_the_letter_never_ends_it(fate, post_office, owe):
    letter = owe(1).get()
    post_office.behave = fate
    for hours in range(12):
        send_letters(clock=later(hours=2 * hours))
    letter.refresh_from_db()
    assert letter.tries == 12 and letter.next_try_at
    post_office.behave = "take"
    assert send_letters(clock=later(hours=30)) == 1


def test_a_hundred_and_fifty_letters_through_a_server_of_moods_lost_0_doubled_0(post_office, owe, settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {"LETTERS_TIMEOUT": 0.2, "LETTERS_REFUSED_TIMES": 1000}
    letters = owe(150)
    moods = [mood for mood in PostOffice.BEHAVIOURS if not mood.startswith("hang")]
    post_office.behave = [*moods, "take", "take", "take"]
    for round_ in range(60):
        send_letters(clock=later(hours=2 * round_))
        if not letters.filter(sent_at=None).exists():
            break
    wanted = Counter(message_id(letter) for letter in letters)
    got = Counter(post_office.ids)
    assert set(got) == set(wanted), f"lost: {len(set(wanted) - set(got))}"
    assert letters.exclude(sent_at=None).count() == 150
    heard = Counter(str(each["To"]) for each in {each["Message-ID"]: each for each in post_office.taken}.values())
    assert set(heard.values()) == {1}, "one letter a person, by its Message-ID"


def test_a_farewell_that_goes_wrong_makes_no_second_letter(post_office, owe, monkeypatch):
    letter = owe(1).get()

    def hang_up(self):
        raise TimeoutError("no answer to QUIT")

    monkeypatch.setattr(smtplib.SMTP, "quit", hang_up)
    assert send_letters() == 1
    letter.refresh_from_db()
    assert letter.sent_at and len(post_office.ids) == 1


@pytest.mark.django_db(transaction=True)
def test_an_action_does_not_fail_with_the_mail_server(post_office):
    user = User.objects.create_user("camille@ville.example", "prune-violette-12")
    for fate in ("refuse recipient", "hang at recipient", "drop after text"):
        post_office.behave = fate
        set_password(user, f"prune-{fate}")
    post_office.stop()
    set_password(user, "prune-fermée")
    user.refresh_from_db()
    assert user.check_password("prune-fermée")
    assert Letter.objects.filter(sent_at=None).count() == 4


@pytest.mark.django_db(transaction=True)
def test_an_action_that_is_undone_sends_nothing(post_office):
    user = User.objects.create_user("camille@ville.example", "prune-violette-12")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        set_password(user, "jamais")
        raise ZeroDivisionError
    write_letters()
    send_letters()
    assert post_office.taken == [] and not Event.objects.exists() and not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_senders_at_once_send_each_letter_once(post_office, owe, settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {"LETTERS_TIMEOUT": 60}
    letters, together, faults = owe(60), threading.Barrier(8), []

    def work():
        try:
            together.wait(20)
            send_letters()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    senders = [threading.Thread(target=work) for _ in range(8)]
    for each in senders:
        each.start()
    for each in senders:
        each.join(120)
    assert not faults
    assert sorted(post_office.ids) == sorted(message_id(letter) for letter in letters)


def test_a_claimed_letter_is_nobody_elses_until_its_claim_runs_out(post_office, owe):
    letter = owe(1).get()
    assert actions._claim(Letter.objects.all(), timezone.now()) == letter
    assert send_letters() == 0 and post_office.taken == []
    assert send_letters(clock=lambda: timezone.now() + CLAIM + timedelta(seconds=1)) == 1


def test_a_sender_whose_claim_ran_out_does_not_undo_what_another_wrote(post_office, owe):
    owe(1)
    slow = actions._claim(Letter.objects.all(), timezone.now())
    send_letters(clock=lambda: timezone.now() + CLAIM + timedelta(seconds=1))
    actions._keep_for_later(slow, TimeoutError("late"), timezone.now())
    assert Letter.objects.get().sent_at and Letter.objects.get().next_try_at is None


def test_an_event_taken_twice_writes_one_letter(owe):
    letter = owe(1).get()
    Event.objects.update(handled_at=None)
    write_letters()
    assert Letter.objects.get() == letter


def test_what_is_old_is_forgotten_and_what_waits_is_not(post_office, owe, settings):
    owe(2)
    waiting = Letter.objects.first()
    Letter.objects.exclude(pk=waiting.pk).update(sent_at=timezone.now(), next_try_at=None)
    with transaction.atomic():
        unhandled = append("password-set", account=0)
    tidy(timezone.now() + timedelta(days=29))
    assert Letter.objects.count() == 2
    tidy(timezone.now() + timedelta(days=31))
    assert list(Letter.objects.all()) == [waiting]
    assert set(Event.objects.all()) == {waiting.event, unhandled}
