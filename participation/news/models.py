"""Tags of news, with real keys."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase


class NewsTag(TagBase):
    """A word that gathers news: a theme, a district, an edition."""

    free_tagging = True

    class Meta:
        verbose_name = _("news tag")
        verbose_name_plural = _("news tags")


class NewsTagging(ItemBase):
    """One tag on one news page."""

    tag = models.ForeignKey(NewsTag, on_delete=models.CASCADE, related_name="taggings")
    content_object = ParentalKey("participation.NewsPage", on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="one_tagging_each")]
