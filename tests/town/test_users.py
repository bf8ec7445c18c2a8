"""One account per e-mail address, however it is typed; staff made in the editor; signing in and out."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from factories import home_page

from municipal.users.models import User


pytestmark = pytest.mark.django_db


def test_one_account_per_normalised_address():
    User.objects.create_user("Élodie.MARTIN@Ville.Example ", "secret")
    assert User.objects.get().email == "élodie.martin@ville.example"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("e\u0301lodie.martin@ville.example", "secret")
    assert authenticate(username="ÉLODIE.martin@ville.example", password="secret") == User.objects.get()
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


def test_signing_in_and_out_on_the_public_site(client):
    home_page()
    User.objects.create_user("camille@ville.example", "prune-violette-12")
    wrong = client.post("/connexion/", {"username": "camille@ville.example", "password": "non"})
    unknown = client.post("/connexion/", {"username": "inconnu@ville.example", "password": "non"})
    assert wrong.status_code == unknown.status_code == 200
    assert list(wrong.context["form"].errors.values()) == list(unknown.context["form"].errors.values())
    assert "camille@ville.example" in wrong.content.decode(), "what was typed is kept"
    empty = client.post("/connexion/", {"username": "", "password": ""}).content.decode()
    assert empty.count('class="wrong-word"') == 2
    inside = client.post(
        "/connexion/", {"username": " Camille@ville.example", "password": "prune-violette-12"}, follow=True
    )
    assert 'action="/deconnexion/"' in inside.content.decode()
    assert 'href="/connexion/"' in client.post("/deconnexion/", follow=True).content.decode()


def test_signing_in_leads_nowhere_else(client):
    home_page()
    User.objects.create_user("camille@ville.example", "prune-violette-12")
    data = {"username": "camille@ville.example", "password": "prune-violette-12", "next": "https://mechant.example/"}
    assert client.post("/connexion/", data)["Location"] == "/"


def test_a_resident_has_no_way_into_the_editor(client):
    user = User.objects.create_user("camille@ville.example", "prune-violette-12")
    client.force_login(user)
    assert client.get("/admin/").status_code in (302, 403)
