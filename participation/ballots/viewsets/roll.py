"""The roll: found, imported from a file with a dry run, corrected by hand."""

import csv
from io import StringIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from ...cells import harmless
from ...keys import key_in
from ...places.models import District
from ...proposals.rules import folded
from .. import actions
from ..forms.words import act_sentence, file_sentence, line_sentence
from ..forms.work import ElectorForm, ReasonForm, UploadForm
from ..models import Elector, RollUpload
from ..rules.roll import NotARoll
from .screens import PollWork


A_PAGE, SHOWN = 50, 500


def saying(electors, words):
    """The electors whose name holds every word, or whose number or year of birth a word is."""
    for word in words.split()[:8]:
        said = Q(folded__contains=folded(word)) | Q(number__iexact=word)
        if word.isascii() and word.isdecimal() and len(word) == 4:
            said |= Q(birth_year=word)
        electors = electors.filter(said)
    return electors


class RollList(PollWork, TemplateView):
    """Who is on the roll, searched and narrowed."""

    screen = "roll"
    template_name = "participation/ballots/admin/roll.html"
    page_title = gettext_lazy("Roll")
    states = {
        "voted": (gettext_lazy("has voted"), Q(mark__isnull=False)),
        "not-voted": (gettext_lazy("has not voted"), Q(mark=None)),
        "no-code": (gettext_lazy("has no code"), Q(code_digest="")),
        "added": (gettext_lazy("added by hand"), ~Q(added_by="")),
    }

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        words = asked.get("q", "").replace("\0", "").strip()[:200]
        districts = list(District.objects.for_lists())
        district = key_in(asked.get("district"))
        district = district if district in {each.pk for each in districts} else None
        state = asked.get("state") if asked.get("state") in self.states else ""
        electors = saying(Elector.objects.filter(poll=self.poll), words)
        if district:
            electors = electors.filter(district=district)
        if state:
            electors = electors.filter(self.states[state][1])
        electors = electors.select_related("district", "mark").defer("district__outline").order_by("folded", "pk")
        return super().get_context_data(
            page=Paginator(electors, A_PAGE).get_page(asked.get("page")),
            total=self.poll.electors.count(),
            words=words,
            districts=districts,
            district=district,
            states=[(code, label) for code, (label, _q) in self.states.items()],
            state=state,
            upload=RollUpload.objects.filter(poll=self.poll).only("at").first(),
            **kwargs,
        )


class ImportRoll(PollWork, FormView):
    """Choose a file; read what it would do, every refused line with its reason; then import it, or not."""

    screen = "roll"
    template_name = "participation/ballots/admin/roll_import.html"
    page_title = gettext_lazy("Import a roll")
    form_class = UploadForm

    def post(self, request, *args, **kwargs):
        if "drop" in request.POST:
            actions.drop_upload(self.poll)
            messages.info(request, _("The file is erased. Nothing was written."))
            return self.to("roll")
        return self._import() if "digest" in request.POST else super().post(request, *args, **kwargs)

    def form_valid(self, form):
        data = form.cleaned_data["file"]
        try:
            actions.compare(self.poll, data)
        except NotARoll as refusal:
            form.add_error("file", file_sentence(refusal))
            return self.form_invalid(form)
        actions.keep_upload(self.poll, data, self.request.user)
        return self.to("import")

    def _import(self):
        asked = self.request.POST
        try:
            found = actions.import_upload(self.poll, asked["digest"][:64], self.request.user, "without" in asked)
        except actions.Refused as refused:
            self.refuse(refused)
            return self.to("import")
        words = ngettext("%(added)s person added", "%(added)s people added", len(found.added))
        words += ngettext(", %(changed)s changed.", ", %(changed)s changed.", len(found.changed))
        messages.success(self.request, words % {"added": len(found.added), "changed": len(found.changed)})
        return self.to("roll")

    def get_context_data(self, **kwargs):
        refusal = "form" in kwargs  # of another file: what an earlier one would do is not shown beside it
        upload = None if refusal else RollUpload.objects.filter(poll=self.poll).first()
        found = actions.compare(self.poll, bytes(upload.content)) if upload else None
        refused = found.refused if found else ()
        return super().get_context_data(
            upload=upload,
            found=found,
            refused=[(each.line, line_sentence(each)) for each in refused[:SHOWN]],
            more=max(0, len(refused) - SHOWN),
            **kwargs,
        )


class RefusedLines(PollWork, View):
    """Every refused line of the file that was read, as a file."""

    screen = "roll"

    def get(self, request, pk):
        upload = RollUpload.objects.filter(poll=self.poll).first()
        if upload is None:
            return self.to("import")
        text = StringIO()
        writer = csv.writer(text, delimiter=";")
        writer.writerow([_("line"), _("reason")])
        for each in actions.compare(self.poll, bytes(upload.content)).refused:
            writer.writerow([each.line, harmless(line_sentence(each))])
        name = _("refused-lines")
        response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response


class WriteElector(PollWork, FormView):
    """Add one person to the roll, or correct what it says."""

    screen = "roll"
    template_name = "participation/ballots/admin/roll_elector.html"
    form_class = ElectorForm

    def get_page_title(self):
        return _("Correct the roll") if "elector" in self.kwargs else _("Add a person")

    def get_form_kwargs(self):
        row = {"instance": self.elector} if "elector" in self.kwargs else {}
        return super().get_form_kwargs() | {"poll": self.poll} | row

    def form_valid(self, form):
        row = form.instance if form.instance.pk else None
        try:
            actions.write_elector(self.poll, self.request.user, row, **form.cleaned_data)
        except actions.Refused as refused:
            field = "district" if refused.code == "has-voted" else "number" if refused.code == "number-taken" else None
            form.add_error(field, act_sentence(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("The roll is corrected.") if row else _("The person is on the roll."))
        return self.to("roll")

    def get_context_data(self, **kwargs):
        return super().get_context_data(elector=self.elector if "elector" in self.kwargs else None, **kwargs)


class RemoveElector(PollWork, FormView):
    """Take somebody off the roll who has not voted, with a reason."""

    screen = "roll"
    template_name = "participation/ballots/admin/reason.html"
    page_title = gettext_lazy("Take off the roll")
    form_class = ReasonForm

    def form_valid(self, form):
        try:
            actions.remove_elector(self.elector, self.request.user, form.cleaned_data["reason"])
        except actions.Refused as refused:
            self.refuse(refused)
        else:
            messages.success(self.request, _("The person is no longer on the roll."))
        return self.to("roll")

    def get_context_data(self, **kwargs):
        words = _("%(name)s will not be able to vote. Only somebody who has not voted can be taken off.")
        return super().get_context_data(said=words % {"name": self.elector}, button=_("Take off the roll"), **kwargs)
