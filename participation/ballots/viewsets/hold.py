"""Holding a poll: what every screen of it shares, where it stands, and the list of all."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from ...journal.models import JournalEntry
from ...journal.sentences import told_acts
from ...moments import show_moment
from ...phases.viewsets import TownTime
from ...votes.models import Vote
from .. import actions
from ..models import Poll, may_on
from ..models.poll import SEAL
from ..models.watch import turnout_of
from ..rules.checklist import advice, missing
from ..rules.risk import is_current
from ..sentences import LEVELS, NEXT, STATES, TO_BE_SEALED, line_words
from .screens import Work, links


PERMISSIONS = ("view_poll", "add_poll", "change_poll", "hold_poll", "seal_poll")
ACTS_SHOWN = 20

# Where a line of the checklist is mended: a screen of this desk, or the address of another and the right that it asks.
# The desk of votes stands above this room, which knows it by its addresses only.
HERE = {
    **dict.fromkeys(
        ("help-elsewhere", "limits", "readers", "publisher", "second-reader", "privacy", "impact"), "setup"
    ),
    **dict.fromkeys(("risk", "level"), "risk"),
    "rehearsed": "rehearse",
}
ELSEWHERE = {
    **dict.fromkeys(
        ("not-archived", "no-dates", "is-over"), ("participation_process:edit", "change_process", "process")
    ),
    "not-frozen": ("participation_vote:freeze", "freeze_vote", "vote"),
    "roll": ("participation_work:import", "keep_roll", "poll"),
    **dict.fromkeys(("codes", "all-codes"), ("participation_work:codes", "make_codes", "poll")),
    "page": ("wagtailadmin_explore_root", None, None),
}


def address(vote, screen="page"):
    """The address of a screen of the poll of a vote."""
    return reverse(f"participation_poll:{screen}", args=[vote.pk])


def standing_of(poll, now):
    """Where a poll stands, a word of sentences.STATES: open by the books is `ready`, `open` or `over` by the clock."""
    if poll.state != "open":
        return poll.state
    return "over" if poll.closes_at <= now else "ready" if poll.opens_at > now else "open"


def mended_at(line, poll, user):
    """Where a line of the checklist is mended, or nothing for somebody who may not."""
    if screen := HERE.get(line.code):
        wanted = "hold_poll" if screen == "rehearse" else "change_poll"
        return address(poll.vote, screen) if user.has_perm(f"participation.{wanted}") else ""
    name, wanted, about = ELSEWHERE.get(line.code, (None, None, None))
    if not name or (wanted and not user.has_perm(f"participation.{wanted}")):
        return ""
    keys = {"process": poll.vote.process_id, "vote": poll.vote_id, "poll": poll.pk}
    return reverse(name, args=[keys[about]] if about else [])


class PollDesk(Work):
    """A screen about the poll of one vote, for somebody who holds `permission`."""

    permission = "hold_poll"

    def dispatch(self, request, *args, **kwargs):
        votes = Vote.objects.select_related("process", "rehearsal_of")
        self.vote = get_object_or_404(votes, pk=kwargs["pk"])
        self.now = timezone.now()
        if not self.may(request.user, self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may(self, user, permission):
        """May this person do that here: by a role, or by a duty in this poll?"""
        if self.poll:
            return may_on(user, permission, self.poll, self.now)
        return user.has_perm(f"participation.{permission}")

    @cached_property
    def poll(self):
        """The poll of the vote, or None before it is set up."""
        poll = Poll.objects.filter(vote=self.vote).first()
        if poll:
            poll.vote = self.vote
        return poll

    def held(self):
        """The poll; 404 before it is set up."""
        return self.poll or get_object_or_404(Poll, vote=self.vote)

    def back(self):
        """To the page of the poll."""
        return redirect(address(self.vote))

    def get_page_subtitle(self):
        return _("%(vote)s (rehearsal)") % {"vote": self.vote} if self.vote.rehearsal_of_id else str(self.vote)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("participation_poll:index"), "label": _("Polls")},
            {"url": address(self.vote), "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        vote, poll = self.vote, self.poll
        told = {"vote": vote, "process": vote.process, "poll": poll, "now": self.now}
        told["standing"] = standing_of(poll, self.now) if poll else None
        return super().get_context_data(**told, **kwargs)


class PollPage(PollDesk, TemplateView):
    """Where a poll stands, what is missing, how many have voted, what comes next."""

    permission = "view_poll"
    template_name = "participation/ballots/admin/poll.html"
    page_title = gettext_lazy("Poll")

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items()[:-2], {"url": "", "label": self.get_page_subtitle()}]

    def get_context_data(self, **kwargs):
        user, vote, poll = self.request.user, self.vote, self.poll
        told = {"may": {name: self.may(user, name) for name in PERMISSIONS}}
        told["may_see_vote"] = user.has_perm("participation.view_vote")
        if poll:
            told |= self._of_its_state(poll)
            told |= {"links": links(user, poll, self.now), "readers": poll.readers.order_by("pk")}
            told |= {
                "extensions": poll.extensions.all(),
                "agreed": poll.agreements.filter(act=SEAL).select_related("by"),
            }
            told["rehearsals"] = list(vote.rehearsals.select_related("poll").order_by("-pk"))
        if poll and user.has_perm("participation.view_journalentry"):
            told["acts"] = told_acts(JournalEntry.objects.of(poll, vote)[:ACTS_SHOWN])
        return super().get_context_data(**told, **kwargs)

    def _of_its_state(self, poll):
        """The checklist of a draft, the turnout of an open box, the numbers of a sealed one."""
        state = standing_of(poll, self.now)
        told = {"state_word": capfirst(str(STATES[state])), "next_words": NEXT[state]}
        if is_current(poll.risk):
            told["level_words"] = LEVELS[poll.risk["level"]]
        if state == "draft":
            lines = actions.read_checklist(poll, self.now)
            told["lines"] = [(line, line_words(line), mended_at(line, poll, self.request.user)) for line in lines]
            told |= {"missing": len(missing(lines)), "advice": len(advice(lines))}
        elif state != "sealed":
            told["turnout"] = turnout_of(poll)
            if state == "closed" and Poll.objects.agreed_by_two().filter(pk=poll.pk).exists():
                told["next_words"] = TO_BE_SEALED
            span = self.vote.process.standing(self.now).span("vote")
            rehearses = self.vote.rehearsal_of_id is not None
            told["other_end"] = None if rehearses or _same_end(span, poll) else span
        return told


def _same_end(span, poll):
    """Do the dates of the process say the end of the box? The box counts in whole seconds."""
    return bool(span and span.closes) and span.closes.replace(microsecond=0) == poll.closes_at


class VoteColumn(TitleColumn):
    """The vote, leading to the page of its poll."""

    class Media:
        css = {"all": ["participation/desk/polls.css"]}


class PollIndex(TownTime, generic.IndexView):
    """Every vote with the state of its poll, the newest first; rehearsals stand on the page of what they rehearse."""

    model = Vote
    page_title = gettext_lazy("Polls")
    header_icon = "list-ol"
    paginate_by = 50
    default_ordering = "-pk"
    search_fields = ["title"]
    is_searchable = True
    columns = [
        VoteColumn("title", label=gettext_lazy("Vote"), classname="poll-vote", get_url=lambda vote: address(vote)),
        StatusTagColumn(
            "standing",
            label=gettext_lazy("State"),
            accessor=lambda vote: capfirst(str(state_word(vote))),
            primary=lambda vote: state_word(vote) == STATES["open"],
        ),
        Column(
            "opens", label=gettext_lazy("Opens"), classname="poll-opens", accessor=lambda vote: end_of(vote, "opens")
        ),
        Column("closes", label=gettext_lazy("Closes"), accessor=lambda vote: end_of(vote, "closes")),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("participation.view_poll"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return Vote.objects.real().select_related("poll", "process").prefetch_related("process__phases")


def state_word(vote):
    """Where the poll of a vote stands, in a word."""
    poll = getattr(vote, "poll", None)
    return STATES[standing_of(poll, timezone.now())] if poll else gettext_lazy("not set up")


def end_of(vote, end):
    """When a poll opens or closes: as it was opened, else as its phase says."""
    poll = getattr(vote, "poll", None)
    moment = getattr(poll, f"{end}_at", None)
    if moment is None:
        span = vote.process.standing(timezone.now()).span("vote")
        moment = getattr(span, end, None)
    return show_moment(moment) if moment else "–"
