"""The one door to the editor: every room's desk in one menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.models import register_snippet

from .ballots.viewsets import takedown
from .ballots.viewsets.polls import PollViewSet
from .ballots.viewsets.work import WorkViewSet
from .budgets.viewsets import VoteViewSet
from .budgets.viewsets.acts import register_acts
from .editorial.links import PageLinks
from .journal.viewsets import JournalViewSet
from .kept import keep_pages
from .letters.viewsets import LetterViewSet
from .people.viewsets import DeleteAccounts, after_editing, before_deleting
from .phases.viewsets import ProcessViewSet
from .places.viewsets import DistrictViewSet, PlaceViewSet
from .proposals.viewsets import BULK_ACTIONS, ProposalViewSet, ThemeViewSet, proposal_chooser, register_history


class Desks(ViewSetGroup):
    """Participation in the editor's menu."""

    menu_label = _("Participation")
    menu_icon = "group"
    menu_order = 150
    items = (
        ProcessViewSet(),
        ProposalViewSet(),
        ThemeViewSet(),
        VoteViewSet(),
        PollViewSet(),
        WorkViewSet(),
        DistrictViewSet(),
        LetterViewSet(),
        JournalViewSet(),
    )


register_snippet(PlaceViewSet)
hooks.register("register_log_actions", register_acts)
hooks.register("register_log_actions", register_history)
hooks.register("on_serve_page", keep_pages, order=100)  # after Wagtail has looked at the page's restrictions
hooks.register("before_unpublish_page", takedown.before_taking_down)
hooks.register("before_delete_page", takedown.before_taking_down)
hooks.register("before_move_page", takedown.before_moving)
hooks.register("before_bulk_action", takedown.before_many)
hooks.register("after_edit_user", after_editing)
hooks.register("before_delete_user", before_deleting)
hooks.register("register_bulk_action", DeleteAccounts, order=100)  # after Wagtail's own, whose place it takes
for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_viewset")
def register_desks():
    """The desks in one menu, and the window in which a proposal is chosen."""
    return [Desks(), proposal_chooser]


@hooks.register("register_rich_text_features", order=100)
def register_page_links(features):
    """After Wagtail's own: links to pages looked up once a page."""
    features.register_link_type(PageLinks)
