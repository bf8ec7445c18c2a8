"""The demo's post: letters are read on a page of the site instead of being sent."""

from django.conf import settings
from django.core.checks import Error, register
from django.core.mail.backends.console import EmailBackend
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from participation.letters.actions import written
from participation.models import Letter


HERE = {"127.0.0.1", "localhost", "[::1]", "testserver"}
SHOWN = 50


class OnThePage(EmailBackend):
    """Takes every letter and keeps nothing of it: the page writes it again from its row. Other mail: the console."""

    def write_message(self, message):
        if "Auto-Submitted" not in message.extra_headers:
            super().write_message(message)


@cache_control(private=True, no_store=True)
def demo_letters(request):
    """The last letters, newest first, with what they say."""
    letters = [{"row": row, "said": written(row)} for row in Letter.objects.all()[:SHOWN]]
    return render(request, "demo/letters.html", {"letters": letters})


@register("municipal")
def only_at_home(app_configs, **kwargs):
    """municipal.E001: the page shows everybody's codes, so only a machine that answers to itself may have it."""
    if not settings.DEMO_LETTERS or set(settings.ALLOWED_HOSTS) <= HERE:
        return []
    hint = "Set DEMO_LETTERS = False, or answer to this machine only (ALLOWED_HOSTS)."
    return [Error("/lettres/ would show everybody's letters to anybody.", hint=hint, id="municipal.E001")]
