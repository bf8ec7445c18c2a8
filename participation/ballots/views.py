"""The voter's journey: who you are, what you choose, what you are about to send, what was recorded."""

import secrets
from functools import lru_cache

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ..phases.pages import page_of
from ..votes.actions import opened, sealed
from ..votes.models import Option, SealedBallot
from . import actions, rules
from .actions import Answer
from .forms import BallotPaper, CodeForm, DeclarationForm, ReceiptForm, offers, read_ballot, refusal_sentence
from .models import Elector, OpenBallot, Poll, RollMark
from .rules.receipts import BITS, LONGEST_WORD


# What each kind of ballot looks like.
PAPERS = {
    "approval": "participation/ballots/paper_ticks.html",
    "choose-1": "participation/ballots/paper_ticks.html",
    "cumulative": "participation/ballots/paper_points.html",
    "scoring": "participation/ballots/paper_points.html",
    "ordinal": "participation/ballots/paper_ranks.html",
    "yes-no": "participation/ballots/paper_yes_no.html",
    "mentions": "participation/ballots/paper_mentions.html",
}
SESSION = "electors"  # {poll: elector}: who showed a code in this window


@lru_cache(maxsize=64)
def _frozen_options(vote_id, _fingerprint):
    """The options of a frozen vote: they change no more, so a process keeps them."""
    return tuple(Option.objects.filter(vote=vote_id).select_related("envelope__district", "district"))


class PollView(View):
    """A screen about one open, coming or closed poll."""

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def poll(self):
        """The poll of the vote in the address; 404 while its box was never opened."""
        found = Poll.objects.exclude(opened_at=None).select_related("vote__process")
        return get_object_or_404(found, vote=self.kwargs["pk"])

    @cached_property
    def options(self):
        """The options as they were frozen."""
        return _frozen_options(self.poll.vote_id, self.poll.vote.fingerprint)

    @cached_property
    def elector(self):
        """Who this is: by the code shown in this window, or by the account; None when we do not know."""
        shown = self.request.session.get(SESSION, {}).get(str(self.poll.pk))
        if shown:
            return Elector.objects.filter(pk=shown, poll=self.poll).first()
        account = self.request.user
        return actions.elector_of(self.poll, account) if account.is_authenticated else None

    @cached_property
    def is_open(self):
        """Shown as open? The database's clock decides again when a ballot is cast."""
        return self.poll.closed_at is None and self.poll.opens_at <= timezone.now() < self.poll.closes_at

    def show(self, template, status=200, **context):
        """A screen, with what all of them show."""
        vote = self.poll.vote
        now = timezone.now()
        context.update(
            poll=self.poll,
            vote=vote,
            process=vote.process,
            now=now,
            standing=vote.process.standing(now),
            campaign=page_of(vote, self.request.LANGUAGE_CODE),
        )
        return TemplateResponse(self.request, template, context, status=status)

    def again(self):
        """Back to the ballot's address."""
        return redirect("participation:ballot", self.poll.vote_id)


class Identify(PollView):
    """Who are you? The code of a letter, or an account and what the vote's rule asks to declare."""

    def get(self, request, pk):
        if self.elector or not self.is_open:
            return self.again()
        return self.show("participation/ballots/identify.html", form=self._form(), sign_in=self._sign_in())

    def post(self, request, pk):
        if not self.is_open:
            return self.again()
        if "forget" in request.POST:
            request.session.pop(SESSION, None)
            return self.again()
        form = self._form(request.POST)
        if form is None:
            return self.again()
        if form.is_valid() and (elector := self._found(form)):
            if isinstance(form, CodeForm):
                request.session.cycle_key()
                request.session[SESSION] = {str(self.poll.pk): elector.pk}
            return self.again()
        return self.show("participation/ballots/identify.html", status=422, form=form)

    def _sign_in(self):
        """Where the host lets people sign in, and that they come back here."""
        return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': self.request.path})}"

    def _form(self, data=None):
        if self.poll.access == Poll.Access.ROLL:
            return CodeForm(data)
        return DeclarationForm(self.poll, data) if self.request.user.is_authenticated else None

    def _found(self, form):
        """The elector, or None with a sentence on the form."""
        if isinstance(form, DeclarationForm):
            return actions.declare(self.poll, self.request.user, form.declared())
        elector = actions.elector_by_code(self.poll, form.cleaned_data["code"])
        if elector is None:
            form.add_error("code", _("This code opens no ballot. Read your letter again, letter by letter."))
        return elector


