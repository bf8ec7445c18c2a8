"""The shape of what staff fill in about a proposal."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from ...money import AmountField
from .. import actions
from ..models import Proposal, Theme


UNKNOWN = "und"  # the code of ISO 639 for a language nobody has said


def languages(*known):
    """The languages of the town, the unknown one, and those of `known` that are neither."""
    choices = [*settings.LANGUAGES, (UNKNOWN, gettext_lazy("another language"))]
    return [*choices, *((code, code) for code in known if code and code not in dict(choices))]


def said_by(name):
    """What the row's own field says of itself, for a form's field of the same name."""
    field = Proposal._meta.get_field(name)
    return {"label": capfirst(field.verbose_name), "help_text": field.help_text}


class DegreesField(forms.FloatField):
    """A number with a comma or a point, whatever the officer's language."""

    widget = forms.TextInput

    def to_python(self, value):
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class ProposalForm(WagtailAdminModelForm):
    """A proposal as staff write it down: a number that is free, both degrees or none."""

    number = forms.IntegerField(
        label=said_by("number")["label"],
        required=False,
        min_value=1,
        max_value=2_147_483_647,
        help_text=gettext_lazy("As on the posters. Empty: the next free number of the process."),
    )
    # A short closed list: boxes, where a box for tags would drop a word that is no theme without saying so.
    themes = forms.ModelMultipleChoiceField(
        label=said_by("themes")["label"],
        queryset=Theme.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cost = AmountField(required=False, min_value=Decimal(0), **said_by("cost"))
    latitude = DegreesField(required=False, min_value=-90, max_value=90, **said_by("latitude"))
    longitude = DegreesField(required=False, min_value=-180, max_value=180, **said_by("longitude"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language of the text"), choices=languages(self.instance.language)
            )

    def clean(self):
        super().clean()
        self._number()
        for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
            given = self.cleaned_data.get(other) is not None
            if given and self.cleaned_data.get(name) is None and name not in self.errors:
                self.add_error(name, _("A place needs both degrees, or neither of them."))
        return self.cleaned_data

    def _number(self):
        process = self.cleaned_data.get("process")
        if not process or "number" in self.errors:
            return
        number = self.cleaned_data.get("number")
        if number is None:
            self.cleaned_data["number"] = actions.next_number(process)
        elif Proposal.objects.filter(process=process, number=number).exclude(pk=self.instance.pk).exists():
            self.number_is_taken()

    def number_is_taken(self):
        """Refuse the number, and say which one is free."""
        number, process = self.cleaned_data["number"], self.cleaned_data["process"]
        self.add_error(
            "number",
            _("Number %(number)s is taken in this process. The next free one is %(free)s.")
            % {"number": number, "free": actions.next_number(process)},
        )


class StatusForm(forms.Form):
    """A status for several proposals, with the sentence that goes with it."""

    status = forms.ChoiceField(label=said_by("status")["label"], choices=[("", "---------"), *Proposal.Status.choices])
    note = forms.CharField(
        label=said_by("status_note")["label"],
        max_length=Proposal._meta.get_field("status_note").max_length,
        required=False,
        help_text=gettext_lazy("Residents read it. It replaces the sentence that was there; empty: none."),
    )


class ThemeChoiceForm(forms.Form):
    """A theme for several proposals."""

    theme = forms.ModelChoiceField(label=capfirst(Theme._meta.verbose_name), queryset=Theme.objects.all())
