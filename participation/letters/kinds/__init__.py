"""Which letters an event makes, to whom, and what each says.

A new letter is one line beside the others of its room, and one pair of templates (text and HTML, in every language by
the catalogues).
"""

from email.utils import formataddr, parseaddr
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Site

from ...conf import setting
from ..rules import one_line
from .ballots import ABOUT_BALLOTS
from .duties import ABOUT_DUTIES
from .people import ABOUT_PEOPLE


KINDS = ABOUT_PEOPLE | ABOUT_BALLOTS | ABOUT_DUTIES
BY_NAME = {kind.name: kind for kinds in KINDS.values() for kind in kinds}


class Written(NamedTuple):
    """A letter as it is sent."""

    sender: str
    subject: str
    text: str
    page: str


def town_of(site):
    """The name and the address of the site where it happened, else of the main one. Never what a request says."""
    found = Site.objects.filter(pk=site).first() or Site.objects.filter(is_default_site=True).first()
    name = setting("TOWN_NAME") or (found and found.site_name) or getattr(settings, "WAGTAIL_SITE_NAME", "")
    return {"town": one_line(name), "address": found.root_url if found else settings.WAGTAILADMIN_BASE_URL}


def written(letter):
    """A letter in its reader's language, or None when it is of no use any more."""
    kind = BY_NAME[letter.template]
    with translation.override(letter.language):
        words = kind.words(letter.context)
        if words is None:
            return None
        said = words | town_of(letter.context.get("site")) | {"language": letter.language}
        name, sender = parseaddr(setting("LETTERS_FROM") or settings.DEFAULT_FROM_EMAIL)
        return Written(
            formataddr((name or said["town"], sender)),
            one_line(kind.subject % said),
            render_to_string(kind.text, said).strip() + "\n",
            render_to_string(kind.page, said | {"subject": one_line(kind.subject % said)}),
        )
