"""The RSS feed of a news index."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.utils import feedgenerator, timezone


class NewsFeed(Feed):
    """The twenty latest news below one index."""

    feed_type = feedgenerator.Rss201rev2Feed

    def get_object(self, request, index):
        self.request = request
        return index

    def title(self, index):
        return index.title

    def link(self, index):
        return index.get_full_url(self.request)

    def description(self, index):
        return index.share_text

    def items(self, index):
        return index.news()[:20]

    def item_title(self, page):
        return page.title

    def item_description(self, page):
        return page.share_text

    def item_link(self, page):
        return page.get_full_url(self.request)

    def item_pubdate(self, page):
        midnight = datetime.combine(page.date, time.min)
        return timezone.make_aware(midnight, timezone.get_default_timezone())


def feed(request, index):
    """The feed of `index` as a response."""
    return NewsFeed()(request, index=index)
