"""The permanent addresses of rows, valid with or without a page, and the doors. A host includes them where it likes."""

from django.urls import path

from . import keys  # noqa: F401
from .ballots.feeds import published_file, verify
from .ballots.views import Ballot, CheckReceipt, Identify, WaitingTablet, accept_duty
from .people.urls import urlpatterns as people
from .phases.views import process_address
from .proposals.views import proposal_address, proposal_qr
from .votes.feeds import vote_file
from .votes.views import vote_address


app_name = "participation"

urlpatterns = [
    *people,
    path("p/<key:pk>/", process_address, name="process"),
    path("p/vote/<key:pk>/", vote_address, name="vote"),
    path("p/vote/<key:pk>/bulletin/", Ballot.as_view(), name="ballot"),
    path("p/vote/<key:pk>/bulletin/qui/", Identify.as_view(), name="identify"),
    path("p/vote/<key:pk>/tablette/", WaitingTablet.as_view(), name="tablet"),
    path("p/aide/<str:token>/", accept_duty, name="accept-duty"),
    path("p/vote/<key:pk>/recu/", CheckReceipt.as_view(), name="receipt"),
    path("p/vote/<key:pk>/verifier/", verify, name="verify"),
    path("p/vote/<key:pk>/verifier/<str:name>", published_file, name="published-file"),
    path("p/vote/<key:pk>/comparer/", vote_address, {"part": "comparison"}, name="vote-comparison"),
    path("p/vote/<key:pk>/pas-a-pas/", vote_address, {"part": "replay"}, name="vote-replay"),
    path("p/vote/<key:pk>/telecharger/<slug:kind>/", vote_file, name="vote-file"),
    path("p/proposal/<key:pk>/", proposal_address, name="proposal"),
    path("p/proposal/<key:pk>/qr.svg", proposal_qr, name="proposal-qr"),
]
