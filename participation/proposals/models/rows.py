"""Proposals: rows, never pages."""

from collections import Counter

from django.db import models
from django.db.models.functions import Floor
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.images import get_image_model_string

from ...money import MoneyField
from ...people.models import Resident
from ...phases.models import Process
from ...places.models import District
from .. import rules
from .themes import ProposalTheme


LISTED = (
    *("pk", "number", "title", "summary", "language", "status", "status_note", "cost"),
    *("district_id", "picture_id"),
)
FILTERED_BY = {"district": "district", "theme": "theme_links__tag", "status": "status"}


class ProposalQuerySet(models.QuerySet):
    """The reads of proposals."""

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for each in objs:
            each.fold()
        return super().bulk_create(objs, *args, **kwargs)

    def for_list(self, *more):
        """What a list shows of each, as dictionaries, and annotations by name; long texts are left where they are."""
        return self.values(*LISTED, *more)

    def for_detail(self):
        """With all that the page of one shows."""
        return (
            self.defer("folded", "district__outline")
            .select_related("district", "author", "picture", "process")
            .prefetch_related("process__phases")
        )

    def keeping(self, filters, but=()):
        """Those that a reader's filters keep: {words, district, theme or status: value}; `but` are left aside.

        A district is a key, None the whole town; a theme is a key.
        """
        found = self
        for name, value in filters.items():
            if name in but:
                continue
            found = found.saying(value) if name == "words" else found.filter(**{FILTERED_BY[name]: value})
        return found

    def tallied(self, filters):
        """How many there are to choose from: {filter: {value: how many with all the other filters}}, in two queries."""
        crossed = self.keeping(filters, but=("district", "status")).order_by().values_list("district", "status")
        found = {"district": Counter(), "status": Counter()}
        for district, status, number in crossed.annotate(number=models.Count("pk")):
            if filters.get("status", status) == status:
                found["district"][district] += number
            if filters.get("district", district) == district:
                found["status"][status] += number
        links = ProposalTheme.objects.filter(content_object__in=self.keeping(filters, but=("theme",)).order_by())
        found["theme"] = Counter(dict(links.order_by().values_list("tag").annotate(number=models.Count("pk"))))
        return found

    def within(self, window):
        """Those with a place in a window of the map."""
        return self.filter(latitude__range=(window.south, window.north), longitude__range=(window.west, window.east))

    def gathered(self, window):
        """The same by cell of the map: (row, column, how many, middle latitude and longitude, one of their keys)."""
        cells = (
            self.within(window)
            .order_by()
            .annotate(row=Floor(models.F("latitude") / window.cell), column=Floor(models.F("longitude") / window.cell))
        )
        return cells.values_list("row", "column").annotate(
            number=models.Count("pk"), north=models.Avg("latitude"), east=models.Avg("longitude"), one=models.Min("pk")
        )

    def in_the_making(self):
        """What is being built or stands, the latest change first."""
        made = (Proposal.Status.WORKS, Proposal.Status.LATE, Proposal.Status.BUILT)
        return self.filter(status__in=made).order_by("-updated_at", "-pk")

    def saying(self, words):
        """Those that say every one of the words, in any of title, summary, text and holder; accents do not matter."""
        found = self
        for word in rules.search_words(words):
            found = found.filter(folded__contains=word)
        return found


class Proposal(models.Model):
    """An idea for the town, in the words and the language of the one who had it."""

    class Status(models.TextChoices):
        """Where the proposal stands on the way from the idea to the built bench."""

        PROPOSED = "proposed", _("proposed")
        STUDIED = "studied", _("being studied")
        REFUSED = "refused", _("not admissible")
        ADMITTED = "admitted", _("admissible")
        VOTED = "voted", _("put to the vote")
        SELECTED = "selected", _("selected")
        NOT_SELECTED = "not-selected", _("not selected")
        WORKS = "works", _("under way")
        LATE = "late", _("late")
        BUILT = "built", _("built")
        WITHDRAWN = "withdrawn", _("withdrawn")

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="proposals")
    author = models.ForeignKey(
        Resident,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
        help_text=_("Empty: the town, or a published file."),
    )
    holder = models.CharField(
        _("project holder"), max_length=160, blank=True, help_text=_("The person or group, as they wish to be named.")
    )
    number = models.PositiveIntegerField(_("number"), help_text=_("As on the posters. Unique in its process."))
    title = models.CharField(_("title"), max_length=500)
    summary = models.CharField(
        _("in one sentence"), max_length=300, blank=True, help_text=_("Lists show it under the title.")
    )
    text = models.TextField(_("description"), blank=True)
    language = models.CharField(_("language"), max_length=12, default="fr")
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.PROPOSED)
    status_note = models.CharField(
        _("status in a sentence"),
        max_length=300,
        blank=True,
        help_text=_("With its date or its reason: “Open since 6 June 2027”. Residents read it."),
    )
    district = models.ForeignKey(
        District,
        verbose_name=_("district"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty: the whole town."),
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True, help_text=_("Degrees north: 47.7012"))
    longitude = models.FloatField(_("longitude"), null=True, blank=True, help_text=_("Degrees east: -0.0754"))
    cost = MoneyField(_("cost"), null=True, blank=True)
    picture = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    themes = TaggableManager(_("themes"), through=ProposalTheme, blank=True, help_text=_("Words to filter by."))
    folded = models.TextField(editable=False, blank=True)
    created_at = models.DateTimeField(_("submitted on"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    objects = ProposalQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["process", "number"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        # Lists count and shuffle from this index alone, however long the texts are.
        indexes = [
            models.Index(fields=["process", "status", "district", "number", "id"], name="proposals_by_status"),
            models.Index(fields=["process", "updated_at"], name="proposals_by_change"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="one_proposal_a_number"),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_proposal_has_both_degrees_or_none",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.fold()
        super().save(*args, **kwargs)

    def fold(self):
        """Keep what a search looks in: title, summary, text and holder without accents or capitals."""
        self.folded = rules.folded(" ".join((self.title, self.summary, self.text, self.holder)))

    def beside(self):
        """The ones before and after it by number, where there are any."""
        others = Proposal.objects.filter(process=self.process_id).order_by("number")
        before = others.filter(number__lt=self.number).reverse().values("number")[:1]
        after = others.filter(number__gt=self.number).values("number")[:1]
        near = others.filter(models.Q(number=models.Subquery(before)) | models.Q(number=models.Subquery(after)))
        return list(near.only("number", "title", "language"))

    @property
    def slug(self):
        """The readable end of its address."""
        return self.slug_of(self.title)

    @staticmethod
    def slug_of(title):
        """The readable end of the address of a proposal of that title."""
        return slugify(title)[:60].strip("-") or "proposal"

    @classmethod
    def tail(cls, key, title):
        """The end of its address below a call page: `12-un-verger-partage/`."""
        return f"{key}-{cls.slug_of(title)}/"

    @property
    def shown_holder(self):
        """Who carries it, as they wish to be named; empty for the town."""
        return self.holder or (str(self.author) if self.author else "")
