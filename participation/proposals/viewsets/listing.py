"""The list of the desk: its columns, its order, the buttons of a row."""

from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, ButtonsColumnMixin, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ...money import show_money
from ..actions import named
from ..pages import pages_telling
from .export import spreadsheet
from .filters import ProposalFilterSet
from .forms import said_by


def action_url(action, proposals, next_url):
    """The address where an action on the rows is confirmed, and where it leads back to."""
    query = urlencode([*(("id", each.pk) for each in proposals), ("next", next_url)])
    return f"{reverse('wagtail_bulk_action', args=['participation', 'proposal', action])}?{query}"


class ProjectColumn(ButtonsColumnMixin, TitleColumn):
    """The title, leading to the form, with the buttons of the row under it."""

    class Media:
        css = {"all": ["participation/desk/projects.css"]}

    def __init__(self, *args, buttons, **kwargs):
        super().__init__(*args, **kwargs)
        self.buttons_of = buttons

    def get_buttons(self, instance, parent_context):
        return self.buttons_of(instance)


class StatusColumn(Column):
    """The status, and under it the sentence residents read."""

    cell_template_name = "participation/proposals/admin/status_cell.html"


class PageColumn(Column):
    """Published, draft or none, leading to the page's editor."""

    cell_template_name = "participation/proposals/admin/page_cell.html"

    def get_value(self, instance):
        return next(iter(instance.pages_telling_it), None)


class ProposalIndex(generic.IndexView):
    """Every proposal, the newest process first, in its order of numbers."""

    page_title = gettext_lazy("Projects")
    add_item_label = gettext_lazy("Add a project")
    filterset_class = ProposalFilterSet
    is_searchable = True
    show_export_buttons = True  # what is in the files is said in export.py
    default_ordering = ("-process_id", "number")

    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .select_related("process", "district")
            .defer("text", "folded", "district__outline")
        )

    def search_queryset(self, queryset):
        return queryset.saying(self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset):
        if self.ordering == self.default_ordering:
            return super().order_queryset(queryset)
        key = F(self.ordering.removeprefix("-"))
        order = key.desc(nulls_last=True) if self.ordering.startswith("-") else key.asc(nulls_last=True)
        return queryset.order_by(order, "-process_id", "number")

    def paginate_queryset(self, queryset, page_size):
        paginator, page, rows, several = super().paginate_queryset(queryset, page_size)
        page.object_list = rows = list(rows)
        told = pages_telling(rows)
        for row in rows:
            row.pages_telling_it = told.get(row.pk, ())
        return paginator, page, rows, several

    def get(self, request, *args, **kwargs):
        if self.is_export:
            return spreadsheet(request, self.get_queryset(), request.GET["export"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def may_write_pages(self):
        """May this person add pages anywhere? Where exactly is asked when it is done."""
        return policy_registry.get_by_type(Page).user_has_any_permission(self.request.user, {"add", "publish"})

    @cached_property
    def may_act(self):
        """Is there anything this person may do to several rows?"""
        return self.may_write_pages or self.user_has_permission("change")

    @cached_property
    def here(self):
        """The address of this list with its filters, whether the whole page or only its results were asked for."""
        asked = self.request.GET.copy()
        asked.pop("_w_filter_fragment", None)
        return f"{self.index_url}?{asked.urlencode()}" if asked else self.index_url

    @cached_property
    def columns(self):
        boxes = [BulkActionsCheckboxColumn("bulk_actions", obj_type="proposal")] if self.may_act else []
        return [
            *boxes,
            Column("number", label=_("No."), sort_key="number"),
            ProjectColumn(
                "title",
                label=_label("title"),
                classname="project",
                accessor=named,
                sort_key="title",
                get_url=lambda row: self.get_edit_url(row) or self.get_inspect_url(row),
                get_title_id=lambda row: f"proposal_{row.pk}_title",
                buttons=self.get_list_buttons,
            ),
            Column("process", label=_label("process"), accessor="process.name", sort_key="process__name"),
            Column("district", label=_label("district"), accessor=_place, sort_key="district__name"),
            StatusColumn("status", label=_label("status"), accessor="get_status_display", sort_key="status"),
            Column("cost", label=_label("cost"), accessor=_cost, sort_key="cost"),
            PageColumn("page", label=_("Page")),
            DateColumn("updated_at", label=_label("updated_at"), sort_key="updated_at"),
        ]

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if self.may_write_pages:
            told = instance.pages_telling_it
            if not told:
                url = action_url("publish_as_page", [instance], self.here)
                buttons.append(Button(_("Publish as page"), url=url, icon_name="doc-empty", priority=40))
            elif told[0].live:
                url = action_url("withdraw_page", [instance], self.here)
                buttons.append(Button(_("Withdraw the page"), url=url, icon_name="no-view", priority=40))
        return buttons


def _label(name):
    return said_by(name)["label"]


def _place(row):
    return row.district or _("Whole town")


def _cost(row):
    return "" if row.cost is None else show_money(row.cost, row.process.currency)
