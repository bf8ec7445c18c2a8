"""Coming in by a letter: its code in the window that asked, its link in any, each once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from people.door import WINDOW, signed_in, wrong

from municipal.users.models import User
from participation.models import Resident, SignInRequest


pytestmark = pytest.mark.django_db
CAMILLE = "camille@ville.example"
CODE = "/connexion/code/"


def test_the_code_opens_in_the_window_that_asked(client, door):
    sent = door(client, "  Camille@VILLE.example ", next="/recherche/")
    assert (sent.answer.status_code, sent.answer["Location"]) == (303, CODE)
    assert sent.mail.to == [CAMILLE]
    assert not User.objects.exists(), "an account is made once the mailbox has been opened"
    page = client.get(CODE).content.decode()
    assert CAMILLE in page and 'autocomplete="one-time-code"' in page and 'inputmode="numeric"' in page
    answer = client.post(CODE, {"code": f" {sent.code[:3]} {sent.code[3:]} "})
    assert (answer.status_code, answer["Location"]) == (303, "/recherche/")
    assert signed_in(client) == CAMILLE
    assert User.objects.get().has_usable_password() is False
    assert Resident.objects.get().account.email == CAMILLE


def test_the_cookie_of_the_window_is_signed_short_lived_and_no_scripts_business(client, door):
    sent = door(client, CAMILLE)
    cookie = sent.answer.cookies[WINDOW]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["path"]) == (True, "Lax", 900, "/")
    assert sent.code not in cookie.value and sent.link.split("/")[-2] not in cookie.value
    secure = client.post("/connexion/", {"email": "autre@ville.example"}, secure=True)
    assert secure.cookies[WINDOW]["secure"]
    client.post(CODE, {"code": sent.code})
    assert client.cookies[WINDOW].value != cookie.value


def test_the_session_begins_anew_and_the_cookie_of_the_window_goes(client, door):
    session = client.session
    session["before"] = "somebody else's choice"
    session.save()
    old = session.session_key
    client.cookies["sessionid"] = old
    answer = client.post(CODE, {"code": door(client, CAMILLE).code})
    assert client.session.session_key != old
    assert answer.cookies[WINDOW]["max-age"] == 0
    assert client.session.get_expiry_age() == 14 * 24 * 3600


def test_programs_that_read_letters_use_nothing_up_and_the_button_works_once(client, window, door):
    sent = door(client, CAMILLE)
    scanner, home, other = window(), window(), window()
    for _time in range(3):
        assert scanner.get(sent.link).status_code == scanner.head(sent.link).status_code == 200
    assert signed_in(scanner) is None and not SignInRequest.objects.exclude(used_at=None).exists()
    assert CAMILLE in home.get(sent.link).content.decode()
    assert home.post(sent.link).status_code == 303 and signed_in(home) == CAMILLE
    again = other.post(sent.link)
    assert again.status_code == 410 and signed_in(other) is None
    assert "déjà servi" in again.content.decode() and other.get(sent.link).status_code == 410
    client.post(CODE, {"code": sent.code})
    assert signed_in(client) is None, "link and code are one letter"


def test_a_button_pressed_without_its_page_is_refused(door, client, window):
    sent = door(client, CAMILLE)
    stranger = window(enforce_csrf_checks=True)
    assert stranger.post(sent.link).status_code == 403
    assert not User.objects.exists()


def test_the_code_opens_in_no_other_window(client, window, door):
    sent = door(client, CAMILLE)
    other = window()
    answer = other.post(CODE, {"code": sent.code})
    assert signed_in(other) is None and "cette fenêtre n’attend" in answer.content.decode()
    other.cookies[WINDOW] = client.cookies[WINDOW].value + "x"
    other.post(CODE, {"code": sent.code})
    assert signed_in(other) is None
    thief = window()
    door(thief, CAMILLE)
    thief.post(CODE, {"code": sent.code})
    assert signed_in(thief) is None, "the code of one window in another that asked for the same address"


@pytest.mark.parametrize(("left", "opens"), [(60, True), (0, False), (-3600, False)])
def test_a_letter_holds_fifteen_minutes(left, opens, client, door):
    sent = door(client, CAMILLE)
    asked = SignInRequest.objects.get()
    assert asked.expires_at - asked.asked_at == timedelta(minutes=15)
    SignInRequest.objects.update(expires_at=timezone.now() + timedelta(seconds=left))
    assert client.get(sent.link).status_code == (200 if opens else 410)
    page = client.post(CODE, {"code": sent.code})
    assert (signed_in(client) == CAMILLE) is opens
    assert opens or "trop ancien" in page.content.decode()


def test_five_wrong_codes_spend_the_code_and_not_the_link(client, window, door):
    sent = door(client, CAMILLE)
    for number in range(5):
        page = client.post(CODE, {"code": wrong(sent.code)}).content.decode()
        assert ("Cinq codes" in page) is (number == 4)
        assert f'value="{wrong(sent.code)}"' in page, "what was typed is kept"
    client.post(CODE, {"code": sent.code})
    assert signed_in(client) is None
    assert SignInRequest.objects.get().wrong_codes == 5
    home = window()
    home.post(sent.link)
    assert signed_in(home) == CAMILLE


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12a456", "１２", "x" * 500, "\x00", "000 000 0"])
def test_what_is_no_code_is_said_and_not_counted(typed, client, door):
    door(client, CAMILLE)
    page = client.post(CODE, {"code": typed})
    assert page.status_code == 200 and 'aria-invalid="true"' in page.content.decode()
    assert SignInRequest.objects.get().wrong_codes == 0


def test_digits_of_another_script_and_dashes_are_read(client, door):
    sent = door(client, CAMILLE)
    client.post(CODE, {"code": "-".join(chr(ord("٠") + int(digit)) for digit in sent.code)})
    assert signed_in(client) == CAMILLE


def test_a_new_letter_of_a_window_voids_its_last_one_and_no_other_windows(client, window, door):
    mine = door(client, CAMILLE)
    third = window()
    theirs = door(third, CAMILLE)
    SignInRequest.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    mine_again = door(client, CAMILLE)
    assert window().get(mine.link).status_code == 410
    assert "plus récent" in window().get(mine.link).content.decode()
    client.post(CODE, {"code": mine_again.code})
    assert signed_in(client) == CAMILLE
    assert window().get(theirs.link).status_code == 410, "coming in voids every other letter to the address"


def test_asking_twice_at_once_sends_one_letter(client, door):
    first, second = door(client, CAMILLE), door(client, CAMILLE)
    assert second.mail is None and second.answer["Location"] == CODE
    client.post(CODE, {"code": first.code})
    assert signed_in(client) == CAMILLE


def test_a_mistyped_address_is_mended_at_once_and_its_letter_is_void(client, window, door):
    first, second = door(client, "camile@ville.example"), door(client, CAMILLE)
    assert window().get(first.link).status_code == 410
    client.post(CODE, {"code": second.code})
    assert signed_in(client) == CAMILLE


def test_a_shut_account_is_told_so_only_to_its_mailbox(client, window, door):
    User.objects.create_user(CAMILLE, is_active=False)
    sent = door(client, CAMILLE)
    assert sent.mail and "fermé" not in client.get(CODE).content.decode()
    assert "fermé" in client.post(CODE, {"code": sent.code}).content.decode()
    assert "fermé" in window().post(sent.link).content.decode() and signed_in(client) is None


@pytest.mark.parametrize(
    "next_",
    [
        "https://mal.example/",
        "//mal.example/",
        "/\\mal.example",
        "javascript:alert(1)",
        "/" + "x" * 600,
        "\x00",
        "/recherche/\x00",
    ],
)
def test_coming_in_leads_nowhere_else(next_, client, window, door):
    sent = door(client, CAMILLE, next=next_)
    assert client.post(CODE, {"code": sent.code})["Location"] == "/"
    assert window().get("/connexion/", {"next": next_}).content.decode().count("mal.example") == 0


def test_the_letters_links_never_come_from_what_a_request_says(client, door):
    client.defaults |= {"HTTP_HOST": "mal.example", "HTTP_X_FORWARDED_HOST": "mal.example"}
    sent = door(client, CAMILLE)
    assert "mal.example" not in sent.mail.body and sent.link


def test_in_english_too(client, door):
    sent = door(client, CAMILLE, path="/en/connexion/", next="/en/recherche/")
    assert sent.answer["Location"] == "/en/connexion/code/" and sent.link.startswith("/en/connexion/lien/")
    assert "Both hold until" in sent.mail.body
    page = client.post("/en/connexion/code/", {"code": wrong(sent.code)}).content.decode()
    assert "This is not the code" in page
    assert client.post("/en/connexion/code/", {"code": sent.code})["Location"] == "/en/recherche/"
    assert Resident.objects.get().language == "en"


def test_whoever_is_in_is_not_asked_again(client, door):
    client.post(CODE, {"code": door(client, CAMILLE).code})
    assert client.get("/connexion/")["Location"] == "/mon-compte/"
    assert client.get("/connexion/?next=/recherche/")["Location"] == "/recherche/"
    password = "/connexion/mot-de-passe/"
    assert client.get(password, {"next": password})["Location"] == "/", "a door that leads to itself"
    assert client.post("/deconnexion/").status_code == 302 and signed_in(client) is None
    assert client.get("/deconnexion/").status_code == 405
    assert client.get("/mon-compte/")["Location"] == "/connexion/?next=/mon-compte/"


def test_no_letter_no_row_no_account_for_what_is_no_address(client, door):
    for typed in ("", "camille", "camille@", "@ville.example", "a@b", "élodie@ville.example", "a" * 250 + "@b.fr"):
        answer = door(client, typed).answer
        assert answer.status_code == 200 and 'aria-invalid="true"' in answer.content.decode(), typed
    assert mail.outbox == [] and not SignInRequest.objects.exists()
