"""Signing in through a real provider: there and back, one account an address, and nothing that was not signed."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.urls import NoReverseMatch, reverse
from factories import home_page, make_poll

from municipal.users.models import User
from participation.models import Resident
from participation.people.actions import erase


pytestmark = pytest.mark.django_db
INES = "ines@ville.example"


@pytest.fixture(autouse=True)
def town():
    home_page()


def test_a_first_time_there_and_back_makes_the_account_of_the_verified_address(provider, browser):
    window = browser()
    last = window.sign_in(next="/recherche/?q=banc")
    assert last.url.endswith("/recherche/?q=banc") and window.account == INES
    kept = SocialAccount.objects.get()
    assert (kept.provider, kept.user.email, kept.extra_data) == (provider.address, INES, {})
    assert not User.objects.get().has_usable_password() and not SocialToken.objects.exists() and mail.outbox == []


def test_from_where_a_voter_says_who_they_are_one_comes_back_there(provider, browser):
    poll, window = make_poll(access="email"), browser()
    path = f"/p/vote/{poll.vote_id}/bulletin/qui/"
    page = window.go(path)
    assert "FranceConnect" in page.text and f'name="next" value="{path}"' in page.text
    last = window.sign_in(next=path)
    assert f"/p/vote/{poll.vote_id}/" in last.url and window.account == INES


def test_what_is_asked_of_the_provider_is_a_code_with_pkce_a_state_and_a_nonce(provider, browser):
    asked = {name: value[0] for name, value in parse_qs(urlsplit(browser().begin()[1]).query).items()}
    assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256" and asked["code_challenge"]
    assert (
        len(asked["nonce"]) >= 32 and len(asked["state"]) >= 16 and set(asked["scope"].split()) == {"openid", "email"}
    )
    again = {name: value[0] for name, value in parse_qs(urlsplit(browser().begin()[1]).query).items()}
    assert not {asked["nonce"], asked["state"], asked["code_challenge"]} & set(again.values())


def test_from_english_one_comes_back_to_english(provider, browser):
    window = browser()
    page = window.press(window.go("/en/connexion/"), "/en/connexion/service/")
    away = re.search(r'content="0;url=([^"]+)"', page.text)[1].replace("&amp;", "&")
    assert "/en/mon-compte/" in window.get(away, timeout=30).url
    assert Resident.objects.get().language == "en"


def test_a_verified_address_joins_the_account_it_has_however_it_is_spelled(provider, browser):
    account = User.objects.create_user(INES)
    provider.is_somebody("ines", "INES@Ville.Example")
    window = browser()
    window.sign_in()
    assert window.account == INES and User.objects.get() == account


def test_a_changed_address_keeps_the_account(provider, browser):
    browser().sign_in()
    other = User.objects.create_user("nouvelle@ville.example")
    provider.is_somebody("ines", other.email)
    window = browser()
    window.sign_in()
    assert window.account == INES and SocialAccount.objects.count() == 1


def letter_of(window, page, email):
    """Ask for the letter that a page leads to, and open its link."""
    link = re.search(r'class="button" href="([^"]+)"', page.text.split("<main")[1])[1].replace("&amp;", "&")
    form = window.go(link)
    window.press(form, "/connexion/", email=email, next="/connexion/service/joindre/")
    path = re.search(r"http://\S+?(/connexion/lien/\S+/)", mail.outbox[-1].body)[1]
    return window.press(window.go(path), path)


def test_an_address_nobody_vouches_for_opens_no_account_of_somebody_else(provider, browser):
    victim = User.objects.create_user("maire@ville.example")
    provider.is_somebody("voleur", victim.email, verified=False)
    window = browser()
    page = window.sign_in()
    assert page.url.endswith("/connexion/service/adresse/") and window.account is None
    assert not SocialAccount.objects.exists() and User.objects.count() == 1
    assert window.go("/connexion/service/joindre/").url.endswith("?next=/connexion/service/joindre/")


def test_a_letter_and_a_button_join_the_two_once(provider, browser):
    account = User.objects.create_user("paul@ville.example")
    provider.is_somebody("paul", "", verified=False)
    window = browser()
    page = letter_of(window, window.sign_in(), "paul@ville.example")
    assert page.url.endswith("/connexion/service/joindre/") and "paul@ville.example" in page.text
    assert not SocialAccount.objects.exists(), "nothing is joined before the button"
    window.press(page, "/connexion/service/joindre/", yes="1")
    assert SocialAccount.objects.get().user == account
    later = browser()
    later.sign_in()
    assert later.account == "paul@ville.example" and len(mail.outbox) == 1


def test_somebody_else_at_the_same_computer_says_no(provider, browser):
    provider.is_somebody("paul", "", verified=False)
    window = browser()
    page = letter_of(window, window.sign_in(), "camille@ville.example")
    window.press(page, "/connexion/service/joindre/", no="1")
    assert not SocialAccount.objects.exists()
    assert window.go("/connexion/service/joindre/").url.endswith("/mon-compte/"), "and is not asked again"


LIES = [
    *("other key", "no signature", "shared secret", "other nonce", "other audience", "other issuer", "expired"),
    *("no subject", "no token", "other person", "signed by another", "garbage"),
    *("long subject", "broken subject", "subject a number"),
]


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_is_not_what_it_should_be_opens_nothing(lie, provider, browser):
    provider.tell(behave=lie)
    window = browser()
    page = window.sign_in()
    assert page.status_code == 403 and "/connexion/" in page.text.split("<main")[1] and window.account is None
    assert not SocialAccount.objects.exists() and not User.objects.exists()


def test_the_longest_subject_that_the_standard_allows_is_known_again(provider, browser):
    provider.tell(behave="subject of 255")
    for _time in range(2):
        window = browser()
        window.sign_in()
        assert window.account == INES and SocialAccount.objects.count() == 1


def test_signed_userinfo_is_read(provider, browser):
    provider.tell(behave="signed")
    window = browser()
    window.sign_in()
    assert window.account == INES


@pytest.mark.parametrize("behave", ["broken", "hang"])
def test_a_provider_in_trouble_is_said_and_the_letter_is_offered(behave, provider, browser):
    provider.tell(behave=behave)
    window, began = browser(), time.monotonic()
    page = window.sign_in()
    assert page.status_code in (403, 503) and "FranceConnect" in page.text and "courriel" in page.text
    assert time.monotonic() - began < 8 + 8 and window.account is None


def test_a_provider_that_is_down_is_said_before_and_after(provider, browser, settings):
    window = browser()
    _page, away = window.begin()
    settings.PARTICIPATION["OPENID"] = settings.PARTICIPATION["OPENID"] | {"issuer": "http://127.0.0.1:9"}
    page, nowhere = browser().begin(next="/recherche/")
    assert page.status_code == 503 and nowhere is None and "next=%2Frecherche%2F" in page.text
    assert window.get(away, timeout=30).status_code in (403, 503) and window.account is None


def test_a_state_that_is_not_this_windows_opens_nothing(provider, browser):
    thief, victim = browser(), browser()
    _page, away = thief.begin()
    back = thief.get(away, timeout=30, allow_redirects=False)
    while "code=" not in back.headers["Location"]:
        back = thief.get(
            provider.address + back.headers["Location"].replace(provider.address, ""), allow_redirects=False
        )
    address = back.headers["Location"]
    assert victim.get(address, timeout=30).status_code == 403 and victim.account is None
    assert victim.get(address.replace("state=", "state=0"), timeout=30).status_code == 403
    assert thief.get(address, timeout=30).status_code == 200 and thief.account == INES
    assert browser().get(address, timeout=30).status_code == 403, "a code and a state serve once"


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=x", "?state=%00&code=%00", "?error=server_error"])
def test_coming_back_from_nowhere_is_a_page_of_the_town(query, provider, browser):
    page = browser().go(f"/connexion/service/retour/{query}")
    assert page.status_code == 403 and 'class="masthead"' in page.text


def test_who_gives_up_there_is_back_at_the_door(provider, browser):
    window = browser()
    state = parse_qs(urlsplit(window.begin()[1]).query)["state"][0]
    page = window.go(f"/connexion/service/retour/?error=access_denied&state={state}")
    assert page.url.endswith("/connexion/") and page.status_code == 200


def test_nobody_is_led_to_another_site(provider, browser):
    window = browser()
    page = window.sign_in(next="https://mal.example/")
    assert "mal.example" not in page.url and window.account == INES


def test_an_editor_who_comes_in_this_way_still_needs_the_password(provider, browser):
    User.objects.create_superuser(INES, "prune-violette-12")
    window = browser()
    window.sign_in()
    assert window.account == INES and "/admin/login/" in window.go("/admin/").url


def test_a_shut_account_stays_shut_and_an_erased_one_comes_back_as_somebody_new(provider, browser):
    browser().sign_in()
    first = User.objects.get()
    User.objects.update(is_active=False)
    window = browser()
    assert window.sign_in().status_code == 403 and window.account is None
    User.objects.update(is_active=True)
    first.refresh_from_db()
    erase(first)
    assert not SocialAccount.objects.exists()
    again = browser()
    again.sign_in()
    assert again.account == INES and User.objects.count() == 2


def test_signing_out_signs_out_there_too(provider, browser):
    window = browser()
    page = window.sign_in()
    out = window.press(page, "/deconnexion/")
    away = re.search(r'content="0;url=([^"]+)"', out.text)[1].replace("&amp;", "&")
    assert away.startswith(f"{provider.address}/logout/?id_token_hint=") and window.account is None
    assert window.get(away, timeout=30).url.startswith(window.town), "and comes back here"
    provider.is_somebody("paul", "paul@ville.example")
    window.sign_in()
    assert window.account == "paul@ville.example", "the provider has forgotten who was there"


def test_no_screen_of_allauth_is_reachable():
    for name in ("account_login", "account_signup", "account_reset_password", "socialaccount_signup", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_without_a_provider_there_is_no_button_and_no_door(client):
    assert "connexion/service" not in client.get("/connexion/").content.decode()
    for path in ("", "retour/", "adresse/", "joindre/"):
        assert client.post(f"/connexion/service/{path}").status_code == 404
        assert client.get(f"/connexion/service/{path}").status_code == 404


def test_a_get_begins_nothing_and_sets_no_cookie(provider, browser):
    window = browser()
    assert window.go("/connexion/service/").status_code == 405
    window.go("/connexion/")
    assert "sessionid" not in window.cookies
