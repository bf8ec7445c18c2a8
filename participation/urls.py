"""The permanent addresses of rows, valid with or without a page. A host includes them where it likes."""

from django.urls import path

from .phases.views import process_address
from .proposals.views import proposal_address
from .votes.views import vote_address


app_name = "participation"

urlpatterns = [
    path("p/<int:pk>/", process_address, name="process"),
    path("p/vote/<int:pk>/", vote_address, name="vote"),
    path("p/proposal/<int:pk>/", proposal_address, name="proposal"),
]
