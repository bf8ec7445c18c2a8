"""Who are you? The code of a letter, or an account and what the vote's rule asks to declare."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...moments import show_hour
from ...people.actions import TooSoon, wrong_voter_code
from ...people.forms import network_behind
from .. import actions
from ..forms import CodeForm, DeclarationForm
from ..models import Poll, RollMark
from .poll import PollView


TOO_MANY = 429
TOO_MANY_WRONG = _(
    "Too many wrong codes have come from your network. The right code opens your ballot at any time; for another try "
    "with one that is not sure, wait until %(hour)s."
)
# Fields of a ballot that was on its way when this window forgot who it is: they travel through this form.
BALLOT = ("choice", "answer", "rank-", "points-", "mention-")


def carried(posted):
    """The choices in a posted form, as pairs to be sent along: nothing else of it."""
    return [(name, value) for name in posted if name.startswith(BALLOT) for value in posted.getlist(name)]


class Identify(PollView):
    """The one question before a ballot. What was chosen already comes along, and is kept nowhere."""

    def get(self, request, pk):
        if not self.is_open or (self.elector and not self._may_move()):
            return self.again()
        return self._ask(self._form())

    def post(self, request, pk):
        if not self.is_open:
            return self.again()
        if "forget" in request.POST:
            actions.forget_codes(request.session)
            return self.again()
        if self.elector and carried(request.POST):
            return self._go_on()
        form = self._form(request.POST)
        if form is None:
            return self._ask(None) if carried(request.POST) else self.again()
        status = 422
        if form.is_valid():
            if self._found(form):
                return self._go_on()
            status = TOO_MANY if form.has_error("code", "too-soon") else 422
        return self._ask(form, status=status)

    def _may_move(self):
        """May they say again where they live? Whoever is known by an account and has not voted."""
        return (
            "district" in self.request.GET
            and self.poll.access != Poll.Access.ROLL
            and not RollMark.objects.filter(pk=self.elector.pk).exists()
        )

    @cached_property
    def also_by_code(self):
        """Do letters open ballots beside e-mail addresses? For residents without one, or who share it."""
        return self.poll.access != Poll.Access.ROLL and self.poll.code_batches.filter(voided_at=None).exists()

    def _ask(self, form, status=200):
        sign_in = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': self.request.path})}"
        by_code = isinstance(form, CodeForm)
        context = {
            "form": form,
            "sign_in": sign_in,
            "carried": carried(self.request.POST),
            "code_form": CodeForm() if self.also_by_code and not by_code else None,
            "by_address": self.also_by_code and by_code,
        }
        return self.show("participation/ballots/identify.html", status, **context)

    def _go_on(self):
        """To the ballot; with what was chosen, the browser posts it there again (307 keeps the form)."""
        if not carried(self.request.POST):
            return self.again()
        address = reverse("participation:ballot", args=[self.poll.vote_id])
        return HttpResponseRedirect(address, preserve_request=True)

    def _form(self, data=None):
        if self.poll.access == Poll.Access.ROLL or (data and "code" in data and self.also_by_code):
            return CodeForm(data)
        if not self.request.user.is_authenticated:
            return None
        resident = getattr(self.request.user, "resident", None)
        lives_in = self.elector.district_id if self.elector else resident and resident.district_id
        return DeclarationForm(self.poll, self.options, data, initial={"district": lives_in})

    def _found(self, form):
        """The elector, or None with a sentence on the form."""
        if isinstance(form, DeclarationForm):
            return actions.declare(self.poll, self.request.user, form.declared(), form.district())
        elector = actions.elector_by_code(self.poll, form.cleaned_data["code"])
        if elector is None:
            return self._wrong_code(form)
        actions.remember_code(self.request.session, self.poll, elector, timezone.now())
        return elector

    def _wrong_code(self, form):
        """Count it. A right code opens whatever others of the same network did: only wrong ones are put off."""
        try:
            wrong_voter_code(network_behind(self.request), timezone.now())
        except TooSoon as soon:
            said = TOO_MANY_WRONG % {"hour": show_hour(soon.again_at)}
            form.add_error("code", ValidationError(said, code="too-soon"))
        else:
            form.add_error("code", gettext("This code opens no ballot. Read your letter again, letter by letter."))
