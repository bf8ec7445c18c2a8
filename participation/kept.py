"""What was made for one reader and is shown to others: lists while nothing changed, pages for a few seconds."""

import hashlib
import zlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from .conf import setting


# A page that weighs more, or whose address is longer, is made anew: what is kept stays small, whoever asks for what.
LONGEST_ADDRESS, HEAVIEST_BODY = 500, 200_000
PART = mark_safe("<!-- part -->")  # ours, and no word of anybody
FORM_TOKEN = "CSRF_COOKIE_NEEDS_UPDATE"  # noqa: S105 - Django's own note that a page has asked for one


def kept(stamp, what, make):
    """What `make` returns, kept for other readers while the stamp is the same; a minute at most, for what it misses."""
    return cache.get_or_set(_key(stamp, what), make, 60)


def kept_a_moment(what, make):
    """What `make` returns, as it was up to PAGES_KEPT_SECONDS ago: for what a few seconds old is told as well."""
    seconds = setting("PAGES_KEPT_SECONDS")
    return cache.get_or_set(_key("moment", *what), make, seconds) if seconds else make()


def in_frame(request, what, write, part):
    """The page that `write(part)` writes, `part` being safe HTML; what stands round it may be a moment old.

    Nothing is kept for whoever has signed in, nor of a frame that asked for a form's token: those are somebody's own.
    """
    seconds = setting("PAGES_KEPT_SECONDS")
    if not seconds or request.user.is_authenticated:
        return write(part)
    key = _key("frame", *what, request.get_host(), get_language())
    page = cache.get(key)
    if page is None:
        before = request.META.pop(FORM_TOKEN, False)
        page = write(PART)
        if not request.META.get(FORM_TOKEN):
            cache.set(key, page, seconds)
            request.META[FORM_TOKEN] = before
    return page.replace(PART, part, 1)


def keep_pages(serve):
    """Wagtail's hook `on_serve_page`: a page that anybody may read is made once in PAGES_KEPT_SECONDS.

    Wagtail has found the page and looked at its restrictions by then: one taken down or closed to the public is gone at
    once. Whoever has a session, a message waiting or a form's token gets a page made for them, and leaves none behind.
    """

    def served(page, request, args, kwargs):
        seconds = setting("PAGES_KEPT_SECONDS")
        if not seconds or not _from_anybody(request):
            return serve(page, request, args, kwargs)
        key = _key("page", request.scheme, request.get_host(), get_language(), request.get_full_path())
        if found := cache.get(key):
            return HttpResponse(zlib.decompress(found["body"]), headers=found["headers"])
        response = serve(page, request, args, kwargs)
        if _for_anybody(request, response):
            patch_vary_headers(response, ["Cookie"])
            body = zlib.compress(response.content, 1)  # a fifth of the room in a worker's memory
            cache.set(key, {"body": body, "headers": dict(response.items())}, seconds)
        return response

    return served


def _key(*parts):
    return "participation:" + hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()


def _from_anybody(request):
    """Would this request get the same answer from whoever sent it?"""
    personal = {settings.SESSION_COOKIE_NAME, "messages"}
    known = personal & request.COOKIES.keys() or "Authorization" in request.headers
    return request.method == "GET" and not known and len(request.get_full_path()) <= LONGEST_ADDRESS


def _for_anybody(request, response):
    """May this answer be shown to others? It is written out first, because a template may ask for a token."""
    if hasattr(response, "render"):
        response.render()
    personal = request.META.get(FORM_TOKEN) or request.session.modified or response.cookies
    if personal or response.streaming or response.status_code != 200:
        return False
    return "Cache-Control" not in response and len(response.content) <= HEAVIEST_BODY
