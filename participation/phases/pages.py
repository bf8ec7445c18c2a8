"""Pages that present a row: which row, fixed how, and what the page shows in each phase."""

from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_supported_content_language_variant

from ..editorial.pages import EditorialPage
from ..kept import kept_a_moment
from . import rules
from .panels import PresentingForm


def page_of(row, language):
    """The published page that presents `row` in `language` (its code), else in the main language, else None."""
    return pages_of([row], language).get(row.pk)


class PageLink(NamedTuple):
    """What another screen says of a page."""

    title: str
    address: str


def page_link(row, request):
    """The page that presents `row` in the request's language, as it was a moment ago; or None."""
    language = request.LANGUAGE_CODE

    def find():
        page = page_of(row, language)
        return PageLink(page.title, page.get_url(request)) if page else None

    return kept_a_moment(("page of", row._meta.label, row.pk, language, request.get_host()), find)


def pages_of(rows, language):
    """The same for many rows of one model: {key of the row: page}, in one query a page type."""
    if not rows:
        return {}
    main = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    keys = {presented_key(row, each): (row.pk, each == language) for row in rows for each in (main, language)}
    found = {}
    for page_type in _presenting(type(rows[0])):
        for page in page_type.objects.live().filter(presented_key__in=keys).defer_streamfields():
            pk, wanted = keys[page.presented_key]
            if wanted or pk not in found:
                found[pk] = page
    return found


def presented_key(row, language):
    """The one key under which a page claims a row in a language (its code)."""
    return f"{row._meta.model_name}:{row.pk}:{language}"


def _presenting(model, root=None):
    """The concrete page types whose `presents` points at `model`."""
    for page_type in (root or PresentingPage).__subclasses__():
        if page_type._meta.abstract:
            yield from _presenting(model, page_type)
        elif page_type._meta.get_field(page_type.presents).related_model is model:
            yield page_type


class PhasedPage(EditorialPage):
    """A page whose face follows the phases of a process."""

    preview_modes = [
        ("", _("As today")),
        ("before", _("Before it opens")),
        ("open", _("Call or consultation open")),
        ("study", _("Between two phases")),
        ("vote", _("Vote open")),
        ("results", _("Results")),
    ]
    default_preview_mode = ""

    class Meta:
        abstract = True

    @property
    def shown_process(self):
        """The process whose phases this page follows, or None."""
        raise NotImplementedError

    def process_above(self):
        """The process of the page above this one, or None: what a page follows while no row says it."""
        if not self.pk:
            return None
        above = self.trail[-1] if self.trail and self.trail[-1].depth == self.depth - 1 else self.get_parent()
        return getattr(above.specific, "process", None)

    def standing(self, now):
        """Where the process stands at `now`; a page without one is before everything."""
        process = self.shown_process
        return process.standing(now) if process else rules.standing((), now)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        staged = getattr(request, "preview_mode", "") if getattr(request, "is_preview", False) else ""
        if staged:
            standing = rules.example(self.shown_process.spans() if self.shown_process else (), staged, now)
        else:
            standing = self.standing(now)
        context.update(process=self.shown_process, standing=standing, face=standing.face, staged=staged, now=now)
        return context


class PresentingPage(PhasedPage):
    """A page that presents one row. One such page per row and language; fixed once published; a copy has none."""

    # The name of the foreign key to the row.
    presents = ""
    base_form_class = PresentingForm

    presented_key = models.CharField(max_length=80, unique=True, null=True, editable=False)  # noqa: DJ001

    exclude_fields_in_copy = ["presented_key"]

    class Meta:
        abstract = True

    @property
    def presented(self):
        """The row this page presents, or None."""
        return getattr(self, self.presents)

    @property
    def is_fixed(self):
        """Was the page published with its row? Then the choice is only shown."""
        return bool(self.pk and self.first_published_at and self.presented)

    def _wanted_key(self):
        return presented_key(self.presented, self.locale.language_code) if self.presented else None

    def _claimed_elsewhere(self):
        """The other page that already presents this row in this language, or None."""
        if not self.presented or not self.locale_id:
            return None
        return type(self).objects.filter(presented_key=self._wanted_key()).exclude(pk=self.pk).first()

    def clean(self):
        super().clean()
        stored = self._stored_row()
        if stored and getattr(self, self._column) != stored:
            raise ValidationError({self.presents: _("The choice was fixed when the page was first published.")})
        other = None if self.alias_of_id else self._claimed_elsewhere()
        if other:
            raise ValidationError(
                {
                    self.presents: _("Another page presents the same in this language: “%(page)s”.")
                    % {"page": other.title}
                }
            )

    @property
    def _column(self):
        return self._meta.get_field(self.presents).attname

    def _stored_row(self):
        """The key of the row that a page once published presents; None before its first publication."""
        if not self.pk or not self.first_published_at:
            return None
        return type(self).objects.filter(pk=self.pk).values_list(self._column, flat=True).first()

    def with_content_json(self, content):
        """An older draft never re-points the page: a published page keeps its row, a copy's draft drops it."""
        page = super().with_content_json(content)
        stored = self._stored_row()
        page.presented_key = self.presented_key
        if stored:
            setattr(page, self._column, stored)
        elif not page.alias_of_id and page._claimed_elsewhere():
            setattr(page, self.presents, None)
        return page

    def save(self, *args, **kwargs):
        if not self.locale_id:  # Wagtail finds it a little later; the claim needs it now
            self.locale = self.get_default_locale()
        other = self._claimed_elsewhere()
        if other and not self.alias_of_id:
            setattr(self, self.presents, None)
        self.presented_key = None if other else self._wanted_key()
        super().save(*args, **kwargs)


class ProcessPage(PresentingPage):
    """A page that presents a process. Which kind of process is said by `process_kind`."""

    presents = "process"
    process_kind = ""

    process = models.ForeignKey(
        "participation.Process",
        verbose_name=_("process"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Dates, phases and money are kept there. It cannot be changed once the page is published."),
    )

    class Meta:
        abstract = True

    @property
    def shown_process(self):
        return self.process
