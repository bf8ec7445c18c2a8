"""Fixing the list and the rules of a vote, and the way back while nobody has voted."""

from django.contrib import messages
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from ...phases.forms import moment
from .. import actions
from ..forms import ReasonForm
from ..sentences import obstacle_sentence
from .desk import VoteDesk
from .setup import FIXED


class FreezeList(VoteDesk, TemplateView):
    """What would be fixed, what is missing or odd in it, and the button."""

    permission = "participation.freeze_vote"
    template_name = "participation/budgets/admin/freeze.html"
    page_title = gettext_lazy("Freeze the list and open the vote")

    @cached_property
    def draft(self):
        """The pairs, their fingerprint and the findings, read once."""
        return actions.read_draft(self.object, timezone.now())

    def get(self, request, *args, **kwargs):
        if self.object.frozen_at:
            return self._done()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        accepted, now = set(request.POST.getlist("accepted")), timezone.now()
        try:
            frozen = actions.freeze_list(
                self.object, read=request.POST.get("read", ""), accepted=accepted, by=request.user, now=now
            )
        except actions.Refused:
            messages.error(request, self._why_not(request.POST.get("read", "")))
            return self.render_to_response(self.get_context_data(accepted=accepted))
        if not frozen:
            return self._done()
        words = _("The list of “%(vote)s” is frozen. Residents vote from %(opens)s to %(closes)s.")
        span = self.object.process.standing(now).span("vote")
        dates = {"opens": moment(span.opens), "closes": moment(span.closes)}
        messages.success(request, words % {"vote": self.object, **dates})
        return self.back()

    def _why_not(self, read):
        """One sentence on why nothing was frozen."""
        _pairs, mark, found = self.draft
        if any(each.blocks for each in found):
            return _("Nothing was frozen: something is missing.")
        if mark != read:
            return _("Nothing was frozen: the list has changed since you read it. Read it again.")
        return _("Nothing was frozen: tick each remark to say that you have read it.")

    def _done(self):
        messages.info(self.request, FIXED % {"vote": self.object})
        return self.back()

    def get_context_data(self, **kwargs):
        pairs, mark, found = self.draft
        return super().get_context_data(
            options=[option for _proposal, option in pairs],
            read=mark,
            blocking=[each for each in found if each.blocks],
            odd=[each for each in found if not each.blocks],
            span=self.object.process.standing(timezone.now()).span("vote"),
            **kwargs,
        )


class UnfreezeList(VoteDesk, FormView):
    """Ask why, then make the vote a draft again."""

    permission = "participation.freeze_vote"
    template_name = "participation/budgets/admin/unfreeze.html"
    page_title = gettext_lazy("Unfreeze the list")
    form_class = ReasonForm

    def form_valid(self, form):
        reason, now = form.cleaned_data["reason"], timezone.now()
        try:
            done = actions.unfreeze_list(self.object, reason=reason, by=self.request.user, now=now)
        except actions.Refused as refused:
            messages.error(self.request, obstacle_sentence(refused.code))
        else:
            if done:
                messages.success(self.request, _("“%(vote)s” is a draft again.") % {"vote": self.object})
        return self.back()
