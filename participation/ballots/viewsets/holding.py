"""From the open box to the sealed one: open, put the end off, close, seal by two. Each act asks first."""

from django.contrib import messages
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from ...journal.models import JournalEntry
from ...moments import show_moment
from ...phases.actions import TimelineRefused
from ...phases.forms import sentence
from .. import actions
from ..actions.closing import NotYet, Unequal
from ..actions.opening import NotReady
from ..actions.sealing import NotReady as NotSealable
from ..forms.desk import ExtensionForm, SealForm
from ..models import OpenBallot, Poll, RollMark
from ..models.poll import SEAL
from ..rules.checklist import advice, missing
from ..sentences import line_words, unequal_words, why_not
from .hold import PollDesk, mended_at, standing_of


class OpenPoll(PollDesk, TemplateView):
    """What would be fixed, what is missing, what to have read, and the button."""

    template_name = "participation/ballots/admin/open.html"
    page_title = gettext_lazy("Open the box")

    def get(self, request, *args, **kwargs):
        if self.held().opened_at:
            messages.info(request, why_not("opened-already"))
            return self.back()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        accepted = set(request.POST.getlist("accepted"))
        try:
            poll = actions.open_poll(self.held(), request.user, accepted)
        except NotReady as refused:
            if refused.code == "opened-already":
                messages.info(request, why_not(refused.code))
                return self.back()
            messages.error(request, why_not(refused.code))
            return self.render_to_response(self.get_context_data(accepted=accepted), status=422)
        words = _("The box is ready: residents vote from %(opens)s to %(closes)s.")
        messages.success(request, words % {"opens": show_moment(poll.opens_at), "closes": show_moment(poll.closes_at)})
        return self.back()

    def get_context_data(self, **kwargs):
        poll, user = self.held(), self.request.user
        lines = actions.read_checklist(poll, self.now)
        return super().get_context_data(
            missing=[(line, line_words(line), mended_at(line, poll, user)) for line in missing(lines)],
            advice=[(line, line_words(line)) for line in advice(lines)],
            span=self.vote.process.standing(self.now).span("vote"),
            fingerprint=poll.digest_of_terms(),
            readers=poll.readers.order_by("pk"),
            electors=poll.electors.count(),
            **kwargs,
        )


class ExtendPoll(PollDesk, FormView):
    """A later end with its reason."""

    template_name = "participation/ballots/admin/extend.html"
    page_title = gettext_lazy("Put the end off")
    form_class = ExtensionForm

    def get(self, request, *args, **kwargs):
        if standing_of(self.held(), self.now) not in ("ready", "open"):
            messages.error(request, why_not("not-open"))
            return self.back()
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            made = actions.extend_poll(self.held(), by=self.request.user, **form.cleaned_data)
        except NotReady as refused:
            form.add_error("closes", why_not(refused.code))
        except TimelineRefused as refused:
            for refusal in refused.refusals:
                form.add_error("closes", sentence(refusal))
        else:
            messages.success(self.request, _("The box closes on %(closes)s.") % {"closes": show_moment(made.closes_at)})
            return self.back()
        return self.form_invalid(form)


class ClosePoll(PollDesk, TemplateView):
    """Ask, then close a box whose end has come."""

    template_name = "participation/ballots/admin/close.html"
    page_title = gettext_lazy("Close the box")

    def post(self, request, *args, **kwargs):
        try:
            online, _ballots = actions.close(self.held(), request.user)
        except NotYet:
            messages.error(request, why_not("not-yet"))
        except Unequal as error:
            messages.error(request, unequal_words(error))
        else:
            words = _("The box is closed. Roll and box say the same number of online ballots: %(number)s.")
            messages.success(request, words % {"number": online})
        return self.back()

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_over=standing_of(self.held(), self.now) == "over", **kwargs)


class SealPoll(PollDesk, FormView):
    """What roll, box and paper say; where they differ, why; then one of two people agrees."""

    permission = "seal_poll"
    template_name = "participation/ballots/admin/seal.html"
    page_title = gettext_lazy("Seal the box")
    form_class = SealForm

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if self.request.method == "GET" and (said := self._said_before()):
            kwargs["initial"] = {"difference": said}
        return kwargs

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        numbers = self._numbers()
        if numbers["desk"] == numbers["sheets"]:
            del form.fields["difference"]
        return form

    def form_valid(self, form):
        difference = form.cleaned_data.get("difference", "")
        try:
            sealed = actions.agree_to_seal(self.held(), self.request.user, difference)
        except NotSealable as refused:
            messages.error(self.request, why_not(refused.code))
        except Unequal as error:
            messages.error(self.request, unequal_words(error))
        else:
            messages.success(self.request, self._what_now(sealed))
        return self.back()

    def _what_now(self, sealed):
        """What an agreement has done, in a sentence."""
        if sealed:
            return _("The box is sealed.")
        if Poll.objects.agreed_by_two().filter(pk=self.poll.pk).exists():
            return _("You have agreed, and so had somebody else: the server now seals the box.")
        return _("You have agreed. Now somebody else does, in their own name.")

    def _numbers(self):
        """Counts only: how many marks, ballots and sheets."""
        poll = self.held()
        marks = dict(poll.marks.order_by().values_list("channel").annotate(Count("pk")))
        batches = poll.paper_batches.filter(voided_at=None)
        return {
            "online": marks.get(RollMark.Channel.ONLINE, 0),
            "ballots": OpenBallot.objects.number(poll),
            "desk": marks.get(RollMark.Channel.DESK, 0),
            "sheets": sum(batches.values_list("sheets", flat=True)),
            "open_batches": batches.filter(closed_at=None).count(),
        }

    def _said_before(self):
        """What the first of the two said of a difference."""
        entry = JournalEntry.objects.of(self.held()).filter(act="seal-agreed").first()
        return entry.facts.get("difference", "") if entry else ""

    def get_context_data(self, **kwargs):
        poll = self.held()
        agreed = list(poll.agreements.filter(act=SEAL).select_related("by"))
        mine = any(each.by_id == self.request.user.pk for each in agreed)
        return super().get_context_data(numbers=self._numbers(), agreed=agreed, mine=mine, **kwargs)
