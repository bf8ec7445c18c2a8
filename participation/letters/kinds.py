"""Which letters an event makes, to whom, and what each says.

A new letter is one line in KINDS and one pair of templates (text and HTML, in every language by the catalogues).
"""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from ..conf import setting
from ..people.actions import email_of
from ..people.models import SignInRequest
from ..people.rules import refusal_of
from .rules import one_line


class Reader(NamedTuple):
    """To whom, in which language, and the keys that the letter is written from."""

    email: str
    language: str
    context: dict


def whoever_asked(facts):
    """The address that was typed, whether or not it has an account."""
    for request in SignInRequest.objects.filter(pk=facts["request"]):
        yield Reader(request.email, request.language, {"request": request.pk, "site": request.site_id})


def account_holder(facts):
    """The person of the account that the event names, in their language; nobody once it is erased."""
    accounts = get_user_model()._default_manager.select_related("resident")
    for account in accounts.filter(pk=facts["account"], is_active=True):
        resident = getattr(account, "resident", None)
        yield Reader(email_of(account), (resident and resident.language) or settings.LANGUAGE_CODE, facts)


def way_in(context):
    """The code and the link, while they open anything; None afterwards."""
    request = SignInRequest.objects.filter(pk=context["request"]).first()
    if request is None or refusal_of(request.expires_at, request.used_at, request.void_at, timezone.now()):
        return None
    path = reverse("participation:sign-in-link", args=[request.token])
    return {"code": request.code, "link": path, "until": request.expires_at, "recipient": request.email}


@dataclass(frozen=True)
class Kind:
    """One letter that an event makes."""

    name: str
    label: str
    subject: str  # translated when it is sent; `%(town)s` and the words of the letter may stand in it
    text: str
    page: str
    readers: Callable  # the event's facts -> Readers
    words: Callable = dict  # a letter's context -> what it says; None: it is of no use any more


KINDS = {
    "sign-in-asked": [
        Kind(
            "sign-in",
            _("sign in: link and code"),
            _("Your link and code to sign in – %(town)s"),
            "participation/letters/sign_in.txt",
            "participation/letters/sign_in.html",
            whoever_asked,
            way_in,
        )
    ],
    "password-set": [
        Kind(
            "password-set",
            _("password changed"),
            _("Your password was changed – %(town)s"),
            "participation/letters/password_set.txt",
            "participation/letters/password_set.html",
            account_holder,
        )
    ],
}
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
