"""Where people come in, go out, and say how they are named."""

from django.conf import settings
from django.urls import path

from . import views


urlpatterns = [
    path("connexion/", views.sign_in, name="sign-in"),
    path("connexion/code/", views.sign_in_by_code, name="sign-in-code"),
    path("connexion/lien/<str:token>/", views.sign_in_by_link, name="sign-in-link"),
    path("connexion/mot-de-passe/", views.PasswordSignIn.as_view(), name="sign-in-password"),
    path("deconnexion/", views.SignOut.as_view(next_page=settings.LOGOUT_REDIRECT_URL or "/"), name="sign-out"),
    path("mon-compte/", views.account, name="account"),
    path("mon-compte/mot-de-passe/", views.password, name="account-password"),
    path("mon-compte/supprimer/", views.erase_account, name="account-erase"),
    path("mon-compte/supprime/", views.account_erased, name="account-erased"),
]