class Ballot(PollView):
    """Choose, read again, send. The choices travel in the form: nothing of them is kept before they are sent."""

    @cached_property
    def mode(self):
        return self.poll.mode(self.options)

    @cached_property
    def codes(self):
        """The options' codes in this voter's own order."""
        return rules.order_for(f"{self.poll.salt}:{self.elector.pk}", [option.code for option in self.options])

    def dispatch(self, request, *args, **kwargs):
        response = self._stopped(request, **kwargs)
        return response or super().dispatch(request, *args, **kwargs)

    def _stopped(self, request, **kwargs):
        """What is shown instead of a ballot: closed, not known, or voted on paper."""
        self.request, self.kwargs = request, kwargs
        if request.method == "POST" and request.POST.get("step") == "send":
            return None  # the box itself answers, so that a lost answer is always found again
        if not self.is_open:
            return self.show("participation/ballots/closed.html")
        if self.elector is None:
            return redirect("participation:identify", kwargs["pk"])
        mark = RollMark.objects.filter(pk=self.elector.pk).first()
        if mark and mark.channel == RollMark.Channel.DESK:
            return self.show("participation/ballots/closed.html", answer=Answer.ON_PAPER)
        return None

    def get(self, request, pk):
        kept = OpenBallot.objects.filter(pk=self.elector.pk).values_list("body", flat=True).first()
        return self._choose(opened(kept) if kept else (), changing=kept is not None)

    def post(self, request, pk):
        if self.elector is None:
            return self.again()
        ballot = read_ballot(self.mode, self.codes, request.POST)
        step = request.POST.get("step")
        if step not in ("review", "send"):
            return self._choose(ballot, refusals=self._refusals(ballot) if step == "total" else ())
        if refusals := self._refusals(ballot):
            return self._choose(ballot, status=422, refusals=refusals)
        return self._send(ballot) if step == "send" else self._review(ballot)

    def _refusals(self, ballot):
        refusals = rules.judge(self.mode, offers(self.options), ballot, self.elector.district_id)
        return [self._sentence(each) for each in refusals]

    def _sentence(self, refusal):
        envelopes = {option.envelope_id: option.envelope for option in self.options}
        options = {option.code: option for option in self.options}
        return refusal_sentence(refusal, options, envelopes, self.poll.vote.process.currency)

    def _choose(self, ballot, status=200, **context):
        template = PAPERS[self.mode.kind]
        return self.show(
            "participation/ballots/choose.html", status, paper=self._paper(ballot), paper_template=template, **context
        )

    def _paper(self, ballot):
        """The ballot as a screen shows it: envelope by envelope, in the voter's order, with what was chosen."""
        return BallotPaper(self.mode, self.options, self.codes, ballot, self.elector.district_id)

    def _review(self, ballot):
        actions.begin(self.elector)
        code = rules.new_code(secrets.randbits(BITS))
        return self.show(
            "participation/ballots/review.html", paper=self._paper(ballot), code=code, shown_code=rules.shown_code(code)
        )

    def _send(self, ballot):
        """Cast, and say what became of it. Not a redirect: the code must be kept nowhere to be shown once more."""
        code, word = rules.normal_code(self.request.POST.get("code", "")), self.request.POST.get("word", "")
        if not code or len(word) > LONGEST_WORD:
            return self._review(ballot)
        digest = rules.digest_of(self.poll.salt, code, word)
        answer = actions.cast(self.poll.pk, self.elector.pk, sealed(ballot), digest)
        if answer == Answer.RECEIPT_TAKEN:
            return self._review(ballot)
        kept = answer in (Answer.RECORDED, Answer.CHANGED, Answer.ALREADY)
        template = "participation/ballots/recorded.html" if kept else "participation/ballots/closed.html"
        return self.show(
            template, answer=answer, paper=self._paper(ballot), shown_code=rules.shown_code(code), word=word
        )


class CheckReceipt(PollView):
    """Is my ballot there? Asked by POST, so that no address ever holds a code."""

    def get(self, request, pk):
        return self.show("participation/ballots/receipt.html", form=ReceiptForm())

    def post(self, request, pk):
        form = ReceiptForm(request.POST)
        if not form.is_valid():
            return self.show("participation/ballots/receipt.html", status=422, form=form)
        digest = rules.digest_of(self.poll.salt, form.cleaned_data["code"], form.cleaned_data["word"])
        if self.poll.sealed_at:
            found = SealedBallot.objects.filter(vote=self.poll.vote_id, receipt=digest).first()
        else:
            found = OpenBallot.objects.filter(poll=self.poll, receipt=digest).exists()
        return self.show("participation/ballots/receipt.html", form=form, asked=True, found=found, digest=digest)
