"""What every screen of a poll knows: the poll, its options, who is voting, and whether it is open."""

from functools import lru_cache

from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ...kept import kept_a_moment
from ...phases.pages import page_link
from ...votes.models import Option
from .. import actions
from ..forms import offers
from ..models import Poll


def frozen_options(poll):
    """The options of a poll's vote, which is frozen: they change no more, so a process keeps them."""
    return _options(poll.vote_id, poll.salt)


def frozen_offers(poll):
    """The same as the judge reads them."""
    return _offers(poll.vote_id, poll.salt)


@lru_cache(maxsize=64)
def _options(vote_id, _salt):
    return tuple(Option.objects.filter(vote=vote_id).select_related("envelope__district", "district"))


@lru_cache(maxsize=64)
def _offers(vote_id, salt):
    return tuple(offers(_options(vote_id, salt)))


def open_poll(vote_id):
    """The poll of a vote, its box opened once; 404 while it never was."""
    return get_object_or_404(Poll.objects.exclude(opened_at=None).select_related("vote__process"), vote=vote_id)


def known_elector(request, poll):
    """Who this is: by the code shown in this window, or by the account; or None. Not for a tablet."""
    shown = actions.code_shown(request.session, poll, timezone.now())
    if elector := actions.elector_who_showed(poll, shown):
        return elector
    return actions.elector_of(poll, request.user) if request.user.is_authenticated else None


class PollView(View):
    """A screen about one open, coming or closed poll."""

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request, *args, **kwargs):
        return self.stopped() or super().dispatch(request, *args, **kwargs)

    def stopped(self):
        """An answer that comes before the screen's own, kept by no cache and quoted by no error report either."""

    @cached_property
    def poll(self):
        """The poll of the vote in the address; 404 while its box was never opened."""
        return open_poll(self.kwargs["pk"])

    @cached_property
    def options(self):
        """The options as they were frozen."""
        return frozen_options(self.poll)

    @cached_property
    def offered(self):
        """The options as the judge reads them."""
        return frozen_offers(self.poll)

    @cached_property
    def on_tablet(self):
        """Is this window a voting tablet?"""
        return actions.TABLET in self.request.session

    @cached_property
    def tablet(self):
        """The tablet in service in this poll that this window is, or None."""
        found = actions.find_tablet(self.request.session[actions.TABLET]) if self.on_tablet else None
        return found if found and found.poll_id == self.poll.pk else None

    @cached_property
    def call(self):
        """The number of the desk's call that this page belongs to: the one it was posted with, or the last."""
        posted = self.request.POST.get("call", "")
        if self.request.method == "POST":
            return int(posted) if posted.isascii() and posted.isdecimal() and len(posted) < 10 else -1
        return self.tablet.calls if self.tablet else -1

    @cached_property
    def elector(self):
        """Who is voting, or None: on a tablet, nobody by a page of an earlier call."""
        if not self.on_tablet:
            return known_elector(self.request, self.poll)
        if self.tablet is None or self.tablet.calls != self.call:
            return None
        return actions.take_turn(self.tablet, timezone.now())

    @cached_property
    def by_code(self):
        """Is this window known by a code, which it can forget?"""
        return bool(actions.code_shown(self.request.session, self.poll, timezone.now()))

    @cached_property
    def is_open(self):
        """Shown as open for ballots?"""
        return self.poll.takes_ballots(timezone.now())

    @cached_property
    def _spans(self):
        """The phases round the poll, as they were a moment ago: the poll keeps its own hours."""
        process = self.poll.vote.process
        return kept_a_moment(("spans", process.pk), process.spans)

    def show(self, template, status=200, **context):
        """A screen, with what all of them show."""
        return TemplateResponse(self.request, template, self.context(**context), status=status)

    def context(self, **context):
        """What all the screens show, and what this one does."""
        vote = self.poll.vote
        context.setdefault("called", bool(self.on_tablet and self.elector))
        now = timezone.now()
        return context | {
            "poll": self.poll,
            "vote": vote,
            "process": vote.process,
            "now": now,
            "standing": vote.process.standing(now, self._spans),
            "campaign": page_link(vote, self.request),
            "by_code": self.by_code,
            "tablet": self.on_tablet,
            "call": self.call,
            "minutes": actions.MINUTES,
            "is_open": self.is_open,
        }

    def again(self):
        """Back to the ballot's address."""
        return redirect("participation:ballot", self.poll.vote_id)
