"""Letters about signing in and accounts."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...people.actions import email_of
from ...people.models import SignInRequest
from ...people.rules import refusal_of
from .kind import Kind, Reader


def whoever_asked(facts):
    """The address that was typed, whether or not it has an account."""
    for request in SignInRequest.objects.filter(pk=facts["request"]):
        yield Reader(request.email, request.language, {"request": request.pk, "site": request.site_id})


def account_holder(facts):
    """The person of the account that the event names, in their language; nobody once it is erased."""
    accounts = get_user_model()._default_manager.select_related("resident")
    for account in accounts.filter(pk=facts["account"], is_active=True):
        yield reader_of(account, facts)


def reader_of(account, context):
    """An account as the reader of a letter, in the language it chose."""
    resident = getattr(account, "resident", None)
    return Reader(email_of(account), (resident and resident.language) or settings.LANGUAGE_CODE, context)


def way_in(context):
    """The code and the link, while they open anything; None afterwards."""
    request = SignInRequest.objects.filter(pk=context["request"]).first()
    if request is None or refusal_of(request.expires_at, request.used_at, request.void_at, timezone.now()):
        return None
    path = reverse("participation:sign-in-link", args=[request.token])
    return {"code": request.code, "link": path, "until": request.expires_at, "recipient": request.email}


ABOUT_PEOPLE = {
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
