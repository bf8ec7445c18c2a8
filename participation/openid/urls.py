"""Where a provider leads back to. A host with a provider includes these beside `participation.urls`."""

from django.urls import path

from .views import address, back, begin, join


app_name = "participation_openid"

urlpatterns = [
    path("connexion/service/", begin, name="begin"),
    path("connexion/service/retour/", back, name="back"),
    path("connexion/service/adresse/", address, name="address"),
    path("connexion/service/joindre/", join, name="join"),
]
