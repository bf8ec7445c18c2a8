"""What the town reads, and what a browser may do with its answers: where scripts come from, what a cache may keep."""

import codecs
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.cache import patch_cache_control

from participation.conf import setting


PUBLIC = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
# The editor's templates still hold inline scripts and styles (wagtail#1288); only its own addresses get these.
EDITOR = PUBLIC | {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "frame-src": "'self'",
    "worker-src": "'self' blob:",
}


def header(policy):
    """A policy as one header line."""
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def tiles_host():
    """Where the ground of the detailed map comes from, as a policy names it; nothing where the town has none."""
    place = urlsplit((setting("MAP_TILES") or {}).get("url", "").replace("{s}.", "*."))
    return f"{place.scheme}://{place.netloc}" if place.netloc else ""


class OnlyUtf8:
    """What says that it is written in another encoding is refused, as Django does for plain forms: no browser sends
    such a thing to this site, and some encodings make of bytes what no database, no page and no digest can hold."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            raise BadRequest("Only UTF-8 is read here.")
        return self.get_response(request)


class ContentSecurityPolicy:
    """Public pages: no inline script or style; of others only a film's player after a press, and the map's ground."""

    def __init__(self, get_response):
        self.get_response = get_response
        players = " ".join(f"https://{host}" for host in setting("VIDEO_HOSTS"))
        pictures = f"{PUBLIC['img-src']} {tiles_host()}".strip()
        self.public = header(PUBLIC | {"frame-src": players or "'none'", "img-src": pictures})
        self.editor = header(EDITOR)

    def __call__(self, request):
        response = self.get_response(request)
        if "Content-Security-Policy" not in response:
            in_editor = request.path.startswith(reverse("wagtailadmin_home"))
            response["Content-Security-Policy"] = self.editor if in_editor else self.public
        return response


class PrivateWhenKnown:
    """What somebody sees whom the site knows, by an account or by a voter's code, is never kept by a shared cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.session.is_empty():
            response.headers.pop("Cache-Control", None)
            patch_cache_control(response, private=True, no_store=True)
        return response
