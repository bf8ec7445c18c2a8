"""Taking up a duty: the link of a letter, a password chosen once, then the editor."""

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from .. import actions


@never_cache
@sensitive_post_parameters()
def accept_duty(request, token):
    """Opening the link uses nothing up; choosing a password does."""
    duty = actions.duty_by_token(token, timezone.now())
    if duty is None:
        return _over(request)
    form = SetPasswordForm(duty.account, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.accept_duty(duty, form.cleaned_data["new_password1"])
        except actions.Refused:  # taken up by an earlier press, ended, or somebody has become a colleague
            return _over(request)
        messages.success(request, _("Your password is chosen. Sign in with it: the screens of the vote are there."))
        return HttpResponseRedirect(reverse("wagtailadmin_login"), status=303)
    told = {"duty": duty, "form": form, "vote": duty.poll.vote}
    return render(request, "participation/ballots/duty.html", told, status=422 if form.is_bound else 200)


def _over(request):
    """The link opens nothing any more."""
    return render(request, "participation/ballots/duty.html", {"duty": None}, status=404)
