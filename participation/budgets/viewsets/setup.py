"""The list of votes, and the form of a draft."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from ...frozen import Frozen
from ...phases.models import Process
from ...votes.models import Vote
from ...votes.pages import VoteCampaignPage
from ..forms import REFRESH
from ..sentences import way_name
from .desk import address


FIXED = gettext_lazy("The list of “%(vote)s” is frozen: nothing of the vote changes any more.")


class VoteIndex(generic.IndexView):
    """Every vote, the newest first, and where each stands."""

    list_display = [
        "title",
        Column("process", label=gettext_lazy("Process")),
        Column("way", label=gettext_lazy("Rule"), accessor=lambda vote: way_name(vote.rule, vote.completion)),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=lambda vote: vote.state.label,
            primary=lambda vote: vote.state == Vote.State.PUBLISHED,
        ),
        Column("options", label=gettext_lazy("Projects"), accessor="option_number"),
    ]

    def get_base_queryset(self):
        return super().get_base_queryset().real().with_state()

    def get_edit_url(self, instance):
        """The title leads to the vote's own page: a form is not the first thing to see of it."""

    def get_delete_url(self, instance):
        return super().get_delete_url(instance) if instance.state == Vote.State.DRAFT else None

    def get_list_more_buttons(self, instance):
        screens = [(_("See the vote"), "inspect", "view"), (_("Ballot paper"), "paper", "doc-full")]
        if instance.state == Vote.State.DRAFT and self.user_has_permission("change"):
            screens[1:1] = [(_("Set up"), "edit", "edit"), (_("Choose the projects"), "options", "list-ul")]
        buttons = [
            Button(label, url=address(instance, screen), icon_name=icon, priority=place)
            for place, (label, screen, icon) in enumerate(screens)
        ]
        if url := self.get_delete_url(instance):
            buttons.append(Button(_("Delete"), url=url, icon_name="bin", priority=30))
        return buttons


class ShownAgain:
    """The button that shows the rules of another ballot sends the form back as it was typed."""

    def post(self, request, *args, **kwargs):
        return self.get(request, *args, **kwargs) if REFRESH in request.POST else super().post(request, *args, **kwargs)


class VoteCreate(ShownAgain, generic.CreateView):
    """A new draft; then its projects."""

    success_message = gettext_lazy("“%(object)s” is a draft. Now choose its projects.")

    def get_initial(self):
        """The newest process that still has a vote to come, and words to begin with."""
        now = timezone.now()
        budgets = Process.objects.listed().filter(kind=Process.Kind.BUDGET)
        votes = ((process, process.standing(now).span("vote")) for process in budgets)
        process = next((each for each, span in votes if span and not span.is_over(now)), None) or budgets.first()
        if process is None:
            return {}
        question = _("Which projects should the town build?")
        return {"process": process.pk, "title": process.name, "question": question}

    def get_success_url(self):
        return address(self.object, "options")

    def get_success_buttons(self):
        return []


class VoteEdit(ShownAgain, generic.EditView):
    """A draft's form; a frozen vote leads back to its page."""

    success_message = gettext_lazy("“%(object)s” is saved.")

    def dispatch(self, request, *args, **kwargs):
        if self.user_has_permission("change") and self.get_object().frozen_at:
            return self._fixed()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Frozen:
            return self._fixed()

    def _fixed(self):
        vote = self.get_object()
        messages.warning(self.request, FIXED % {"vote": vote})
        return redirect(address(vote))

    def get_success_url(self):
        return address(self.object)

    def get_success_buttons(self):
        return []


class VoteDelete(generic.DeleteView):
    """Delete a draft that no published page presents."""

    def form_valid(self, form):
        page = VoteCampaignPage.objects.live().filter(vote=self.object).first()
        if page:
            words = _("“%(vote)s” was not deleted: unpublish or delete the page “%(page)s” first.")
            return self._kept(words % {"vote": self.object, "page": page.title})
        try:
            return super().form_valid(form)
        except Frozen:
            return self._kept(FIXED % {"vote": self.object})

    def _kept(self, words):
        messages.error(self.request, words)
        return redirect(address(self.object))

    def get_success_url(self):
        return reverse(self.index_url_name)
