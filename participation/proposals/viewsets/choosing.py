"""How the editor of a page chooses its proposal: a window with a search, however many there are."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from ..models import Proposal


class Search(BaseFilterForm):
    """Words of the proposal, accents aside."""

    q = forms.CharField(label=_("Words of the proposal"), required=False)

    def filter(self, objects):
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return super().filter(objects).saying(self.search_query)


class Listed:
    """The proposals of the window, with number and process beside the title."""

    filter_form_class = Search
    ordering = ("-process_id", "number")

    def dispatch(self, request, *args, **kwargs):
        if not any(request.user.has_perm(f"participation.{verb}_proposal") for verb in ("view", "change")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def columns(self):
        return [
            *super().columns,
            Column("number", label=_("No.")),
            Column("process", label=_("Process"), accessor="process.name"),
        ]

    def get_object_list(self):
        return Proposal.objects.select_related("process").defer("text", "folded")


class Choose(Listed, chooser.ChooseView):
    """The whole window."""


class ChooseResults(Listed, chooser.ChooseResultsView):
    """Its results alone."""


class ProposalChooserViewSet(ChooserViewSet):
    """The window behind every choice of a proposal in the editor."""

    model = Proposal
    icon = "form"
    choose_one_text = _("Choose a proposal")
    choose_another_text = _("Choose another proposal")
    edit_item_text = _("Edit this proposal")
    choose_view_class = Choose
    choose_results_view_class = ChooseResults


proposal_chooser = ProposalChooserViewSet("participation_proposal_chooser", url_prefix="participation/choose-proposal")
