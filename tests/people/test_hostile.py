"""Whatever is typed at the door: an answer, never a fault, and what was typed is still there and does nothing."""

import json
from html import unescape

import pytest
from engines import needs
from factories import home_page

from municipal.users.models import User
from participation.models import Resident
from participation.people.rules import only_digits, plain_name


pytestmark = pytest.mark.django_db
OWN = [
    "\x00",
    "\ud7ff",
    "a" * 100_000,
    "a\u0301" * 200,
    "\u202egnp.exe",
    "٣" * 6,
    "1e309",
    "-0",
    "NaN",
    "\r\nBcc: a@b.fr",
]
OWN += [
    "<script>alert(1)</script>@b.fr",
    "a@b.fr\r\nBcc: c@d.fr",
    '"a b"@b.fr',
    "a@[127.0.0.1]",
    "a@b.fr,c@d.fr",
    "%00",
]


@pytest.fixture
def naughty(shared):
    """The list of naughty strings, and some of our own."""
    return [*json.loads((shared / "data" / "text" / "blns.json").read_text("utf-8")), *OWN]


def kept(page, typed):
    """Is what was typed in the form again? A browser sends line ends as CR LF, a field of one line none at all."""
    return typed.strip() in unescape(page)


@needs("shared")
@pytest.mark.parametrize(
    ("path", "field", "more"),
    [
        ("/connexion/", "email", {}),
        ("/en/connexion/", "email", {}),
        ("/connexion/", "next", {"email": "no address"}),
        ("/connexion/mot-de-passe/", "username", {"password": "x"}),
        ("/connexion/code/", "code", {}),
    ],
)
def test_every_naughty_string_at_every_door(path, field, more, client, naughty, door, settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {
        "WRONG_PASSWORDS_AN_HOUR": 10**6,
        "SIGN_IN_TRIES_A_NETWORK": 10**6,
    }
    door(client, "camille@ville.example")
    lost = []
    for typed in naughty:
        answer = client.post(path, {field: typed, **more})
        assert answer.status_code in (200, 303), (typed[:60], answer.status_code)
        page = answer.content.decode()
        assert "<script>alert" not in page
        if answer.status_code == 200 and field != "next" and not kept(page, typed):
            lost.append(typed[:60])
    assert lost == []


@needs("shared")
def test_every_naughty_name_stands_as_text(client, naughty):
    home_page()
    client.force_login(User.objects.create_user("camille@ville.example"))
    for typed in naughty:
        answer = client.post("/mon-compte/", {"display_name": typed, "language": "fr"})
        assert answer.status_code in (200, 303), typed[:60]
        if answer.status_code == 303:
            name = Resident.objects.get().display_name
            assert not set("\n\r\t\x00\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069") & set(name)
            page = client.get("/mon-compte/").content.decode()
            assert name in unescape(page)
            assert "<script" not in page.replace('<script src="/static/', "") and "<img src=x" not in page


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize(
    "path",
    ["/connexion/", "/connexion/code/", "/connexion/lien/x/", "/connexion/lien/a:b/", "/connexion/mot-de-passe/"]
    + ["/deconnexion/", "/mon-compte/", "/mon-compte/mot-de-passe/", "/mon-compte/supprimer/", "/mon-compte/supprime/"],
)
def test_no_verb_at_no_door_is_a_fault(path, method, client):
    home_page()
    assert getattr(client, method)(path).status_code < 500
    client.force_login(User.objects.get_or_create(email="camille@ville.example")[0])
    assert getattr(client, method)(path).status_code < 500
    assert User.objects.get().is_active


def test_a_cookie_that_was_tampered_with_is_no_window(client):
    home_page()
    for value in ("x", "a:b:c", "é", "x" * 5000, '"'):
        client.cookies["participation-window"] = value
        assert client.get("/connexion/code/").status_code == 200
        assert client.post("/connexion/code/", {"code": "123456"}).status_code == 200


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("123456", "123456"), (" 123 456\n", "123456"), ("１２３４５６", "123456"), ("12-34-56", "123456")]
    + [("", None), ("12345", None), ("1234567", None), ("12345a", None), ("½23456", None), ("²²²²²²", None)],
)
def test_what_is_a_code(typed, digits):
    assert only_digits(typed) == digits


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Zoé\u00a0 Le\tGall ", "Zoé Le Gall"),
        ("a\u202eb\u2066c\ud800", "abc"),
        ("نگار\u200cپور", "نگار\u200cپور"),
        ("\x00\x1b[31m", "[31m"),
    ],
)
def test_what_is_a_name(typed, name):
    assert plain_name(typed) == name
