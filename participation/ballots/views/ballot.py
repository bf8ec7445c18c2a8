"""Choose, read again, send."""

import secrets

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ...kept import in_frame, kept_a_moment
from ...votes.actions import opened, sealed
from .. import actions, rules
from ..actions import Answer
from ..forms import BallotPaper, read_ballot, refusal_sentence
from ..models import OpenBallot, RollMark
from ..rules.receipts import BITS, LONGEST_WORD
from .identify import Identify, carried
from .poll import PollView, open_poll
from .tablet import leave_tablet


# The answers after which the ballot that was sent is in the box.
KEPT = (Answer.RECORDED, Answer.CHANGED, Answer.ALREADY)

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


class Ballot(PollView):
    """Choose, read again, send. The choices travel in the form: nothing of them is kept before they are sent."""

    @cached_property
    def poll(self):
        """The poll; to send, as it was a moment ago: its rules are frozen, and the box asks whether it is open."""
        pk = self.kwargs["pk"]
        return kept_a_moment(("poll", pk), lambda: open_poll(pk)) if self._sending else open_poll(pk)

    @property
    def _sending(self):
        return self.request.method == "POST" and self.request.POST.get("step") == "send"

    def _ask_again(self):
        """A refusal says how the poll stands now."""
        self.poll = open_poll(self.kwargs["pk"])

    @cached_property
    def mode(self):
        """How this ballot is filled in."""
        return self.poll.mode(self.options)

    @cached_property
    def codes(self):
        """The options' codes in this voter's own order."""
        return rules.order_for(f"{self.poll.salt}:{self.elector.pk}", [option.code for option in self.options])

    def stopped(self):
        """What is shown instead of a ballot: closed, not known, or voted on paper."""
        if self.tablet and self.elector:
            actions.stay(self.tablet, self.call, timezone.now())
        if self._sending:
            if self.elector:
                return None  # the box itself answers, so that a lost answer is always found again
            self._ask_again()
        if not self.is_open:
            return self.show("participation/ballots/closed.html", answer=Answer.NOT_OPEN if self._sending else "")
        if self.elector is None:
            return self._who()
        mark = RollMark.objects.filter(pk=self.elector.pk).first()
        if mark and mark.channel == RollMark.Channel.DESK:
            return self.show("participation/ballots/closed.html", answer=Answer.ON_PAPER)
        return None

    def _who(self):
        """This window knows nobody: ask, and let what was chosen come along. A tablet waits for the desk."""
        if self.on_tablet:
            return redirect("participation:tablet", self.kwargs["pk"])
        if not carried(self.request.POST):
            return redirect("participation:identify", self.kwargs["pk"])
        ask = Identify(kwargs=self.kwargs, request=self.request)
        return ask._ask(ask._form(), status=403)

    def get(self, request, pk):
        kept = OpenBallot.objects.own(self.elector.pk)
        return self._choose(opened(kept) if kept else (), changing=kept is not None)

    def post(self, request, pk):
        ballot = read_ballot(self.mode, self.codes, request.POST)
        step = request.POST.get("step")
        if step not in ("review", "send"):
            return self._choose(ballot, refusals=self._refusals(ballot) if step == "total" else ())
        if refusals := self._refusals(ballot):
            return self._choose(ballot, status=422, refusals=refusals)
        return self._send(ballot) if step == "send" else self._review(ballot)

    def _refusals(self, ballot):
        refusals = rules.judge(self.mode, self.offered, ballot, self.elector.district_id)
        return [self._sentence(each) for each in refusals]

    def _sentence(self, refusal):
        envelopes = {option.envelope_id: option.envelope for option in self.options}
        options = {option.code: option for option in self.options}
        return refusal_sentence(refusal, options, envelopes, self.poll.vote.process.currency)

    def _choose(self, ballot, status=200, **context):
        template = PAPERS[self.mode.kind]
        context |= {"paper": self._paper(ballot), "paper_template": template, "home": self.elector.district}
        return self.show("participation/ballots/choose.html", status, **context)

    def _paper(self, ballot):
        """The ballot as a screen shows it: envelope by envelope, in the voter's order, with what was chosen."""
        return BallotPaper(self.mode, self.options, self.offered, self.codes, ballot, self.elector.district_id)

    def _review(self, ballot, refusal="", word=""):
        """What is about to be sent, with a fresh receipt number; a refusal says why it has not been."""
        actions.begin(self.elector)
        code = rules.new_code(secrets.randbits(BITS))
        shown = {"code": code, "shown_code": rules.shown_code(code), "refusal": refusal, "word": word[:LONGEST_WORD]}
        status = 422 if refusal else 200
        return self.show("participation/ballots/review.html", status, paper=self._paper(ballot), **shown)

    def _send(self, ballot):
        """Cast, and say what became of it. Not a redirect: the code must be kept nowhere to be shown once more."""
        code, word = rules.normal_code(self.request.POST.get("code", "")), self.request.POST.get("word", "")
        if len(word) > LONGEST_WORD:
            return self._review(ballot, _("Your own word has 40 letters at most. Read it again: it was cut."), word)
        if not code:
            return self._review(ballot, _("The receipt number was lost on the way. Here is another one."), word)
        digest = rules.digest_of(self.poll.salt, code, word)
        told = self.elector.resident_id is not None
        answer = actions.cast(self.poll.pk, self.elector.pk, sealed(ballot), digest, told=told)
        if answer == Answer.RECEIPT_TAKEN:
            return self._review(ballot, _("Another ballot has this receipt number. Here is another one."), word)
        if answer not in KEPT:
            self._ask_again()
            return self.show("participation/ballots/closed.html", answer=answer, called=self.on_tablet)
        if self.tablet:
            leave_tablet(self.request, self.tablet, self.call)
        said = {"answer": answer, "shown_code": rules.shown_code(code), "word": word, "called": False}
        return self._thanks(self.context(paper=self._paper(ballot), **said))

    def _thanks(self, said):
        """A ballot is in the box. Only what is this voter's own is written anew: many send theirs in the last hour."""
        part = render_to_string("participation/ballots/thanks.html", said, self.request)

        def write(thanks):
            return render_to_string("participation/ballots/recorded.html", said | {"thanks": thanks}, self.request)

        what = ("thanks", self.poll.pk, said["answer"], self.on_tablet)
        return HttpResponse(in_frame(self.request, what, write, part))
