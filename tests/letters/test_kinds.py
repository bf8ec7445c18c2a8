"""What a letter says: in its reader's language, as text and HTML, from the town, and nothing slips into its head."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.template.loader import get_template
from django.utils import timezone, translation
from factories import home_page, make_poll, moment

from municipal.users.models import User
from participation.ballots.actions import give_duty
from participation.events.actions import append
from participation.events.rules import KINDS as EVENTS
from participation.letters.actions import send_letters, write_letters
from participation.letters.kinds import BY_NAME, KINDS, written
from participation.models import Letter, Resident, SignInRequest
from participation.people.actions import ask


pytestmark = pytest.mark.django_db
REMOTE = re.compile(r"<(img|link|script|style|iframe|object|form)\b|\b(src|style|on\w+)=|url\(", re.I)


def asked(email="camille@ville.example", language="fr"):
    """A letter to sign in, not sent."""
    ask(email, window=None, network="", language=language, site=None, leads_to="", now=timezone.now())
    write_letters()
    return Letter.objects.latest("created_at")


def test_every_letter_has_its_event_and_its_pair_of_templates():
    assert set(KINDS) <= set(EVENTS)
    for kind in BY_NAME.values():
        assert kind.text.endswith(".txt") and kind.page.endswith(".html")
        get_template(kind.text), get_template(kind.page)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_letter_is_written_in_its_readers_language_with_links_to_it(language):
    home_page()
    with translation.override("en" if language == "fr" else "fr"):
        said = written(asked(language=language))
    request = SignInRequest.objects.get()
    prefix = "/" if language == "fr" else "/en/"
    link = f"http://testserver{prefix}connexion/lien/{request.token}/"
    for text in (said.text, said.page):
        assert link in text and request.code in text
    assert ("Bonjour" in said.text) is (language == "fr")
    assert f'<html lang="{language}">' in said.page
    assert not REMOTE.search(said.page)
    assert "&" not in said.text and "&" not in said.subject


def test_the_last_day_of_a_duty_on_the_first_of_a_month_is_plain_text():
    home_page()
    give_duty(make_poll(), None, email="paul@ville.example", role="desk", ends_at=moment("2099-10-01 12:00"))
    write_letters()
    said = written(Letter.objects.get())
    assert "1er octobre 2099" in said.text and "<" not in said.text and "1<sup>er</sup> octobre" in said.page


def test_a_letter_comes_from_the_town_and_says_that_a_machine_wrote_it(settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {
        "TOWN_NAME": "Ville d’Orméval",
        "LETTERS_FROM": "participation@ormeval.example",
        "LETTERS_REPLY_TO": "mairie@ormeval.example",
    }
    letter = asked()
    send_letters()
    (sent,) = mail.outbox
    message = sent.message()
    assert sent.to == ["camille@ville.example"] and sent.reply_to == ["mairie@ormeval.example"]
    assert message["From"].endswith("<participation@ormeval.example>")
    assert message["Message-ID"] == f"<{letter.pk}@ormeval.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]


HOSTILE = "Orméval\r\nBcc: voleur@mal.example\nX: <b>\x00\u2028\u202e"


def test_nothing_slips_into_the_head_of_a_letter(settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {"TOWN_NAME": HOSTILE}
    asked()
    assert send_letters() == 1
    head = mail.outbox[0].message()
    assert head["Bcc"] is None and mail.outbox[0].recipients() == ["camille@ville.example"]
    assert not set("\r\n\x00\u2028\u202e") & set(mail.outbox[0].subject)
    assert "<b>" not in mail.outbox[0].alternatives[0][0]


@pytest.mark.parametrize("end", ["used_at", "void_at", "expires_at", "erased"])
def test_a_letter_whose_code_opens_nothing_any_more_is_not_sent(end):
    letter = asked()
    now = timezone.now()
    if end == "erased":
        SignInRequest.objects.all().delete()
    else:
        SignInRequest.objects.update(**{end: now})
    assert send_letters() == 0 and mail.outbox == []
    letter.refresh_from_db()
    assert letter.next_try_at is None and letter.sent_at is None and letter.last_error == ""
    assert send_letters(clock=lambda: now + timedelta(days=1)) == 0


def test_an_account_is_written_to_in_the_language_it_chose_and_not_once_it_is_shut():
    english, shut = User.objects.create_user("a@ville.example"), User.objects.create_user("b@ville.example")
    Resident.objects.create(account=english, language="en")
    User.objects.filter(pk=shut.pk).update(is_active=False)
    with transaction.atomic():
        append("password-set", account=english.pk)
        append("password-set", account=shut.pk)
    write_letters()
    send_letters()
    (sent,) = mail.outbox
    assert sent.to == ["a@ville.example"] and sent.subject.startswith("Your password was changed")


def test_an_account_that_is_a_name_and_no_address_is_written_to_by_nobody():
    account = User.objects.create_user("jean@ville.example")
    User.objects.update(email="jean")
    with transaction.atomic():
        append("password-set", account=account.pk)
    assert write_letters() == 1 and not Letter.objects.exists()


def test_a_letter_that_cannot_be_written_waits_and_says_no_secret(monkeypatch):
    letter = asked()
    code = SignInRequest.objects.get().code

    def break_down(*args, **kwargs):
        raise ValueError(f"the code is {code}")

    monkeypatch.setattr("participation.letters.kinds.render_to_string", break_down)
    assert send_letters() == 0
    letter.refresh_from_db()
    assert letter.last_error == "ValueError" and letter.next_try_at


def everything():
    """Every row of every table, as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows += cursor.fetchall()
    return str(rows)


def test_neither_code_nor_link_is_ever_in_the_database():
    asked()
    request = SignInRequest.objects.get()
    signature = request.token.partition(":")[2]
    for _moment in ("before it is sent", "after"):
        found = everything()
        assert request.key in found, "the dump sees the row"
        assert request.code not in found and signature not in found
        send_letters()
    assert request.code in mail.outbox[0].body and signature in mail.outbox[0].body
