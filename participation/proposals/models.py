"""Proposals and their themes: rows, never pages."""

from django.db import models
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase
from wagtail.images import get_image_model_string

from ..money import MoneyField
from ..people.models import Resident
from ..phases.models import Process
from ..places.models import District
from . import rules


class Theme(TagBase, ClusterableModel):
    """What a proposal is about, in the town's main language; its other names are rows beside it."""

    free_tagging = False

    class Meta:
        ordering = ["name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    @property
    def shown_name(self):
        """Its name in the reader's language, else in the main one; asks no query where `names` is prefetched."""
        language = get_language() or ""
        return next((each.name for each in self.names.all() if each.language == language), self.name)


class ThemeName(models.Model):
    """A theme's name in another language."""

    theme = ParentalKey(Theme, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=12)
    name = models.CharField(_("name"), max_length=100)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("name in another language")
        verbose_name_plural = _("names in other languages")
        constraints = [models.UniqueConstraint(fields=["theme", "language"], name="one_theme_name_a_language")]

    def __str__(self):
        return self.name


class ProposalTheme(ItemBase):
    """One theme on one proposal."""

    tag = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="uses")
    content_object = models.ForeignKey("participation.Proposal", on_delete=models.CASCADE, related_name="theme_links")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="one_theme_each")]


class ProposalQuerySet(models.QuerySet):
    """The reads of proposals."""

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for each in objs:
            each.fold()
        return super().bulk_create(objs, *args, **kwargs)

    def for_list(self):
        """With all that a list shows of each, in a fixed number of queries."""
        return self.select_related("district", "author", "picture").prefetch_related("themes__names")

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
        indexes = [models.Index(fields=["process", "status"], name="proposals_by_status")]
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

    @property
    def slug(self):
        """The readable end of its address."""
        return slugify(self.title)[:60].strip("-") or "proposal"

    @property
    def shown_holder(self):
        """Who carries it, as they wish to be named; empty for the town."""
        return self.holder or (self.author.display_name if self.author else "")
