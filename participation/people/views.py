"""The doors of the site: a letter, a code, a link, a password; and one's own account."""

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.models import Site

from ..conf import setting
from . import actions
from .forms import REFUSALS, AskForm, CodeForm, EraseForm, PasswordForm, ResidentForm, network_behind, too_soon
from .models import Resident, SignInRequest
from .rules import BY_LETTER, refusal_of


WINDOW = "participation-window"  # the cookie of the window that waits for a letter; gone once inside
TOO_MANY = 429
ONWARD = "participation_onward"  # where signing out leads on to, and its name
private = cache_control(private=True, no_store=True)
at_home = login_required(login_url=reverse_lazy("participation:sign-in"))


def _go(address):
    """See other: a reload of what comes next posts nothing again."""
    return HttpResponseRedirect(address, status=303)


def _posted(request):
    return request.POST if request.method == "POST" else None


def leads_to(request):
    """Where the reader wanted to go, if it is on this site."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed and len(wanted) <= 500 and wanted.isprintable() else ""


def _window(request):
    """The key of the request that this window waits on, or None."""
    return request.get_signed_cookie(WINDOW, None, salt=WINDOW, max_age=setting("SIGN_IN_MINUTES") * 60)


def begin_session(request, account):
    """Begin a session that opens the public site: by a letter, or by a provider that vouches for somebody."""
    known = settings.AUTHENTICATION_BACKENDS
    usual = "django.contrib.auth.backends.ModelBackend"
    login(request, account, backend=usual if usual in known else known[0])
    request.session[BY_LETTER] = True


def _enter(request, account, asked):
    """Begin the session, in a new one whatever this window had, and go where the person was going."""
    begin_session(request, account)
    response = _go(asked.leads_to or resolve_url(settings.LOGIN_REDIRECT_URL))
    response.delete_cookie(WINDOW, samesite="Lax")
    return response


@private
def sign_in(request):
    """Ask for a letter. What is answered does not depend on whether the address has an account."""
    wanted = leads_to(request)
    if request.user.is_authenticated:
        return _go(wanted or reverse("participation:account"))
    form, status = AskForm(_posted(request)), 200
    if form.is_valid():
        try:
            asked = actions.ask(
                form.cleaned_data["email"],
                window=_window(request),
                network=network_behind(request),
                language=get_language() or settings.LANGUAGE_CODE,
                site=Site.find_for_request(request),
                leads_to=wanted,
                now=timezone.now(),
            )
        except actions.TooSoon as soon:
            form.add_error("email", too_soon(soon))
            status = TOO_MANY
        else:
            response = _go(reverse("participation:sign-in-code"))
            life = setting("SIGN_IN_MINUTES") * 60
            cookie = {"salt": WINDOW, "max_age": life, "httponly": True, "samesite": "Lax"}
            response.set_signed_cookie(WINDOW, asked.key, secure=request.is_secure(), **cookie)
            return response
    context = {"form": form, "next": wanted, "waiting": status == TOO_MANY and _window(request)}
    return render(request, "participation/people/sign_in.html", context, status=status)


@sensitive_post_parameters("code")
@private
def sign_in_by_code(request):
    """The letter has left: type its code here, in the window that asked."""
    window = _window(request)
    asked = SignInRequest.objects.filter(key=window).first() if window else None
    over = refusal_of(asked.expires_at, asked.used_at, asked.void_at, timezone.now()) if asked else "unknown"
    form, status = CodeForm(_posted(request)), 200
    if form.is_valid():
        now, code = timezone.now(), form.cleaned_data["code"]
        try:
            return _enter(request, *actions.come_in_by_code(window, code, network=network_behind(request), now=now))
        except actions.Refused as refused:
            form.add_error("code", REFUSALS[refused.reason])
        except actions.TooSoon as soon:
            form.add_error("code", too_soon(soon))
            status = TOO_MANY
    context = {"form": form, "asked": asked, "over": REFUSALS.get(over)}
    return render(request, "participation/people/code.html", context, status=status)


@sensitive_post_parameters()
@private
def sign_in_by_link(request, token):
    """A link opens a page with one button: programs that read letters open links, and must use nothing up."""
    now = timezone.now()
    try:
        if request.method == "POST":
            return _enter(request, *actions.come_in_by_link(token, now))
        return render(request, "participation/people/link.html", {"asked": actions.find_link(token, now)})
    except actions.Refused as refused:
        context = {"refusal": REFUSALS[refused.reason]}
        return render(request, "participation/people/link.html", context, status=410)


@method_decorator(private, name="dispatch")
class PasswordSignIn(LoginView):
    """An address and a password, for those who have chosen one."""

    template_name = "participation/people/password.html"
    authentication_form = PasswordForm
    redirect_authenticated_user = True

    def get_success_url(self):
        """Where the person was going; not to this door again, which would lead whoever is in to itself."""
        wanted = super().get_success_url()
        return resolve_url(settings.LOGIN_REDIRECT_URL) if wanted == self.request.path else wanted

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if form.has_error("__all__", "too-soon"):
            response.status_code = TOO_MANY
        return response


class SignOut(LogoutView):
    """Go out, here and then where the session came from, if that asks for it."""

    def post(self, request, *args, **kwargs):
        onward = request.session.get(ONWARD)
        response = super().post(request, *args, **kwargs)
        if onward:
            return render(request, "participation/people/onward.html", onward | {"signed_out": True})
        return response


@private
@at_home
def account(request):
    """How one is named and written to; the ways out."""
    resident = getattr(request.user, "resident", None) or Resident(account=request.user)
    district = resident.district
    form = ResidentForm(_posted(request), instance=resident)
    if form.is_valid():
        actions.change_resident(request.user, **{"district": district} | form.cleaned_data)
        return _go(reverse("participation:account") + "?garde")
    context = {"form": form, "email": actions.email_of(request.user), "kept": "garde" in request.GET}
    return render(request, "participation/people/account.html", context)


@sensitive_post_parameters()
@private
@at_home
def password(request):
    """Choose a password, or another. Whoever came in by a letter need not know the old one; colleagues always do."""
    colleague, known = actions.enters_the_editor(request.user), request.user.has_usable_password()
    asks_old = known and (colleague or not request.session.get(BY_LETTER))
    kind = PasswordChangeForm if asks_old else SetPasswordForm
    form = None if colleague and not known else kind(request.user, _posted(request))
    if form and form.is_valid():
        actions.set_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        return _go(reverse("participation:account") + "?garde")
    return render(request, "participation/people/set_password.html", {"form": form})


@private
@at_home
def erase_account(request):
    """Ask whether one is sure; then erase what identifies one."""
    form = EraseForm(_posted(request), account=request.user)
    if form.is_valid():
        actions.erase(request.user)
        logout(request)
        return _go(reverse("participation:account-erased"))
    return render(request, "participation/people/erase.html", {"form": form})


@private
def account_erased(request):
    """What has happened, once it has."""
    return render(request, "participation/people/erased.html")
