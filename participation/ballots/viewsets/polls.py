"""The desk of polls in the editor's menu."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from ... import keys  # noqa: F401
from ...menu import shown_to
from .hold import PollIndex, PollPage
from .holding import ClosePoll, ExtendPoll, OpenPoll, SealPoll
from .preparing import AnswerRisk, DeleteRehearsal, DropDraft, EndRehearsal, Rehearse, SetUpPoll


class PollViewSet(ViewSet):
    """Polls by the key of their vote."""

    name = "participation_poll"
    url_prefix = "participation/polls"
    icon = "list-ol"
    menu_label = _("Polls")
    menu_item_class = shown_to("view_poll")

    def get_urlpatterns(self):
        lists = {
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("results"),
        }
        screens = {
            "setup": SetUpPoll,
            "risk": AnswerRisk,
            "drop": DropDraft,
            "rehearse": Rehearse,
            "end": EndRehearsal,
            "delete": DeleteRehearsal,
            "open": OpenPoll,
            "extend": ExtendPoll,
            "close": ClosePoll,
            "seal": SealPoll,
        }
        return [
            path("", PollIndex.as_view(**lists), name="index"),
            path("results/", PollIndex.as_view(results_only=True, **lists), name="results"),
            path("<key:pk>/", PollPage.as_view(), name="page"),
            *(path(f"<key:pk>/{name}/", view.as_view(), name=name) for name, view in screens.items()),
        ]
