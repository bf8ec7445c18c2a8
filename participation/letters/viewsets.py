"""What did not leave, for staff to read."""

import re

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet

from ..menu import shown_to
from .kinds import BY_NAME
from .kinds.ballots import ABOUT_BALLOTS
from .models import Letter


ADDRESS = re.compile(r"[^\s<>:;,]+@[^\s<>:;,]+")


def to_whom(letter):
    """Whom a letter is for. Not for letters about a ballot: who has voted, and at which minute, is nobody's to read."""
    return _("a voter") if letter.template in ABOUT_BALLOTS else letter.recipient


def what_it_says(letter):
    """What a letter is about, without its town."""
    if letter.template in ABOUT_BALLOTS:
        return _("about a ballot")
    kind = BY_NAME.get(letter.template)
    return kind.label if kind else letter.template


def why(letter):
    """What the mail server said, which may quote the address."""
    return ADDRESS.sub("…", letter.last_error) if letter.template in ABOUT_BALLOTS else letter.last_error


class StuckLetters(generic.IndexView):
    """Letters that did not leave, the newest first: to whom, why, and what comes. Never what they say or who voted."""

    model = Letter
    any_permission_required = ["view"]
    page_title = _("Letters that did not leave")
    header_icon = "mail"
    paginate_by = 50
    default_ordering = "-created_at"
    columns = [
        Column("recipient", label=_("Recipient"), accessor=to_whom),
        Column("template", label=_("Letter"), accessor=what_it_says),
        DateColumn("created_at", label=_("Written on"), sort_key="created_at"),
        Column("tries", label=_("Tries"), sort_key="tries"),
        Column("last_error", label=_("Why it did not leave"), accessor=why),
        DateColumn("next_try_at", label=_("Next try"), sort_key="next_try_at"),
    ]

    def get_base_queryset(self):
        return Letter.objects.stuck()


class LetterViewSet(ViewSet):
    """The list in the editor's menu. Nobody writes, changes or deletes a letter by hand."""

    name = "participation_letter"
    url_prefix = "participation/letters"
    icon = "mail"
    menu_label = _("Letters that did not leave")
    menu_item_class = shown_to("view_letter")

    def get_urlpatterns(self):
        addresses = {
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("results"),
        }
        return [
            path("", StuckLetters.as_view(**addresses), name="index"),
            path("results/", StuckLetters.as_view(results_only=True, **addresses), name="results"),
        ]
