"""The journal for who may read it: every act, narrowed down, and whether the chain holds."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from ..menu import shown_to
from .actions import verify
from .models import JournalEntry
from .sentences import act_words, names_of, told_acts


A_PAGE = 50


def day_in(text):
    """A day that a browser sent, or None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class Journal(WagtailAdminTemplateMixin, TemplateView):
    """The acts, the last first. The button reads the whole chain and says whether it holds."""

    template_name = "participation/journal/admin/journal.html"
    page_title = gettext_lazy("Journal")
    header_icon = "history"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("participation.view_journalentry"):
            raise PermissionDenied
        with timezone.override(timezone.get_default_timezone()):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    def post(self, request, *args, **kwargs):
        last, broken = JournalEntry.objects.first(), verify()
        if broken is not None:
            words = _(
                "The chain does not hold from entry %(place)s on. Call whoever runs the server, and change nothing."
            )
            messages.error(request, words % {"place": broken})
        elif last is None:
            messages.info(request, _("The journal is empty."))
        else:
            words = _("%(number)s entries hold. The last digest, to be written in the minutes: %(digest)s")
            messages.success(request, words % {"number": last.place, "digest": last.digest})
        return redirect("participation_journal:index")

    def filters(self):
        """What the list is narrowed to; values that nobody offers are ignored."""
        asked = self.request.GET
        said = {name: asked.get(name, "").replace("\0", "").strip()[:80] for name in ("act", "who", "about")}
        return said | {name: day_in(asked.get(name, "")) for name in ("since", "until")}

    def get_context_data(self, **kwargs):
        asked, entries = self.filters(), JournalEntry.objects.all()
        who = JournalEntry.objects.order_by().values_list("by", flat=True).distinct()
        acts = JournalEntry.objects.order_by().values_list("act", flat=True).distinct()
        columns = {"act": "act", "who": "by", "about": "about", "since": "at__date__gte", "until": "at__date__lte"}
        entries = entries.filter(**{columns[name]: value for name, value in asked.items() if value})
        page = Paginator(entries, A_PAGE).get_page(self.request.GET.get("page"))
        shown = {
            name: value.isoformat() if isinstance(value, date) else value for name, value in asked.items() if value
        }
        return super().get_context_data(
            page=page,
            lines=told_acts(page),
            asked=shown,
            query=urlencode(shown),
            acts=sorted(((act, act_words(act)) for act in acts), key=lambda pair: pair[1]),
            people=sorted(names_of(set(who) - {""}).items(), key=lambda pair: pair[1]),
            **kwargs,
        )

    def get_breadcrumbs_items(self):
        address = reverse("participation_journal:index") if self.request.GET else ""
        return [*self.breadcrumbs_items, {"url": address, "label": self.get_page_title()}]


class JournalViewSet(ViewSet):
    """The journal in the editor's menu. Nobody writes it by hand."""

    name = "participation_journal"
    url_prefix = "participation/journal"
    icon = "history"
    menu_label = gettext_lazy("Journal")
    menu_item_class = shown_to("view_journalentry")

    def get_urlpatterns(self):
        return [path("", Journal.as_view(), name="index")]
