"""The town's own screens in the editor."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import SiteFrame


class SiteFrameViewSet(SnippetViewSet):
    """Menus and footers, one per language."""

    model = SiteFrame
    icon = "bars"
    menu_label = _("Menu and footer")
    add_to_settings_menu = True


register_snippet(SiteFrameViewSet)
