"""The editor keeps its password: a letter opens the public site, and the site only."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.urls import reverse

from ..conf import setting
from .rules import BY_LETTER


class EditorByPassword:
    """On the editor's addresses, a session that began with a letter is nobody's: its login page is shown."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        in_editor = request.path.startswith(reverse("wagtailadmin_home"))
        if in_editor and not setting("EDITORS_BY_LETTER") and request.session.get(BY_LETTER):
            request.user = AnonymousUser()
        return self.get_response(request)


@receiver(user_logged_in)
def forget_the_letter(request, **kwargs):
    """Whoever signs in by another way has not come by a letter; a letter says so itself, afterwards."""
    if request is not None and hasattr(request, "session"):
        request.session.pop(BY_LETTER, None)
