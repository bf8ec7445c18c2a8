"""One account per e-mail address, however it is typed; staff made in the editor; signing in and out."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from factories import home_page

from municipal.demo.letters import only_at_home
from municipal.users.models import User
from participation.models import Resident


pytestmark = pytest.mark.django_db


def test_one_account_per_normalised_address():
    User.objects.create_user("Élodie.MARTIN@Ville.Example ", "secret")
    assert User.objects.get().email == "élodie.martin@ville.example"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("e\u0301lodie.martin@ville.example", "secret")
    assert authenticate(username="ÉLODIE.martin@ville.example", password="secret") == User.objects.get()
    assert User(email="a@École.fr").email != "a@xn--cole-9oa.fr", "spelled when it is saved"
    User.objects.create_user("a@École.fr")
    assert User.objects.filter(email="a@xn--cole-9oa.fr").exists(), "the domain as mail servers write it"
    with pytest.raises(ValueError, match="needs an e-mail"):
        User.objects.create_user("  ", "secret")


def test_an_administrator_makes_an_account_in_the_editor(client, admin_user):
    client.force_login(admin_user)
    data = {
        "email": "Malik@Ville.example",
        "first_name": "Malik",
        "last_name": "Aubert",
        "password1": "prune-violette-12",
    }
    answer = client.post("/admin/users/new/", data | {"password2": "prune-violette-12", "is_active": "on"})
    assert answer.status_code == 302, answer.context["form"].errors
    made = User.objects.get(email="malik@ville.example")
    assert client.get(f"/admin/users/edit/{made.pk}/").status_code == 200
    again = client.post("/admin/users/new/", data | {"email": "MALIK@ville.example", "password2": "prune-violette-12"})
    assert again.status_code == 200 and again.context["form"].errors["email"]


DOOR = "/connexion/mot-de-passe/"


def test_a_password_opens_the_public_site_and_signing_out_closes_it(client):
    home_page()
    User.objects.create_user("camille@ville.example", "prune-violette-12")
    wrong = client.post(DOOR, {"username": "camille@ville.example", "password": "non"})
    unknown = client.post(DOOR, {"username": "inconnu@ville.example", "password": "non"})
    assert wrong.status_code == unknown.status_code == 200
    assert list(wrong.context["form"].errors.values()) == list(unknown.context["form"].errors.values())
    assert "camille@ville.example" in wrong.content.decode(), "what was typed is kept"
    empty = client.post(DOOR, {"username": "", "password": ""}).content.decode()
    assert empty.count('class="wrong-word"') == 2
    inside = client.post(DOOR, {"username": " Camille@ville.example", "password": "prune-violette-12"}, follow=True)
    assert 'action="/deconnexion/"' in inside.content.decode()
    assert 'href="/connexion/"' in client.post("/deconnexion/", follow=True).content.decode()


def test_a_password_leads_nowhere_else(client):
    home_page()
    User.objects.create_user("camille@ville.example", "prune-violette-12")
    data = {"username": "camille@ville.example", "password": "prune-violette-12", "next": "https://mechant.example/"}
    assert client.post(DOOR, data)["Location"] == "/"


def test_the_header_names_whoever_is_in_and_nobody_to_a_visitor(client):
    home_page()
    assert "Mon compte" not in client.get("/recherche/").content.decode()
    user = User.objects.create_user("camille@ville.example", first_name="<b>Camille</b>")
    client.force_login(user)
    assert "&lt;b&gt;Camille&lt;/b&gt;</a>" in client.get("/recherche/").content.decode()
    Resident.objects.create(account=user, display_name="Camille du port")
    assert "Camille du port</a>" in client.get("/recherche/").content.decode()


def test_letters_of_the_demo_are_shown_to_nobody_elsewhere(client, settings):
    home_page()
    assert client.get("/lettres/").status_code == 404
    assert only_at_home(None) == []
    settings.DEMO_LETTERS = True
    settings.ALLOWED_HOSTS = ["participer.ville.example"]
    assert [each.id for each in only_at_home(None)] == ["municipal.E001"]
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    assert only_at_home(None) == []


def test_a_resident_has_no_way_into_the_editor(client):
    user = User.objects.create_user("camille@ville.example", "prune-violette-12")
    client.force_login(user)
    assert client.get("/admin/").status_code in (302, 403)
