"""The desk of votes: set up, choose, freeze, count, publish."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from ...votes.models import Vote
from ..forms import VoteForm
from .counting import CompareRules, CountVote, PublishResult, ReadResult, ResultFile
from .desk import VotePage
from .freezing import FreezeList, UnfreezeList
from .options import ChooseOptions
from .paper import BallotPaper
from .setup import VoteCreate, VoteDelete, VoteEdit, VoteIndex


class VoteViewSet(ModelViewSet):
    """Votes in the editor's menu."""

    model = Vote
    name = "participation_vote"
    url_prefix = "participation/votes"
    icon = "tick-inverse"
    menu_label = _("Votes")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = VoteIndex
    add_view_class = VoteCreate
    edit_view_class = VoteEdit
    delete_view_class = VoteDelete
    inspect_view_class = VotePage
    search_fields = ["title"]
    list_filter = ["process"]

    edit_handler = ObjectList(
        [
            HelpPanel(template="participation/budgets/admin/form_help.html"),
            MultiFieldPanel(
                [FieldPanel("process"), FieldPanel("title"), FieldPanel("question")], heading=_("What is asked")
            ),
            FieldPanel("ballot_kind", heading=_("What residents fill in")),
            FieldPanel("scale"),
            FieldPanel("way"),
            FieldPanel("minimum_score"),
            FieldRowPanel([FieldPanel("registered"), FieldPanel("quorum_percent")], heading=_("Registered")),
        ],
        base_form_class=VoteForm,
    )

    def get_urlpatterns(self):
        screens = {
            "options": ChooseOptions,
            "paper": BallotPaper,
            "freeze": FreezeList,
            "unfreeze": UnfreezeList,
            "count": CountVote,
            "result": ReadResult,
            "publish": PublishResult,
            "compare": CompareRules,
        }
        return [
            *super().get_urlpatterns(),
            *(path(f"{name}/<int:pk>/", view.as_view(), name=name) for name, view in screens.items()),
            # Below the result, the addresses that it has on the site, so that its links lead somewhere here too.
            path("result/<int:pk>/pas-a-pas/", ReadResult.as_view(part="replay"), name="result-replay"),
            path("result/<int:pk>/comparer/", ReadResult.as_view(part="comparison"), name="result-comparison"),
            path("result/<int:pk>/telecharger/<slug:kind>/", ResultFile.as_view(), name="result-file"),
        ]
