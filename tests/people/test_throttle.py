"""How often: enough for a school, too little for a thief, and nobody is locked out by somebody else."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from people.door import at_once, signed_in, wrong

from municipal.users.models import User
from participation.models import SignInRequest, Throttle
from participation.people.actions import TooSoon, ask, come_in_by_code, come_in_by_link, tidy
from participation.people.rules import Limit, again_at, network_of


CAMILLE, CODE = "camille@ville.example", "/connexion/code/"
db = pytest.mark.django_db


def ago(**how):
    """Everything counted so far was a while ago."""
    for row in Throttle.objects.all():
        row.since, row.last_at = row.since - timedelta(**how), row.last_at - timedelta(**how)
        row.save()


@db
def test_five_letters_an_hour_then_one_in_ten_minutes(window, door):
    for _time in range(5):
        assert door(window(), CAMILLE).mail
    sixth = door(window(), CAMILLE)
    page = sixth.answer.content.decode()
    assert sixth.mail is None and sixth.answer.status_code == 429
    again = timezone.localtime(Throttle.objects.get(times=5).last_at + timedelta(minutes=10))
    assert re.search(rf"à partir de 0?{again.hour}\sh\s{again.minute:02}", page)
    assert f'value="{CAMILLE}"' in page, "what was typed is kept"
    assert door(window(), "paul@ville.example").mail, "another address is not concerned"
    ago(minutes=9)
    assert door(window(), CAMILLE).mail is None
    ago(minutes=1)
    assert door(window(), CAMILLE).mail and door(window(), CAMILLE).mail is None
    ago(minutes=60)
    assert all(door(window(), CAMILLE).mail for _time in range(5))


@db
def test_an_address_is_counted_however_it_is_spelled(window, door):
    spellings = [CAMILLE, "CAMILLE@ville.example", " camille@VILLE.EXAMPLE", "ｃａｍｉｌｌｅ@ville.example", CAMILLE]
    assert all(door(window(), each).mail for each in spellings)
    assert door(window(), "Camille@Ville.Example").mail is None


@db
def test_nobody_is_locked_out_by_a_third_person_who_asks_in_their_name(client, window, door):
    mine = door(client, CAMILLE)
    for _time in range(20):
        door(window(), CAMILLE)
    assert door(client, CAMILLE).mail is None, "no more letters for the moment"
    client.post(CODE, {"code": mine.code})
    assert signed_in(client) == CAMILLE, "the letter that is there still opens"


@db
def test_however_a_third_person_insists_a_letter_that_opens_is_always_there(window, door):
    door(window(), CAMILLE)
    for _minute in range(180):
        ago(minutes=1)
        moment = timedelta(minutes=1)
        for row in SignInRequest.objects.all():
            SignInRequest.objects.filter(pk=row.pk).update(
                asked_at=row.asked_at - moment, expires_at=row.expires_at - moment
            )
        door(window(), CAMILLE)
        assert SignInRequest.objects.filter(void_at=None, expires_at__gt=timezone.now()).exists()
    assert len(mail.outbox) <= 3 * 12, "and no mailbox is flooded"


@db
def test_a_school_behind_one_address_comes_in_and_a_flood_does_not(window, door, settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {"SIGN_IN_TRIES_A_NETWORK": 30}
    school = {"REMOTE_ADDR": "192.0.2.7"}
    for pupil in range(30):
        assert door(window(**school), f"pupil{pupil}@ville.example").mail
    late = door(window(**school), "late@ville.example")
    assert late.answer.status_code == 429 and late.mail is None
    assert door(window(REMOTE_ADDR="192.0.2.8"), "late@ville.example").mail
    assert door(window(REMOTE_ADDR="127.0.0.1"), "proxy@ville.example").mail, "a proxy's address is nobody's"


@db
def test_the_towns_own_proxy_is_believed_and_nobody_else(window, door, settings):
    few = settings.PARTICIPATION | {"SIGN_IN_TRIES_A_NETWORK": 2}
    settings.PARTICIPATION = few
    for number in range(2):
        door(window(REMOTE_ADDR="192.0.2.7", HTTP_X_REAL_IP=f"203.0.113.{number}"), f"a{number}@ville.example")
    liar = window(REMOTE_ADDR="192.0.2.7", HTTP_X_REAL_IP="203.0.113.9")
    assert door(liar, "b@ville.example").mail is None, "a header nobody asked for is not read"
    settings.PARTICIPATION = few | {"READER_ADDRESS_HEADER": "X-Real-IP"}
    assert door(liar, "b@ville.example").mail


@db
def test_wrong_codes_are_counted_for_a_network_too(window, door, settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {"SIGN_IN_TRIES_A_NETWORK": 6}
    thief = {"REMOTE_ADDR": "192.0.2.7"}
    statuses = []
    for victim in range(3):
        client = window(**thief)
        sent = door(client, f"victim{victim}@ville.example")
        statuses += [client.post(CODE, {"code": wrong(sent.code)}).status_code for _time in range(3)]
    assert statuses == [200] * 6 + [429] * 3
    client.post(CODE, {"code": sent.code})
    assert signed_in(client) is None, "not even the right one, until the hour is over"


@db
def test_passwords_are_counted_by_account_and_a_letter_opens_all_the_same(client, door, settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {"WRONG_PASSWORDS_AN_HOUR": 3}
    User.objects.create_user(CAMILLE, "prune-violette-12")
    path, right = "/connexion/mot-de-passe/", {"username": CAMILLE, "password": "prune-violette-12"}
    for spelling in (CAMILLE, "CAMILLE@ville.example"):
        client.post(path, {"username": spelling, "password": "non"})
    assert client.post(path, right).status_code == 302 and signed_in(client)
    client.logout()
    for _time in range(3):
        last = client.post(path, {"username": CAMILLE, "password": "non"})
    assert last.status_code == 429 and CAMILLE in last.content.decode()
    assert client.post(path, right).status_code == 429 and signed_in(client) is None
    sent = door(client, CAMILLE)
    client.post(CODE, {"code": sent.code})
    assert signed_in(client) == CAMILLE


@db
def test_what_is_counted_names_nobody_and_is_forgotten_after_a_day(window, door):
    door(window(REMOTE_ADDR="192.0.2.7"), CAMILLE)
    rows = str(list(Throttle.objects.values()))
    assert CAMILLE not in rows and "192.0.2.7" not in rows
    tidy(timezone.now() + timedelta(hours=23))
    assert Throttle.objects.count() == 2 and SignInRequest.objects.count() == 1
    tidy(timezone.now() + timedelta(hours=25))
    assert Throttle.objects.count() == 0 and SignInRequest.objects.count() == 0


def asks(_number):
    """One ask for Camille, from a window of its own."""
    return ask(CAMILLE, window=None, network="", language="fr", site=None, leads_to="", now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_fifty_who_ask_at_once_for_one_address_get_five_letters():
    answers = at_once(50, asks)
    assert len([each for each in answers if isinstance(each, SignInRequest)]) == 5
    assert len([each for each in answers if isinstance(each, TooSoon)]) == 45
    assert SignInRequest.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_fifty_wrong_codes_at_once_are_five():
    request = asks(0)
    answers = at_once(50, lambda n: come_in_by_code(request.key, wrong(request.code), network="", now=timezone.now()))
    request.refresh_from_db()
    assert request.wrong_codes == 5
    assert sorted(each.reason for each in answers) == ["spent"] * 46 + ["wrong"] * 4


@pytest.mark.django_db(transaction=True)
def test_fifty_right_codes_at_once_open_one_session():
    request = asks(0)
    answers = at_once(50, lambda n: come_in_by_code(request.key, request.code, network="", now=timezone.now()))
    assert len([each for each in answers if isinstance(each, tuple)]) == 1
    assert {each.reason for each in answers if not isinstance(each, tuple)} == {"used"}
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_presses_of_one_links_button_open_one_session():
    request = asks(0)
    answers = at_once(50, lambda n: come_in_by_link(request.token, timezone.now()))
    assert len([each for each in answers if isinstance(each, tuple)]) == 1
    assert {each.reason for each in answers if not isinstance(each, tuple)} == {"used"}


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("2001:db8:1:ffff::", "2001:db8:1::/48"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("", ""),
        ("unix:", ""),
        ("<script>", ""),
        ("999.1.1.1", ""),
    ],
)
def test_networks(address, network):
    assert network_of(address) == network


def test_when_the_next_try_is_allowed():
    now, limit = timezone.now(), Limit(3, 3600, pause=600)
    minute = timedelta(minutes=1)
    assert again_at(limit, now - minute, now, 2, now) is None
    assert again_at(limit, now - minute, now, 3, now) == now + 10 * minute
    assert again_at(limit, now - minute, now - 10 * minute, 3, now) is None
    assert again_at(limit, now - 59 * minute, now, 3, now) == now + minute
    assert again_at(limit, now - 60 * minute, now, 99, now) is None
    assert again_at(Limit(3, 3600), now - minute, now, 3, now) == now + 59 * minute
