"""What the desk of a poll asks: the questionnaire on what is at stake, a rehearsal, a later end, a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from ..actions.rehearsing import MOST_HOURS, MOST_PEOPLE
from ..sentences import asked_questions


YES_NO = (("yes", _("Yes")), ("no", _("No")))


class RiskForm(forms.Form):
    """Every question answered by yes or no; none is answered in advance."""

    def __init__(self, answers, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, question in asked_questions():
            self.fields[code] = forms.ChoiceField(
                label=question,
                choices=YES_NO,
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer yes or no.")},
            )
            if code in answers:
                self.initial[code] = "yes" if answers[code] else "no"

    def answers(self):
        """{code of the question: True for yes}"""
        return {code: value == "yes" for code, value in self.cleaned_data.items()}


class RehearsalForm(forms.Form):
    """How many pretend to vote, and for how long."""

    people = forms.IntegerField(
        label=_("How many people try"),
        initial=5,
        min_value=2,
        max_value=MOST_PEOPLE,
        help_text=_("Each gets a code, shown once on the next screen."),
    )
    hours = forms.IntegerField(
        label=_("For how many hours"),
        initial=4,
        min_value=1,
        max_value=MOST_HOURS,
        help_text=_("You can end it before."),
    )


class ExtensionForm(forms.Form):
    """A later end, and why."""

    closes = forms.DateTimeField(
        label=_("New end"), widget=AdminDateTimeInput, help_text=_("Day and hour, the town's time.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Residents read it on the page of the vote and in the e-mail that tells them."),
        error_messages={"required": _("Say why: residents read it.")},
    )


class SealForm(forms.Form):
    """Why paper and marks differ, where they do."""

    difference = forms.CharField(
        label=_("Why the marks at the desks and the paper ballots are not the same number"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the journal. For example: somebody left without putting a ballot in the box."),
        error_messages={"required": _("Say why they differ: it stays in the journal.")},
    )
