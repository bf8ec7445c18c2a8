"""The shape of a timeline: what the process form refuses, and the words in which it does."""

from dataclasses import replace

from django import forms
from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..moments import show_moment
from . import rules
from .actions import free_unique_names, note_moved_dates
from .models import Envelope, Phase, Process


REFUSALS = {
    "ends-before-it-begins": _("“%(first)s” ends (%(first_closes)s) before it begins (%(first_opens)s)."),
    "twice": _("There are two phases “%(first)s”. Keep one."),
    "call-and-vote-overlap": _("“%(first)s” and “%(second)s” overlap: the call must be over before the vote opens."),
    "results-before-the-vote-ends": _("“%(first)s” would begin before “%(second)s” ends (%(second_closes)s)."),
}

HELD = _(
    "“%(name)s” is the money of a vote whose options are frozen: it does not change any more. "
    "The vote can be unfrozen while nobody has voted."
)
RELIED_ON = _("“%(name)s” cannot be removed: others rely on it (%(kinds)s).")

REMARKS = {
    "no-phases": _("No phase has been set: the page says nothing of dates."),
    "no-opening": _("“%(name)s” has no opening: it will not open."),
    "no-closing": _("“%(name)s” has no closing: it will not open."),
    "is-over": _("“%(name)s” has been over since %(closes)s."),
    "has-begun": _("“%(name)s” has been under way since %(opens)s."),
}


def moment(value):
    """A date as staff read it: in the town's time zone, with the hour."""
    if value is None:
        return "…"
    return show_moment(value)


def name_of(span):
    """A phase's own name, or the usual word; nothing for no phase."""
    if span is None:
        return ""
    return span.name or span.usual or Phase.Kind(span.kind).label


def sentence(refusal):
    """A refused timeline in words that name the phases."""
    words = {}
    for place, span in (("first", refusal.first), ("second", refusal.second)):
        if span:
            words |= {
                place: name_of(span),
                f"{place}_opens": moment(span.opens),
                f"{place}_closes": moment(span.closes),
            }
    return REFUSALS[refusal.code] % words


def remark_sentence(remark):
    """A remark in words."""
    if remark.span is None:
        return REMARKS[remark.code]
    span = remark.span
    return REMARKS[remark.code] % {
        "name": name_of(span),
        "opens": moment(span.opens),
        "closes": moment(span.closes),
    }


class ProcessForm(WagtailAdminModelForm):
    """A process with its timeline and its money; asks why when a running phase is moved."""

    reason = forms.CharField(
        label=_("Reason for moving a date"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed only when the dates of a phase under way change. Residents read it on the page."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = self.instance.spans() if self.instance.pk else ()

    def _spans(self):
        """The timeline as it was typed, or None while a line of it is not readable."""
        formset = self.formsets["phases"]
        formset.is_valid()
        lines = [form for form in formset.forms if getattr(form, "cleaned_data", None)]
        lines = [form for form in lines if not form.cleaned_data.get("DELETE")]
        if any({"kind", "opens", "closes", "name"} & set(form.errors) for form in lines):
            return None
        return tuple(self._span(form.instance) for form in lines)

    def _span(self, phase):
        """One line as a pure value, with the usual word of the kind of process that was typed."""
        return replace(
            phase.span(), usual=Phase.usual_name(Process(kind=self.cleaned_data.get("kind", "")), phase.kind)
        )

    def clean(self):
        data = super().clean()
        spans = self._spans()
        if spans is None:
            return data
        for refusal in rules.check_timeline(spans):
            self.add_error(None, sentence(refusal))
        changes = rules.moved(self.before, spans, timezone.now())
        if changes and not (data.get("reason") or "").strip():
            names = ", ".join(_("“%s”") % name_of(old) for old, _new in changes)
            self.add_error(
                "reason",
                _("Under way: %(names)s. Say why the dates change; residents will read it.") % {"names": names},
            )
        self._check_envelopes()
        return data

    def _check_envelopes(self):
        formset = self.formsets["envelopes"]
        if not formset.is_valid():
            return
        seen = set()
        for form in formset.forms:
            line = form.cleaned_data
            self._check_hold(form)
            if not line or line.get("DELETE"):
                continue
            key = (line.get("district"), line.get("name"))
            if key in seen:
                self.add_error(None, _("Two envelopes are for “%(name)s”. Keep one.") % {"name": form.instance})
            seen.add(key)

    def _check_hold(self, form):
        """Money that people voted on does not change, and money that others rely on is not removed."""
        removed = form.cleaned_data.get("DELETE")
        changed = removed or {"district", "name", "cents", "year"} & set(form.changed_data)
        if not (form.instance.pk and changed):
            return
        stored = Envelope.objects.select_related("district").get(pk=form.instance.pk)
        if stored.held_at:
            self.add_error(None, HELD % {"name": stored})
        elif removed:
            try:
                Collector(using=Envelope.objects.db).collect([stored])
            except ProtectedError as error:
                held = {}
                for row in error.protected_objects:
                    held.setdefault(row._meta.verbose_name_plural, []).append(row)
                kinds = ", ".join(
                    str(_("%(kind)s: %(number)s") % {"kind": kind, "number": len(rows)}) for kind, rows in held.items()
                )
                self.add_error(None, RELIED_ON % {"name": stored, "kinds": kinds})

    def save(self, commit=True):
        if not commit:
            return super().save(commit=False)
        with transaction.atomic():
            if self.instance.pk:
                free_unique_names(self.instance, *(self._renamed(name) for name in ("phases", "envelopes")))
            process = super().save()
            note_moved_dates(process, self.before, self.cleaned_data["reason"].strip(), self.for_user, timezone.now())
        return process

    def _renamed(self, relation):
        """Keys of the stored lines whose kind, district or name is being changed."""
        return [
            form.instance.pk
            for form in self.formsets[relation].forms
            if form.instance.pk and {"kind", "district", "name"} & set(form.changed_data)
        ]


class CopyForm(forms.Form):
    """A new edition: its name, how much later, and the year of its money."""

    name = forms.CharField(label=_("Name of the new edition"), max_length=200)
    days = forms.IntegerField(
        label=_("How many days later"),
        min_value=-3650,
        max_value=3650,
        help_text=_("364 days keep the weekdays: a vote that closed on a Sunday closes on a Sunday."),
    )
    year = forms.IntegerField(label=_("Budget year"), min_value=2000, max_value=2200)
