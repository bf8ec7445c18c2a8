"""What every screen about one poll's roll, codes, desk, paper or duties shares, and the list of polls before them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...keys import key_in
from ...phases.viewsets import TownTime
from ..forms.words import act_sentence
from ..models import Elector, Poll, may_on, polls_of


# Each screen of a poll: the permission that opens it, and its name in the row of links.
SCREENS = {
    "roll": ("keep_roll", gettext_lazy("Roll")),
    "codes": ("make_codes", gettext_lazy("Letters and codes")),
    "desk": ("hold_desk", gettext_lazy("Voting desk")),
    "sheets": ("read_sheets", gettext_lazy("Paper ballots")),
    "duties": ("name_duties", gettext_lazy("Helpers")),
}


def address(poll, screen, *keys):
    """The address of a screen of a poll."""
    return reverse(f"participation_work:{screen}", args=[poll.pk, *keys])


def links(user, poll, now):
    """The screens of a poll that this person may open: pairs of name and address."""
    return [
        (screen, label, address(poll, screen))
        for screen, (permission, label) in SCREENS.items()
        if may_on(user, permission, poll, now)
    ]


class Work(TownTime, WagtailAdminTemplateMixin):
    """A screen of the editor that no cache keeps and no error report quotes."""

    header_icon = "tick-inverse"

    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def form_invalid(self, form):
        """A form that is refused is no success: the same screen, with what was typed and why."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PollWork(Work):
    """A screen about one poll, for who holds `permission` by a role, or by a duty in this poll."""

    screen = ""

    def dispatch(self, request, *args, **kwargs):
        polls = Poll.objects.select_related("vote__process")
        self.poll = get_object_or_404(polls, pk=kwargs["pk"])
        self.now = timezone.now()
        if not may_on(request.user, SCREENS[self.screen][0], self.poll, self.now):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def elector(self):
        """The elector that a browser named, of this poll."""
        key = self.kwargs.get("elector") or key_in(self.request.POST.get("elector"))
        found = Elector.objects.select_related("district", "mark__place", "poll").defer("district__outline")
        return get_object_or_404(found, pk=key or 0, poll=self.poll)

    @property
    def is_open(self):
        """Is the box open?"""
        return self.poll.is_open(self.now)

    def refuse(self, refused):
        """Say why an act was not done."""
        messages.error(self.request, act_sentence(refused))

    def to(self, screen="", *keys):
        """See another screen of this poll."""
        return redirect(address(self.poll, screen or self.screen, *keys))

    def get_page_subtitle(self):
        vote = self.poll.vote
        return _("%(vote)s (rehearsal)") % {"vote": vote} if vote.rehearsal_of_id else str(vote)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("participation_work:index"), "label": _("Roll, desk, paper")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs):
        told = {"poll": self.poll, "vote": self.poll.vote, "process": self.poll.vote.process, "now": self.now}
        told["links"] = links(self.request.user, self.poll, self.now)
        told["may_see_poll"] = may_on(self.request.user, "view_poll", self.poll, self.now)
        told["back_address"] = address(self.poll, self.screen)
        return super().get_context_data(**told, screen=self.screen, is_open=self.is_open, **kwargs)


class WorkIndex(Work, TemplateView):
    """The polls in which this person has something to do, with its screens."""

    template_name = "participation/ballots/admin/work_index.html"
    page_title = gettext_lazy("Roll, desk, paper")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": _("Roll, desk, paper")}]

    def get_context_data(self, **kwargs):
        now, user = timezone.now(), self.request.user
        polls = [(poll, links(user, poll, now)) for poll in polls_of(user, now)[:50]]
        return super().get_context_data(polls=[pair for pair in polls if pair[1]], now=now, **kwargs)
