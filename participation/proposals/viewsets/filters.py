"""Which proposals a list shows: the filters of the desk, read from an address."""

import django_filters
from django.db.models import Exists, OuterRef
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.search import SearchForm

from ...phases.models import Process
from ...places.models import District
from ..models import Proposal, ProposalTheme, Theme
from ..pages import ProposalPage
from .forms import said_by


PAGE_STATES = {"published": _("published"), "draft": _("draft"), "none": _("no page")}


def with_page_state(proposals):
    """Each row with `page_live` and `page_any`: is there a published page of it, any page at all?"""
    pages = ProposalPage.objects.filter(proposal=OuterRef("pk"))
    return proposals.annotate(page_live=Exists(pages.filter(live=True)), page_any=Exists(pages))


def keys(values):
    """Those of the values of an address that can be keys of rows."""
    return [int(each) for each in values or () if each.isdecimal() and len(each) < 19]


class KeysField(django_filters.fields.ModelMultipleChoiceField):
    """Does not heed what cannot be a key: a database would refuse a number that is too large."""

    def clean(self, value):
        return super().clean(keys(value))


class SeveralRows(django_filters.ModelMultipleChoiceFilter):
    """Boxes to tick, one a row of another model."""

    field_class = KeysField

    def __init__(self, **kwargs):
        super().__init__(widget=CheckboxSelectMultiple, distinct=False, **kwargs)


class ProposalFilterSet(WagtailFilterSet):
    """Process, status, district, theme, and whether a page tells it."""

    process = SeveralRows(label=said_by("process")["label"], queryset=Process.objects.all())
    status = django_filters.MultipleChoiceFilter(
        label=said_by("status")["label"], choices=Proposal.Status.choices, widget=CheckboxSelectMultiple, distinct=False
    )
    district = SeveralRows(label=said_by("district")["label"], queryset=District.objects.defer("outline"))
    theme = SeveralRows(
        label=capfirst(Theme._meta.verbose_name_plural), queryset=Theme.objects.all(), method="with_theme"
    )
    page = django_filters.ChoiceFilter(
        label=_("Page"),
        choices=list(PAGE_STATES.items()),
        empty_label=_("With or without a page"),
        widget=RadioSelect,
        method="with_page",
    )

    class Meta:
        model = Proposal
        fields = []

    def with_theme(self, proposals, name, themes):
        """Those with one of the themes, each once."""
        if not themes:
            return proposals
        return proposals.filter(Exists(ProposalTheme.objects.filter(content_object=OuterRef("pk"), tag__in=themes)))

    def with_page(self, proposals, name, state):
        """Those whose page is published, a draft only, or not there."""
        wanted = {"published": {"page_live": True}, "draft": {"page_live": False, "page_any": True}}
        return with_page_state(proposals).filter(**wanted.get(state, {"page_any": False}))


def asked_for(request, proposals):
    """Those of the rows that the filters and the search of an address ask for; what it says wrongly is not heeded."""
    filters = ProposalFilterSet(data=request.GET, queryset=proposals, request=request)
    found = filters.qs if filters.is_valid() else proposals
    search = SearchForm(request.GET)
    return found.saying(search.cleaned_data["q"]) if search.is_valid() else found
