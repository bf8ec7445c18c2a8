"""What is done to several proposals at once: each action is confirmed on a page that says what will happen."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .. import actions
from ..models import Proposal
from .filters import asked_for, keys
from .forms import StatusForm, ThemeChoiceForm
from .listing import action_url
from .words import page_line, row_line, said_of


class ProposalAction(BulkAction):
    """An action on the chosen rows, or on all that the list's filters let through, up to `most` of them."""

    models = [Proposal]
    template_name = "participation/proposals/admin/bulk.html"
    most = 1000
    heading = ask = yes = ""
    header_icon = "list-ul"

    def dispatch(self, request, *args, **kwargs):
        if not self.may_be_done_by(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_be_done_by(self, user):
        """Is this action open to that person at all?"""
        return user.has_perm("participation.change_proposal")

    @cached_property
    def chosen(self):
        """The rows, at most one more than may be treated at once. Numbers that are none are not heeded."""
        ids = self.request.GET.getlist("id")
        rows = Proposal.objects.select_related("process").order_by("-process_id", "number")
        rows = asked_for(self.request, rows) if "all" in ids else rows.filter(pk__in=keys(ids))
        found = list(rows.defer("folded")[: self.most + 1])
        if not found:
            raise Http404
        return found

    @cached_property
    def too_many(self):
        """Are there more rows than may be treated at once?"""
        return len(self.chosen) > self.most

    @property
    def refusal(self):
        """What is said to who chose too many."""
        return _("More than %(most)s projects are selected: too many at once. Filter the list, or select fewer.") % {
            "most": self.most
        }

    def get_actionable_objects(self):
        return ([] if self.too_many else self.chosen), {}

    def object_context(self, obj):
        return row_line(obj)

    def get_execution_context(self):
        return {"self": self}

    @classmethod
    def execute_action(cls, objects, **kwargs):
        desk = kwargs["self"]
        if desk.too_many:
            messages.error(desk.request, desk.refusal)
        else:
            desk.act(objects)
        return len(objects), 0

    def act(self, proposals):
        """Do it, and say what was done."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.setdefault("skipped", [])
        return context | {
            "desk": self,
            "too_many": self.too_many,
            "shown": context["items"][:100],
            "more": max(len(context["items"]) - 100, 0),
        }

    def done(self, text, *buttons):
        """Tell what was done, with the buttons that lead on."""
        messages.success(self.request, text, buttons=[messages.button(url, label) for url, label in buttons])


class PageAction(ProposalAction):
    """An action that makes or withdraws pages: for who sees proposals and writes pages somewhere."""

    most = actions.MOST_PAGES

    def may_be_done_by(self, user):
        sees = any(user.has_perm(f"participation.{verb}_proposal") for verb in ("view", "change"))
        writes = policy_registry.get_by_type(Page).user_has_any_permission(user, {"add", "publish"})
        return sees and writes

    def plan(self, proposals):
        """The pages that would be made or withdrawn, and the rows that would be left as they are."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        planned, skipped = self.plan(self.get_actionable_objects()[0])
        lines = [page_line(each) for each in planned]
        return context | {"items": lines, "shown": lines, "more": 0, "skipped": [said_of(each) for each in skipped]}

    def tell_skipped(self, skipped):
        """Name the rows that were left as they are, with the reason of each."""
        if skipped:
            text = ngettext(
                "%(number)s project was left as it is.", "%(number)s projects were left as they are.", len(skipped)
            )
            messages.warning(
                self.request, " ".join((text % {"number": len(skipped)}, *(said_of(each) for each in skipped[:10])))
            )


class PublishAsPage(PageAction):
    """Make a page of each row."""

    display_name = heading = gettext_lazy("Publish as page")
    aria_label = gettext_lazy("Publish the selected projects as pages")
    action_type = "publish_as_page"
    action_priority = 10
    header_icon = "doc-empty"
    ask = gettext_lazy("A page will be made of each of these proposals. The proposals stay as they were submitted.")
    yes = gettext_lazy("Yes, make the pages")

    def plan(self, proposals):
        return actions.plan_pages(proposals, None, self.request.user)

    def act(self, proposals):
        done = actions.publish_as_page(proposals, None, self.request.user)
        if done.published:
            text = ngettext("%(number)s page is published.", "%(number)s pages are published.", len(done.published))
            rows = [page.proposal for page in done.published]
            self.done(
                text % {"number": len(rows)},
                *self._first(done.published),
                (action_url("withdraw_page", rows, self.next_url), _("Undo: withdraw what was published")),
            )
        if done.drafts:
            text = ngettext(
                "%(number)s page is a draft: the communication team publishes it.",
                "%(number)s pages are drafts: the communication team publishes them.",
                len(done.drafts),
            )
            self.done(text % {"number": len(done.drafts)}, *self._first(done.drafts))
        self.tell_skipped(done.skipped)

    def _first(self, pages):
        """A way to the page, where there is one only."""
        return [(reverse("wagtailadmin_pages:edit", args=[pages[0].pk]), _("Edit the page"))] if len(pages) == 1 else []


class WithdrawPage(PageAction):
    """Take the pages of the rows down, so that the rows answer at their own addresses again."""

    display_name = heading = gettext_lazy("Withdraw the page")
    aria_label = gettext_lazy("Withdraw the pages of the selected projects")
    action_type = "withdraw_page"
    action_priority = 20
    header_icon = "no-view"
    ask = gettext_lazy(
        "These pages will no longer be published. Their addresses lead nowhere any more; "
        "each proposal is shown again at its own address. The pages are kept as drafts."
    )
    yes = gettext_lazy("Yes, withdraw the pages")

    def plan(self, proposals):
        return actions.plan_withdrawal(proposals, self.request.user)

    def act(self, proposals):
        done = actions.withdraw_pages(proposals, self.request.user)
        if done.drafts:
            text = ngettext(
                "%(number)s page is withdrawn and kept as a draft.",
                "%(number)s pages are withdrawn and kept as drafts.",
                len(done.drafts),
            )
            self.done(text % {"number": len(done.drafts)})
        self.tell_skipped(done.skipped)


class ChangeStatus(ProposalAction):
    """Give the rows a status, and its sentence."""

    display_name = heading = gettext_lazy("Change the status")
    aria_label = gettext_lazy("Change the status of the selected projects")
    action_type = "change_status"
    action_priority = 30
    header_icon = "check"
    form_class = StatusForm
    ask = gettext_lazy("These projects will have the status chosen here.")
    yes = gettext_lazy("Change the status")

    def act(self, proposals):
        given = self.cleaned_form.cleaned_data
        changed = actions.change_status(proposals, given["status"], given["note"], self.request.user, timezone.now())
        text = ngettext("%(number)s project was changed.", "%(number)s projects were changed.", len(changed))
        self.done(text % {"number": len(changed)})


class AddTheme(ProposalAction):
    """Put a theme on the rows."""

    display_name = heading = gettext_lazy("Add a theme")
    aria_label = gettext_lazy("Add a theme to the selected projects")
    action_type = "add_theme"
    action_priority = 40
    header_icon = "tag"
    form_class = ThemeChoiceForm
    ask = gettext_lazy("These projects will have the theme chosen here, beside their own.")
    yes = gettext_lazy("Add the theme")

    def act(self, proposals):
        changed = actions.add_theme(
            proposals, self.cleaned_form.cleaned_data["theme"], self.request.user, timezone.now()
        )
        text = ngettext("%(number)s project was changed.", "%(number)s projects were changed.", len(changed))
        self.done(text % {"number": len(changed)})


BULK_ACTIONS = (PublishAsPage, WithdrawPage, ChangeStatus, AddTheme)
