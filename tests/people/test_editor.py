"""A letter opens the site; the editor keeps its password."""

import pytest
from django.core import mail
from django.core.checks import run_checks
from factories import home_page
from people.door import signed_in

from municipal.users.models import User
from participation.letters.actions import write_letters
from participation.models import Letter


pytestmark = pytest.mark.django_db
ANNE, CODE = "anne@ville.example", "/connexion/code/"


@pytest.fixture
def by_letter(client, door):
    """An administrator who came in by a letter."""
    User.objects.create_superuser(ANNE, "prune-violette-12")
    client.post(CODE, {"code": door(client, ANNE).code})
    assert signed_in(client) == ANNE
    return client


def test_a_letter_does_not_open_the_editor(by_letter):
    for path in ("/admin/", "/admin/pages/", "/admin/users/", "/admin/participation/letters/"):
        answer = by_letter.get(path)
        assert answer.status_code == 302 and answer["Location"].startswith("/admin/login/"), path
    assert by_letter.get("/admin/login/").status_code == 200
    assert by_letter.get("/mon-compte/").status_code == 200, "the site itself is open"


def test_the_password_does_and_the_letter_is_forgotten(by_letter):
    answer = by_letter.post("/admin/login/", {"username": ANNE, "password": "prune-violette-12"})
    assert answer.status_code == 302
    assert by_letter.get("/admin/").status_code == 200


def test_a_letter_on_top_of_a_password_closes_the_editor_again(client, door):
    User.objects.create_superuser(ANNE, "prune-violette-12")
    link = door(client, ANNE).link
    client.post("/connexion/mot-de-passe/", {"username": ANNE, "password": "prune-violette-12"})
    assert client.get("/admin/").status_code == 200
    client.post(link)
    assert client.get("/admin/").status_code == 302


def test_a_town_may_decide_otherwise(by_letter, settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {"EDITORS_BY_LETTER": True}
    assert by_letter.get("/admin/").status_code == 200


def test_a_letter_gives_no_colleague_a_password(by_letter):
    page = by_letter.get("/mon-compte/mot-de-passe/").content.decode()
    assert "old_password" in page
    new = {"new_password1": "mirabelle-verte-34", "new_password2": "mirabelle-verte-34"}
    by_letter.post("/mon-compte/mot-de-passe/", new | {"old_password": "deviné"})
    user = User.objects.get(email=ANNE)
    assert user.check_password("prune-violette-12")
    user.set_unusable_password()
    user.save()
    by_letter.force_login(user)
    page = by_letter.post("/mon-compte/mot-de-passe/", new)
    assert page.status_code == 200 and not User.objects.get(email=ANNE).has_usable_password()


def test_a_host_that_forgets_the_middleware_is_told(settings):
    def said():
        return [each.id for each in run_checks(tags=["participation"])]

    assert "participation.E003" not in said()
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "EditorByPassword" not in each]
    assert "participation.E003" in said()
    settings.PARTICIPATION = settings.PARTICIPATION | {"EDITORS_BY_LETTER": True}
    assert "participation.E003" not in said()


def test_wrong_passwords_are_counted_at_the_editors_door_and_keep_nobody_out_who_is_elsewhere(window, settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {"WRONG_PASSWORDS_AN_HOUR": 3}
    User.objects.create_superuser(ANNE, "prune-violette-12")
    thief, town_hall = window(REMOTE_ADDR="192.0.2.7"), window(REMOTE_ADDR="192.0.2.8")
    wrong, right = ({"username": ANNE, "password": password} for password in ("devinee", "prune-violette-12"))
    pages = [thief.post("/admin/login/", wrong).content.decode() for _time in range(4)]
    assert ["Réessayez à partir" in page or "Try again from" in page for page in pages] == [False] * 3 + [True]
    thief.post("/admin/login/", right)
    assert signed_in(thief) is None, "not even with the right one, until the hour is over"
    town_hall.post("/admin/login/", right)
    assert signed_in(town_hall) == ANNE


def test_no_letter_resets_the_editors_password(client, window):
    User.objects.create_superuser(ANNE, "prune-violette-12")
    assert window().post("/admin/password_reset/", {"email": ANNE}).status_code == 404 and mail.outbox == []
    assert "password_reset" not in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize("password", ["", "mirabelle-verte-34"])
def test_whoever_is_given_another_password_by_an_administrator_is_told(password, admin_client):
    home_page()
    anne = User.objects.create_user(ANNE, "prune-violette-12", first_name="Anne", last_name="Le Gall")
    data = {"email": ANNE, "first_name": "Anne", "last_name": "Le Gall", "is_active": "on"}
    address = f"/admin/users/edit/{anne.pk}/"
    answer = admin_client.post(address, data | {"password1": password, "password2": password})
    assert answer.status_code == 302, answer.context["form"].errors
    write_letters()
    assert [letter.recipient for letter in Letter.objects.filter(template="password-set")] == [ANNE] * bool(password)


def test_a_host_whose_editor_has_a_weaker_door_is_told(settings):
    def said():
        return {each.id for each in run_checks(tags=["participation"])} & {"participation.E007", "participation.E008"}

    assert said() == set()
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    assert said() == {"participation.E008"}
    settings.WAGTAILADMIN_USER_LOGIN_FORM = "wagtail.admin.forms.auth.LoginForm"
    settings.PARTICIPATION = settings.PARTICIPATION | {"EDITORS_BY_LETTER": True}
    assert said() == {"participation.E007"}


def test_a_resident_has_no_way_into_the_editor(client, door):
    home_page()
    client.post(CODE, {"code": door(client, "camille@ville.example").code})
    assert client.get("/admin/").status_code in (302, 403)


def test_the_door_of_the_editor_speaks_the_language_of_the_town(client):
    page = client.get("/admin/login/", headers={"accept-language": "fr"}).content.decode()
    assert "Mot de passe" in page.partition('id="id_password"')[0] and ">Password" not in page
