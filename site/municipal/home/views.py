"""The plain search of pages, and the town's crest."""

import re
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page


LONGEST_QUESTION = 100


@require_safe
def search(request):
    """Published pages in the active language that hold the words asked, the closest first."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUESTION]
    words = " ".join(re.findall(r"\w+", asked))  # no sign that a database's search language could take for its own
    pages = Page.objects.none()
    if words:
        readable = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gt=1)
        pages = readable.specific().search(words)
    found = Paginator(pages, 10).get_page(request.GET.get("page"))
    query = "&" + urlencode({"q": asked})
    return render(request, "search.html", {"asked": asked, "found": found, "query": query})


@require_safe
def favicon(request):
    """What browsers ask for beside a file that names no picture of its own: a download, a feed."""
    return redirect(static("theme/crest.svg"))
