"""What every screen about one vote shares, and the first of them: where the vote stands and what comes next."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import registry

from ...ballots.models import Poll
from ...phases.viewsets import TownTime
from ...votes.models import Vote
from .. import actions
from ..sentences import NEXT, way_name, way_sentences


INDEX = "participation_vote:index"
ACTS_SHOWN = 20


def address(vote, screen="inspect"):
    """The address of a screen about a vote."""
    return reverse(f"participation_vote:{screen}", args=[vote.pk])


def may_see_counts(user, vote):
    """Is this one of the people who see the result of this vote before it is published?

    Those named on its poll, and nobody else, superusers included; who counts or publishes, for a vote that had no poll,
    for a rehearsal, and once the result is public.
    """
    if not (user.has_perm("participation.count_vote") or user.has_perm("participation.publish_result")):
        return False
    if vote.result_id or vote.rehearsal_of_id:
        return True
    poll = Poll.objects.filter(vote=vote).first()
    return poll is None or poll.readers.filter(pk=user.pk).exists()


class VoteDesk(TownTime, WagtailAdminTemplateMixin):
    """A screen about one vote, for somebody who holds `permission`."""

    permission = "participation.change_vote"
    header_icon = "tick-inverse"

    def dispatch(self, request, *args, **kwargs):
        votes = Vote.objects.with_state().select_related("process", "result")
        self.object = get_object_or_404(votes, pk=kwargs["pk"])
        if not self.may(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may(self, user):
        """May this person open the screen?"""
        return user.has_perm(self.permission)

    def back(self):
        """To the page of the vote."""
        return redirect(address(self.object))

    def get_page_subtitle(self):
        return str(self.object)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(INDEX), "label": _("Votes")},
            {"url": address(self.object), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        vote = self.object
        return super().get_context_data(vote=vote, process=vote.process, **kwargs)


class VotePage(TownTime, InspectView):
    """One vote: its state, what is missing, what comes next, who did what."""

    template_name = "participation/budgets/admin/vote.html"
    page_title = gettext_lazy("Vote")
    header_more_buttons = ()

    def get_object(self, queryset=None):
        return get_object_or_404(Vote.objects.with_state().select_related("process", "result"), pk=self.pk)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(INDEX), "label": _("Votes")},
            {"url": "", "label": str(self.object)},
        ]

    def get_fields_context(self):
        return []

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)  # what somebody may no longer see must not come back from a cache
        return response

    def get_context_data(self, **kwargs):
        vote, now, user = self.object, timezone.now(), self.request.user
        standing = vote.process.standing(now)
        span = standing.span("vote")
        poll = Poll.objects.filter(vote=vote).first()
        facts = {
            "vote": vote,
            "process": vote.process,
            "state": vote.state,
            "next_words": NEXT[vote.state],
            "way": way_name(vote.rule, vote.completion),
            "way_words": way_sentences(
                vote.rule,
                vote.completion,
                minimum_score=vote.minimum_score,
                quorum_percent=vote.quorum_percent,
            ),
            "span": span,
            "may": {name: user.has_perm(f"participation.{name}") for name in PERMISSIONS},
            "may_see_counts": may_see_counts(user, vote),
            "may_see_poll": user.has_perm("participation.view_poll"),
            "poll": poll,
            "is_ripe": poll.sealed_at is not None if poll else span is not None and span.is_over(now),
            "acts": registry.get_logs_for_instance(vote).select_related("user", "content_type")[:ACTS_SHOWN],
        }
        return super().get_context_data(**facts, **self._of_its_state(now), **kwargs)

    def _of_its_state(self, now):
        """What only a draft shows, or only a frozen vote."""
        vote = self.object
        if vote.state == Vote.State.DRAFT:
            pairs, _mark, found = actions.read_draft(vote, now)
            return {"options": [option for _proposal, option in pairs], "findings": found}
        shown = {"options": list(vote.options.select_related("envelope__district", "district"))}
        if vote.state != Vote.State.FROZEN and may_see_counts(self.request.user, vote):
            shown["result"] = vote.result or vote.results.first()
        if vote.state == Vote.State.PUBLISHED:
            logs = registry.get_logs_for_instance(vote).filter(action="participation.vote.publish")
            shown["published"] = logs.select_related("user").first()
        shown["ballots"] = vote.sealed_ballots.count()
        return shown


PERMISSIONS = (
    "change_vote",
    "delete_vote",
    "freeze_vote",
    "count_vote",
    "publish_result",
    "change_process",
)
