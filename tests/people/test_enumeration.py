"""Nobody learns who has an account: the same answers, the same work, for every address. And no trace of a visitor."""

import re
import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import consultation_page, home_page
from people.door import WINDOW

from municipal.users.models import User


pytestmark = pytest.mark.django_db
KINDS = ("unknown", "resident", "colleague", "shut", "with-password")


@pytest.fixture
def known():
    """An account of each kind, and an address that has none."""
    User.objects.create_user("resident@ville.example")
    User.objects.create_superuser("colleague@ville.example", "prune-violette-12")
    User.objects.create_user("shut@ville.example", is_active=False)
    User.objects.create_user("with-password@ville.example", "prune-violette-12")


def same(page, email):
    """A page without what differs each time: the token of its form and the address that was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return text.replace(email, "ADDRESS")


def test_asking_is_answered_the_same_whoever_it_is(known, window, door):
    seen = set()
    for kind in KINDS:
        client, email = window(), f"{kind}@ville.example"
        with CaptureQueriesContext(connection) as queries:
            sent = door(client, email)
        then = client.get(sent.answer["Location"])
        seen.add(
            (
                sent.answer.status_code,
                sent.answer["Location"],
                tuple(sorted(sent.answer.cookies)),
                len(queries),
                same(then, email),
                sent.mail.subject,
            )
        )
    assert len(seen) == 1, [each[:4] + each[5:] for each in seen]


def test_the_work_of_asking_is_the_same_to_the_query(known, window, settings):
    home_page()
    asked = {}
    for kind in KINDS:
        client = window()
        client.get("/connexion/")
        with CaptureQueriesContext(connection) as queries:
            client.post("/connexion/", {"email": f"{kind}@ville.example"})
        asked[kind] = [re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in queries.captured_queries]
    assert len({tuple(each) for each in asked.values()}) == 1
    assert not [sql for sql in asked["resident"] if "users_user" in sql], "asking never looks who has an account"
    assert len(asked["resident"]) <= 20


def test_the_time_of_asking_is_of_one_class(known, window, settings):
    home_page()
    settings.PARTICIPATION = settings.PARTICIPATION | {"SIGN_IN_LETTERS_AN_HOUR": 1000}
    times = {"unknown": [], "with-password": []}
    for _round in range(20):
        for kind, spent in times.items():
            client, begun = window(), time.perf_counter()
            client.post("/connexion/", {"email": f"{kind}@ville.example"})
            spent.append(time.perf_counter() - begun)
    unknown, with_password = (statistics.median(each) for each in times.values())
    assert 0.5 < unknown / with_password < 2


def test_a_wrong_password_is_answered_the_same_whoever_it_is(known, window):
    home_page()
    pages = {}
    for kind in KINDS:
        email = f"{kind}@ville.example"
        page = window().post("/connexion/mot-de-passe/", {"username": email, "password": "non"})
        pages[kind] = (page.status_code, same(page, email))
    assert len(set(pages.values())) == 1


@pytest.mark.parametrize("name", ["sign-in", "sign-in-code", "sign-in-password", "account-erased"])
def test_a_door_keeps_nothing_and_sets_no_cookie_but_its_forms(name, client):
    home_page()
    answer = client.get(reverse(f"participation:{name}"))
    assert set(answer.cookies) <= {"csrftoken"}
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert WINDOW not in answer.cookies


def test_a_visitor_gets_no_cookie(client):
    for path in (home_page().url, consultation_page().url, "/recherche/", "/p/1/"):
        answer = client.get(path)
        assert not answer.cookies, path


def test_what_a_signed_in_person_sees_is_private_without_the_towns_own_middleware(client, settings):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.startswith("municipal.")]
    home_page()
    client.force_login(User.objects.create_user("resident@ville.example"))
    for name in ("account", "account-password", "account-erase"):
        answer = client.get(reverse(f"participation:{name}"))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"], name
