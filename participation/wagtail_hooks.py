"""The one door to the editor: every room's desk in one menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.models import register_snippet

from .editorial.links import PageLinks
from .phases.viewsets import ProcessViewSet
from .places.viewsets import DistrictViewSet, PlaceViewSet


class Desks(ViewSetGroup):
    """Participation in the editor's menu."""

    menu_label = _("Participation")
    menu_icon = "group"
    menu_order = 150
    items = (ProcessViewSet(), DistrictViewSet())


register_snippet(PlaceViewSet)


@hooks.register("register_admin_viewset")
def register_desks():
    """Processes and districts in one menu."""
    return Desks()


@hooks.register("register_rich_text_features", order=100)
def register_page_links(features):
    """After Wagtail's own: links to pages looked up once a page."""
    features.register_link_type(PageLinks)
