"""Who helps with one poll, for the time it takes: asked by letter, shown in a list, ended."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.models import Site

from .. import actions
from ..forms.work import DutyForm
from ..models import Duty
from .screens import PollWork


class Duties(PollWork, FormView):
    """The people who help, and the form that asks another. Who asks never sees the link that lets somebody in."""

    screen = "duties"
    template_name = "participation/ballots/admin/duties.html"
    page_title = gettext_lazy("Helpers")
    form_class = DutyForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"poll": self.poll}

    def form_valid(self, form):
        told = {"email": form.cleaned_data["email"], "role": form.cleaned_data["role"]}
        ends = form.cleaned_data["ends"]
        try:
            actions.give_duty(self.poll, self.request.user, ends_at=ends, language=form.language(), **told)
        except actions.Refused as refused:
            self.refuse(refused)
            return self.form_invalid(form)
        messages.success(self.request, _("A letter is on its way to %(email)s.") % told)
        return self.to()

    def get_context_data(self, **kwargs):
        duties = Duty.objects.filter(poll=self.poll).select_related("account").order_by("-pk")
        return super().get_context_data(duties=list(duties), **kwargs)


class OneDuty(PollWork):
    """A screen about one duty."""

    screen = "duties"

    @cached_property
    def duty(self):
        """The duty in the address, of this poll."""
        return get_object_or_404(Duty.objects.select_related("account"), pk=self.kwargs["duty"], poll=self.poll)


class EndDuty(OneDuty, View):
    """End a duty now, or send its letter again."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            if "again" in request.POST:
                actions.tell_again(self.duty, request.user)
                messages.success(request, _("The letter is sent again."))
            else:
                actions.end_duty(self.duty, request.user)
                messages.success(request, _("The duty has ended: its access is closed."))
        except actions.Refused as refused:
            self.refuse(refused)
        return self.to()


class DutySlip(OneDuty, TemplateView):
    """A slip to hand to somebody: what they do, where they sign in, until when. It holds no secret."""

    template_name = "participation/ballots/admin/duty_slip.html"
    page_title = gettext_lazy("Slip")

    def get_context_data(self, **kwargs):
        site = Site.find_for_request(self.request)
        told = {"duty": self.duty, "town": site.site_name if site else ""}
        return super().get_context_data(**kwargs | told)
