"""News and their index."""

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from ..conf import setting
from ..editorial.pages import EditorialPage, synchronised
from .models import NewsTag, NewsTagging


class NewsIndexPage(RoutablePageMixin, EditorialPage):
    """All the news, the latest first."""

    template = "participation/news/news_index_page.html"
    subpage_types = ["participation.NewsPage"]

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def news(self, tag=None):
        """Published news below this page, the latest first."""
        pages = NewsPage.objects.child_of(self).live().public().defer_streamfields().order_by("-date", "-id")
        return pages.filter(taggings__tag=tag) if tag else pages

    def tags(self):
        """The tags that published news carry, in order."""
        return NewsTag.objects.filter(taggings__content_object__in=self.news()).distinct().order_by("name")

    def _listing(self, request, tag=None):
        found = Paginator(self.news(tag), setting("NEWS_PER_PAGE")).get_page(request.GET.get("page"))
        return self.render(request, context_overrides={"news": found, "tag": tag, "tags": self.tags()})

    @path("", name="all")
    def all_news(self, request):
        """Every news."""
        return self._listing(request)

    @path("etiquette/<slug:slug>/", name="tag")
    def tagged(self, request, slug):
        """News that carry one tag."""
        tag = NewsTag.objects.filter(slug=slug).first()
        if tag is None:
            raise Http404
        return self._listing(request, tag)

    @path("flux/", name="feed")
    def feed(self, request):
        """The RSS feed."""
        return import_string("participation.news.feeds.feed")(request, self)


class NewsPage(EditorialPage):
    """One piece of news."""

    template = "participation/news/news_page.html"
    parent_page_types = ["participation.NewsIndexPage"]
    subpage_types = []

    date = models.DateField(
        _("date"), default=timezone.localdate, help_text=_("Shown above the title; the list is sorted by it.")
    )
    tags = ClusterTaggableManager(through=NewsTagging, blank=True, verbose_name=_("tags"))

    search_fields = [*EditorialPage.search_fields, index.FilterField("date")]
    content_panels = [
        *EditorialPage.content_panels[:3],
        FieldPanel("date"),
        FieldPanel("tags"),
        FieldPanel("body"),
    ]
    translatable_fields = [*EditorialPage.base_translatable_fields, *synchronised("date", "taggings")]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        others = NewsPage.objects.sibling_of(self, inclusive=False).live().public().defer_streamfields()
        context["others"] = others.order_by("-date", "-id")[:3]
        context["tags"] = self.tags.order_by("name")
        return context
