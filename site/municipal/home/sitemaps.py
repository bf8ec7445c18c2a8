"""The sitemap: every published page in every language."""

from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page


class TownSitemap(Sitemap):
    """Wagtail's knows the pages under the site's root; this one also those under its translations."""

    def items(self):
        roots = self.get_wagtail_site().root_page.get_translations(inclusive=True).live()
        under = reduce(or_, (Q(path__startswith=root.path) for root in roots))
        return Page.objects.filter(under).live().public().order_by("path").defer_streamfields().specific()
