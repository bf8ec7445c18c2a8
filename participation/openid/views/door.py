"""To the provider and back; then one's account, or the letter that joins the two."""

import logging
import secrets
from functools import wraps

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse, reverse_lazy
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from ...conf import setting
from ...people.actions import email_of
from ...people.views import ONWARD, begin_session, leads_to, private
from .. import actions
from ..rules import Identity, about_one_person, identity_of
from .provider import Door


logger = logging.getLogger("participation.openid")
PENDING = "participation_identity"  # who somebody is at the provider, until a letter has said which account is theirs
PENDING_SECONDS = 15 * 60
AWAY = (OAuth2Error, RequestException, LookupError, ValueError)


def open_where_configured(view):
    """A view that is there only where the host has a provider."""

    @wraps(view)
    def checked(request):
        if not setting("OPENID"):
            raise Http404
        return view(request)

    return private(checked)


@open_where_configured
@require_POST
def begin(request):
    """Go to the provider: a page that leads there, because a form's policy lets it post to this site only."""
    if request.user.is_authenticated:
        return redirect("participation:account")
    nonce = secrets.token_urlsafe(32)
    wanted = leads_to(request)
    try:
        provider = Door(request).get_provider()
        away = provider.redirect(
            request,
            process="login",
            auth_params={**provider.get_auth_params(), "nonce": nonce},
            nonce=nonce,
            leads_to=wanted,
            language=get_language(),
        )
    except AWAY as error:
        return _refusal(request, "away", error, wanted)
    return render(request, "participation/people/onward.html", {"address": away["Location"], "name": _name()})


@open_where_configured
@require_GET
def back(request):
    """Back from the provider. Whatever it answers, the next screen is one of ours."""
    try:
        return OAuth2CallbackView.adapter_view(Door(request))(request)
    except AWAY as error:
        return _refusal(request, "away", error)


def come_in(request, sociallogin):
    """A signed answer of the provider. Raises ImmediateHttpResponse: allauth goes no further."""
    with translation.override(sociallogin.state.get("language")):
        raise ImmediateHttpResponse(_come_in(request, sociallogin))


def refuse(request, error, exception):
    """Cancelled, or refused by allauth or by the round trip. Raises ImmediateHttpResponse."""
    if error == AuthError.CANCELLED:
        raise ImmediateHttpResponse(redirect("participation:sign-in"))
    away = isinstance(exception, RequestException)
    raise ImmediateHttpResponse(_refusal(request, "away" if away else "invalid", exception))


def _come_in(request, sociallogin):
    state, token, userinfo = sociallogin.state, sociallogin.claims, sociallogin.userinfo
    if not about_one_person(token, userinfo, state.get("nonce")):
        return _refusal(request, "invalid", None)
    identity = identity_of(setting("OPENID")["issuer"], {**token, **userinfo})
    try:
        account = actions.account_of(identity, get_language() or "")
    except actions.Shut:
        return _refusal(request, "shut", None)
    wanted = state.get("leads_to") or ""
    if account is None:
        request.session[PENDING] = [identity.issuer, identity.subject, timezone.now().timestamp(), wanted]
        return redirect("participation_openid:address")
    begin_session(request, account)
    _remember_the_way_out(request, sociallogin.id_token)
    return HttpResponseRedirect(wanted or resolve_url("participation:account"), status=303)


def _remember_the_way_out(request, id_token):
    """Signing out here signs out there too: where the provider has an address for it."""
    try:
        address = Door(request).openid_config.get("end_session_endpoint", "")
    except AWAY:
        return
    if address.startswith(("https://", "http://")):
        home = request.build_absolute_uri("/")
        sign = "&" if "?" in address else "?"
        query = urlencode({"id_token_hint": id_token, "post_logout_redirect_uri": home})
        request.session[ONWARD] = {"address": f"{address}{sign}{query}", "name": _name()}


def _pending(request):
    """The identity that waits for its account, and where its person was going; None once it has waited too long."""
    kept = request.session.get(PENDING)
    if not kept or timezone.now().timestamp() - kept[2] > PENDING_SECONDS:
        request.session.pop(PENDING, None)
        return None
    return Identity(kept[0], kept[1]), kept[3]


@open_where_configured
@require_GET
def address(request):
    """The provider does not vouch for an address: say why a letter comes once, and lead to it."""
    if _pending(request) is None:
        return redirect("participation:sign-in")
    letter = f"{reverse('participation:sign-in')}?{urlencode({'next': reverse('participation_openid:join')})}"
    return render(request, "participation/openid/address.html", {"letter": letter, "name": _name()})


@open_where_configured
@login_required(login_url=reverse_lazy("participation:sign-in"))
def join(request):
    """One is known here by the letter and there by the provider: a button joins the two."""
    waiting = _pending(request)
    if waiting is None:
        return redirect("participation:account")
    if request.method == "POST":
        del request.session[PENDING]
        if "yes" in request.POST:
            actions.join(request.user, waiting[0])
        return HttpResponseRedirect(waiting[1] or resolve_url("participation:account"), status=303)
    context = {"name": _name(), "email": email_of(request.user)}
    return render(request, "participation/openid/join.html", context)


def _refusal(request, reason, error, wanted=""):
    """What went wrong, and the letter as another way. Nothing that the provider sent is logged."""
    if reason != "shut":
        logger.warning("Signing in through the provider failed (%s): %s", reason, type(error).__name__)
    context = {"reason": reason, "name": _name(), "next": wanted}
    return render(request, "participation/openid/refused.html", context, status=503 if reason == "away" else 403)


def _name():
    return setting("OPENID")["name"]
