"""What proposals are about."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase


class Theme(TagBase, ClusterableModel):
    """What a proposal is about, in the town's main language; its other names are rows beside it."""

    free_tagging = False
    changed_at = models.DateTimeField(auto_now=True)

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


def spoken_names(language):
    """The name of a link's theme in a language, else in the main one, for a query of ProposalTheme."""
    names = ThemeName.objects.filter(theme=models.OuterRef("tag"), language=language)
    return Coalesce(models.Subquery(names.values("name")[:1]), "tag__name")
