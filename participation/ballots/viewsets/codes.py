"""Personal codes: made and told once, as letters to print or as a file for a printing company; voided together."""

import csv
from io import BytesIO, StringIO

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.models import Site

from ...cells import harmless
from ...phases.pages import page_of
from .. import actions
from ..forms.work import CodesForm, ReasonForm
from ..models import CodeBatch
from ..rules import shown_code
from .screens import PollWork


SHEET = "participation/ballots/letters.css"


def letters(request, poll, pairs, alone=True):
    """Printable letters, a page a person, in the town's main language; `alone`: a file that needs no other."""
    with translation.override(settings.LANGUAGE_CODE):
        site = Site.find_for_request(request)
        page = page_of(poll.vote, settings.LANGUAGE_CODE)
        ballot = request.build_absolute_uri(reverse("participation:ballot", args=[poll.vote_id]))
        told = {
            "poll": poll,
            "vote": poll.vote,
            "town": site.site_name if site else "",
            "ballot": ballot,
            "qr": qr(ballot),
            "places": page.places if page else (),
            "letters": [(elector, shown_code(code).split()) for elector, code in pairs],
            "look": _look() if alone else "",
        }
        return render_to_string("participation/ballots/admin/letters.html", told)


def _look():
    """Our own style sheet, to stand inside a file."""
    with open(finders.find(SHEET), encoding="utf-8") as sheet:
        return mark_safe(sheet.read())  # noqa: S308


def qr(text):
    """A QR code as a drawing to stand inside a page."""
    drawing = BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawing, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return mark_safe(drawing.getvalue().decode())  # noqa: S308 (drawn here, of our own address)


def as_csv(request, poll, pairs):
    """The same for a printing company: semicolons, no cell a formula, the mark by which spreadsheets know UTF-8."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    ballot = request.build_absolute_uri(reverse("participation:ballot", args=[poll.vote_id]))
    writer.writerow([_("number"), _("name"), _("address"), _("district"), _("code"), _("address of the ballot")])
    for elector, code in pairs:
        told = (elector.number, elector.name, elector.address, elector.district, shown_code(code), ballot)
        writer.writerow([harmless(str(each or "")) for each in told])
    return "\ufeff" + text.getvalue()


def download(text, kind, name):
    """A file that no cache keeps: it is the only one that holds the codes."""
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class Codes(PollWork, FormView):
    """The batches there are, and the form that makes another: its answer is the file, told this once."""

    screen = "codes"
    template_name = "participation/ballots/admin/codes.html"
    page_title = gettext_lazy("Letters and codes")
    form_class = CodesForm

    def form_valid(self, form):
        try:
            batch, pairs = actions.make_codes(self.poll, self.request.user, form.cleaned_data["most"])
        except actions.Refused as refused:
            self.refuse(refused)
            return self.to()
        if batch is None:
            messages.info(self.request, _("Everybody who has not voted has a code already."))
            return self.to()
        name = f"codes-{self.poll.pk}-{batch.number}"
        if form.cleaned_data["form"] == "csv":
            return download(as_csv(self.request, self.poll, pairs), "text/csv", f"{name}.csv")
        return download(letters(self.request, self.poll, pairs), "text/html", f"{name}.html")

    def get_context_data(self, **kwargs):
        batches = self.poll.code_batches.annotate(codes=Count("electors", filter=~Q(electors__code_digest="")))
        waiting = self.poll.electors.waiting_for_a_letter()
        facts = {"batches": batches, "without": waiting.count(), "nowhere": waiting.filter(address="").count()}
        return super().get_context_data(**facts, **kwargs)


class VoidCodes(PollWork, FormView):
    """Make a batch worthless, with a reason."""

    screen = "codes"
    template_name = "participation/ballots/admin/reason.html"
    page_title = gettext_lazy("Void a batch of codes")
    form_class = ReasonForm

    def dispatch(self, request, *args, **kwargs):
        self.batch = get_object_or_404(CodeBatch, pk=kwargs["batch"], poll=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        actions.void_codes(self.batch, self.request.user, form.cleaned_data["reason"])
        words = _("Batch %(number)s is void: its letters open nothing. Make codes again for the same people.")
        messages.success(self.request, words % {"number": self.batch.number})
        return self.to()

    def get_context_data(self, **kwargs):
        words = _("The letters of batch %(number)s will open nothing. Who has voted with one has voted.")
        told = {"said": words % {"number": self.batch.number}, "button": _("Void the batch")}
        return super().get_context_data(**told, **kwargs)


class NewCode(PollWork, FormView):
    """A new code for one person whose letter is lost, on a page to print and hand over; the old code is void."""

    screen = "codes"
    template_name = "participation/ballots/admin/reason.html"
    page_title = gettext_lazy("New code")
    form_class = ReasonForm

    def form_valid(self, form):
        try:
            code = actions.renew_code(self.elector, self.request.user, form.cleaned_data["reason"])
        except actions.Refused as refused:
            self.refuse(refused)
            return self.to("codes")
        return HttpResponse(letters(self.request, self.poll, [(self.elector, code)], alone=False))

    def get_context_data(self, **kwargs):
        words = _("A letter with a new code for %(name)s is shown once, to print and hand over. The old code is void.")
        told = {"said": words % {"name": self.elector}, "button": _("Make a new code")}
        return super().get_context_data(**told, **kwargs)
