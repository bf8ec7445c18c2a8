"""A poll as a draft: its form, the questionnaire on what is at stake, a rehearsal."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from ...frozen import Frozen
from ...votes.models import Vote
from .. import actions
from ..actions.preparing import Begun
from ..actions.rehearsing import NotRehearsed
from ..forms.desk import RehearsalForm, RiskForm
from ..forms.poll import PollForm
from ..models import Poll
from ..rules import shown_code
from ..rules.risk import VERSION
from ..sentences import LEVELS, why_not
from .hold import PollDesk, address


FIXED = gettext_lazy("The box was opened: the rules of the poll change no more.")


class DraftDesk(PollDesk):
    """A screen that writes a draft; an opened poll leads back to its page."""

    permission = "change_poll"

    def dispatch(self, request, *args, **kwargs):
        if request.user.has_perm(f"participation.{self.permission}"):
            opened = Poll.objects.filter(vote=kwargs["pk"], opened_at__isnull=False)
            if opened.exists() or Vote.objects.filter(pk=kwargs["pk"], rehearsal_of__isnull=False).exists():
                messages.warning(request, str(FIXED))
                return redirect(address(Vote(pk=kwargs["pk"])))
        return super().dispatch(request, *args, **kwargs)

    def form_invalid(self, form):
        words = _("Nothing was saved: look at what is marked below.")
        messages.error(self.request, words)
        return super().form_invalid(form)

    def fixed(self):
        """The box was opened while the form was read."""
        messages.warning(self.request, str(FIXED))
        return self.back()


class SetUpPoll(DraftDesk, FormView):
    """The form of a draft, new or not."""

    template_name = "participation/ballots/admin/setup.html"
    page_title = gettext_lazy("Set up the poll")
    form_class = PollForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.poll or Poll(vote=self.vote)}

    def form_valid(self, form):
        try:
            actions.set_up(form.instance, list(form.cleaned_data["readers"]), self.request.user)
        except Frozen:
            return self.fixed()
        messages.success(self.request, _("The poll of “%(vote)s” is saved.") % {"vote": self.vote})
        return self.back()


class AnswerRisk(DraftDesk, FormView):
    """What is at stake: thirteen questions and the level that their answers suggest."""

    template_name = "participation/ballots/admin/risk.html"
    page_title = gettext_lazy("What is at stake")
    form_class = RiskForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"answers": self.held().risk.get("answers", {})}

    def form_valid(self, form):
        try:
            level = actions.answer_risk(self.held(), form.answers(), self.request.user, self.now)
        except Frozen:
            return self.fixed()
        messages.success(self.request, _("Your answers are kept. %(level)s") % {"level": LEVELS[level]})
        return self.back()

    def get_context_data(self, **kwargs):
        return super().get_context_data(version=VERSION, **kwargs)


class DropDraft(DraftDesk, TemplateView):
    """Ask, then remove a draft that has no roll."""

    template_name = "participation/ballots/admin/drop.html"
    page_title = gettext_lazy("Remove the poll")

    def get(self, request, *args, **kwargs):
        self.held()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            actions.drop_draft(self.held(), request.user)
        except Begun:
            messages.error(request, why_not("begun"))
        else:
            messages.success(request, _("The poll is removed. The vote stays as it is."))
        return self.back()


class Rehearse(PollDesk, FormView):
    """Begin a rehearsal: a copy with its own box, open at once. The codes are shown in the answer and never again."""

    template_name = "participation/ballots/admin/rehearse.html"
    page_title = gettext_lazy("Rehearse")
    form_class = RehearsalForm

    def get(self, request, *args, **kwargs):
        self.held()
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            poll, pairs = actions.rehearse(self.vote, self.request.user, **form.cleaned_data)
        except NotRehearsed as refused:
            messages.error(self.request, why_not(refused.code))
            return self.back()
        told = {"rehearsal": poll.vote, "held": poll}
        told["codes"] = [(elector, shown_code(code)) for elector, code in pairs]
        return self.render_to_response(self.get_context_data(form=form, **told))


class RehearsalDesk(PollDesk, TemplateView):
    """A question about a rehearsal; nothing is asked about a real vote."""

    def get(self, request, *args, **kwargs):
        self.held()
        if self.vote.rehearsal_of_id is None:
            messages.error(request, why_not("no-rehearsal"))
            return self.back()
        return super().get(request, *args, **kwargs)


class EndRehearsal(RehearsalDesk):
    """Ask, then close the box of a rehearsal now."""

    template_name = "participation/ballots/admin/end_rehearsal.html"
    page_title = gettext_lazy("End the rehearsal")

    def post(self, request, *args, **kwargs):
        try:
            actions.end_rehearsal(self.held(), request.user)
        except NotRehearsed as refused:
            messages.error(request, why_not(refused.code))
        else:
            messages.success(request, _("The rehearsal is over. Seal it with a colleague, and read what it gives."))
        return self.back()


class DeleteRehearsal(RehearsalDesk):
    """Ask, then delete a rehearsal whole."""

    template_name = "participation/ballots/admin/delete_rehearsal.html"
    page_title = gettext_lazy("Delete the rehearsal")

    def post(self, request, *args, **kwargs):
        rehearsed = self.vote.rehearsal_of
        try:
            actions.delete_rehearsal(self.vote, request.user)
        except NotRehearsed as refused:
            messages.error(request, why_not(refused.code))
            return self.back()
        messages.success(request, _("The rehearsal is deleted, with its roll, its ballots and its count."))
        return redirect(address(rehearsed))
