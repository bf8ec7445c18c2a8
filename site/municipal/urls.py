"""The town's addresses. French has no prefix; every other language has its own."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import TemplateView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from participation import urls as participation_urls

from .demo.letters import demo_letters
from .home.sitemaps import TownSitemap
from .home.views import favicon, search


media = [path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})] if settings.SERVE_MEDIA else []
demo = [path("lettres/", demo_letters, name="demo-letters")] if settings.DEMO_LETTERS else []
provider = (
    [path("", include("participation.openid.urls"))] if "allauth.socialaccount" in settings.INSTALLED_APPS else []
)

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": TownSitemap}}),
    path("favicon.ico", favicon),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    *media,
    *demo,
    *i18n_patterns(
        path("recherche/", search, name="search"),
        *provider,
        path("", include(participation_urls)),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
