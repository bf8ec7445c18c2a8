"""Desks for districts and places."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from .forms import DistrictForm
from .models import District, Place


class DistrictViewSet(ModelViewSet):
    """Districts in the editor's menu."""

    model = District
    name = "participation_district"
    url_prefix = "participation/districts"
    icon = "globe"
    menu_label = _("Districts")
    list_display = ["name", "residents"]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
            FieldRowPanel([FieldPanel("residents"), FieldPanel("position")]),
            FieldPanel("outline"),
        ],
        base_form_class=DistrictForm,
    )


class PlaceViewSet(SnippetViewSet):
    """Places in the editor's menu; a snippet so that a page can choose one."""

    model = Place
    icon = "site"
    menu_label = _("Places")
    add_to_admin_menu = False
    list_display = ["name", "district", "telephone"]
    search_fields = ["name", "address"]
    panels = [
        FieldPanel("name"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("district"), FieldPanel("telephone")]),
        FieldPanel("step_free"),
    ]
