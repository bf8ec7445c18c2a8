"""The desk of themes: their name in each language, and how often each is used."""

from django import forms
from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import Theme


OTHER_LANGUAGES = [("", "---------"), *(each for each in settings.LANGUAGES if each[0] != settings.LANGUAGE_CODE)]


def other_names(theme):
    """One cell: the names in the other languages."""
    return ", ".join(each.name for each in theme.names.all())


class ThemeIndex(generic.IndexView):
    """Every theme, with the number of proposals that have it."""

    def get_base_queryset(self):
        return super().get_base_queryset().annotate(number=Count("uses")).prefetch_related("names")


class DeleteTheme(generic.DeleteView):
    """Ask first, and say how many proposals lose it."""

    @property
    def confirmation_message(self):
        number = self.object.uses.count()
        return ngettext(
            "%(number)s proposal has this theme and will lose it. Delete the theme?",
            "%(number)s proposals have this theme and will lose it. Delete the theme?",
            number,
        ) % {"number": number}


class ThemeViewSet(ModelViewSet):
    """Themes in the editor's menu."""

    model = Theme
    name = "participation_theme"
    url_prefix = "participation/themes"
    icon = "tag"
    menu_label = _("Themes")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = ThemeIndex
    delete_view_class = DeleteTheme
    ordering = "name"
    list_display = [
        "name",
        Column("names", label=_("In other languages"), accessor=other_names),
        Column("number", label=_("Proposals"), sort_key="number"),
    ]
    search_fields = ["name", "names__name"]
    panels = [
        FieldPanel("name"),
        InlinePanel(
            "names",
            heading=_("In other languages"),
            label=_("Name"),
            panels=[FieldPanel("language", widget=forms.Select(choices=OTHER_LANGUAGES)), FieldPanel("name")],
        ),
    ]
