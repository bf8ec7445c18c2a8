"""From the closed box to the published result: counted by a person, read by a few, published by a person."""

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.log_actions import log

from ...keys import key_in
from ...votes.feeds import result_file
from ...votes.models import Comparison
from ...votes.rules import CountError
from ...votes.views import PARTS
from .. import actions
from ..models import why_not_counted
from ..sentences import obstacle_sentence
from ..tasks import compare_rules
from .desk import VoteDesk, address, may_see_counts


class CountVote(VoteDesk, TemplateView):
    """Ask, then count."""

    permission = "participation.count_vote"
    template_name = "participation/budgets/admin/count.html"
    page_title = gettext_lazy("Count the ballots")

    def post(self, request, *args, **kwargs):
        try:
            result = actions.count_ballots(self.object, by=request.user, now=timezone.now())
        except actions.Refused as refused:
            messages.error(request, obstacle_sentence(refused.code))
        except CountError as error:
            words = _("The rule could not count these ballots (%(code)s). Nothing was kept.")
            messages.error(request, words % {"code": error.code})
        else:
            words = _("%(number)s ballots are counted. The result is not public: read it, then publish it.")
            messages.success(request, words % {"number": result.ballots})
        return self.back()

    def get_context_data(self, **kwargs):
        vote, now = self.object, timezone.now()
        return super().get_context_data(
            obstacle=obstacle_sentence(why_not_counted(vote, now)), ballots=vote.sealed_ballots.count(), **kwargs
        )


class CountDesk(VoteDesk):
    """A screen for the named people who see a result before it is published."""

    def may(self, user):
        return may_see_counts(user, self.object)

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def last_count(self):
        """The published result, or the last count. Http404 before the first."""
        result = self.object.result or self.object.results.first()
        if result is None:
            raise Http404
        return result


class ReadResult(CountDesk, TemplateView):
    """The result as residents would read it, with its parts: the count step by step, the comparison of rules."""

    template_name = "participation/budgets/admin/result.html"
    part = "result"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        told = {
            "result": self.last_count(),
            "result_address": address(self.object, "result"),
            "part": self.part,
            "part_template": PARTS[self.part][0],
            "asked": self.request.GET.get("tour", ""),
            "only_changes": "changements" in self.request.GET,
        }
        return super().get_context_data(standing=self.object.process.standing(now), now=now, **told, **kwargs)


class ResultFile(CountDesk, View):
    """The result as a file."""

    def get(self, request, pk, kind):
        self.object.result = self.last_count()  # in memory only: the file speaks of this count
        return result_file(request, self.object, kind)


class PublishResult(CountDesk, TemplateView):
    """Ask, then publish the count that was read."""

    template_name = "participation/budgets/admin/publish.html"
    page_title = gettext_lazy("Publish the result")

    def may(self, user):
        return super().may(user) and user.has_perm("participation.publish_result")

    def post(self, request, *args, **kwargs):
        result = self.object.results.filter(pk=key_in(request.POST.get("result"))).first()
        if result is None:
            raise Http404
        try:
            first = actions.announce(self.object, result, by=request.user)
        except actions.Refused as refused:
            messages.error(request, obstacle_sentence(refused.code))
        else:
            fresh, old = _("The result of “%(vote)s” is public."), _("The result of “%(vote)s” was public already.")
            messages.success(request, (fresh if first else old) % {"vote": self.object})
        return self.back()

    def get_context_data(self, **kwargs):
        return super().get_context_data(result=self.last_count(), **kwargs)


class CompareRules(CountDesk, TemplateView):
    """Ask, then have the ballots counted by every rule that fits them, in the background."""

    template_name = "participation/budgets/admin/compare.html"
    page_title = gettext_lazy("Compare the rules")

    def post(self, request, *args, **kwargs):
        result = self.last_count()
        if not Comparison.objects.filter(result=result).exists():
            compare_rules.enqueue(result.pk)
            log(instance=self.object, action="participation.vote.compare", user=request.user)
        messages.success(request, _("The comparison is being made. For a large town it takes some minutes."))
        return self.back()

    def get_context_data(self, **kwargs):
        return super().get_context_data(result=self.last_count(), **kwargs)
