"""A page that anybody may read is made once in a few seconds; what is not for anybody is made each time."""

import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import news_page, signed_in
from wagtail.models import PageViewRestriction

from municipal.home.models import SiteFrame


pytestmark = pytest.mark.django_db
SECONDS = 2
WAY_OUT = "Se déconnecter"


@pytest.fixture(autouse=True)
def keeping(settings):
    """Pages are kept, and none from another test."""
    settings.PARTICIPATION = settings.PARTICIPATION | {"PAGES_KEPT_SECONDS": SECONDS}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def page():
    return news_page(title="Le règlement")


def asked(client, address):
    """The answer, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return answer, len(queries)


def menu(label):
    return [("link", {"label": label, "address": "/voter/"})]


def rename(page, title):
    page.title = title
    page.save_revision().publish()


def test_the_second_reader_gets_the_same_page_for_the_price_of_finding_it(page):
    first, dear = asked(Client(), page.url)
    second, cheap = asked(Client(), page.url)
    assert first.content == second.content and cheap < dear
    assert second["Content-Type"] == first["Content-Type"] and "Cookie" in second["Vary"]
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_a_change_is_read_after_those_seconds(page):
    asked(Client(), page.url)
    rename(page, "La charte")
    assert "Le règlement" in Client().get(page.url).content.decode()
    time.sleep(SECONDS + 0.2)
    assert "La charte" in Client().get(page.url).content.decode()


def test_a_page_taken_down_or_closed_is_gone_at_once(page):
    asked(Client(), page.url)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert Client().get(page.url).status_code == 302
    restriction.delete()
    assert Client().get(page.url).status_code == 200
    page.unpublish()
    assert Client().get(page.url).status_code == 404


def test_who_is_signed_in_gets_their_own_page_and_leaves_none_behind(page):
    known = signed_in(Client(), "Communication")
    for _each in range(2):
        assert WAY_OUT in known.get(page.url).content.decode()
    assert WAY_OUT not in Client().get(page.url).content.decode()
    assert WAY_OUT in known.get(page.url).content.decode()


def test_the_editor_who_signed_in_sees_a_change_at_once(page):
    asked(Client(), page.url)
    known = signed_in(Client(), "Communication")
    rename(page, "La charte")
    assert "La charte" in known.get(page.url).content.decode()


def test_the_menu_of_a_page_made_anew_is_a_moment_old_but_for_who_signed_in(page):
    frame = SiteFrame.objects.create(locale=page.locale, menu=menu("Voter"))
    assert "Voter" in Client().get("/recherche/").content.decode()
    frame.menu = menu("Décider")
    frame.save()
    assert "Décider" in signed_in(Client(), "Communication").get("/recherche/").content.decode()
    assert "Voter" in Client().get("/recherche/").content.decode()
    time.sleep(SECONDS + 0.2)
    assert "Décider" in Client().get("/recherche/").content.decode()


def test_each_host_and_each_question_has_its_own(page):
    asked(Client(), page.url)
    _answer, cheap = asked(Client(), page.url)
    assert asked(Client(), page.url + "?page=2")[1] > cheap
    assert asked(Client(headers={"host": "localhost"}), page.url)[1] > cheap
    assert asked(Client(), page.url)[1] == cheap


def test_a_very_long_address_is_answered_and_not_kept(page):
    long = page.url + "?q=" + "a" * 600
    asked(Client(), long)
    assert asked(Client(), long)[1] == asked(Client(), long)[1]


def test_without_the_setting_each_reader_has_it_made(page, settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {"PAGES_KEPT_SECONDS": 0}
    assert asked(Client(), page.url)[1] == asked(Client(), page.url)[1]
