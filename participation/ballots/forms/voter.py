"""What a voter types: a receipt, the code of a letter, a declaration."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ..models import Poll
from ..rules.receipts import LONGEST_WORD, normal_code


NOT_A_RECEIPT = gettext_lazy("A receipt number has sixteen letters and figures. Please read it again.")
NOT_A_CODE = gettext_lazy("The code of your letter has sixteen letters and figures. Please read it again.")
ELSEWHERE = "elsewhere"  # no district whose projects are put to the vote


class ReceiptForm(forms.Form):
    """A receipt code and the voter's own word, as typed later to check."""

    code = forms.CharField(
        label=gettext_lazy("Your receipt number"),
        max_length=60,
        error_messages={"required": NOT_A_RECEIPT},
        help_text=gettext_lazy("Sixteen letters and figures. Spaces and capitals do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
    word = forms.CharField(
        label=gettext_lazy("Your own word, if you added one"),
        max_length=LONGEST_WORD,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_code(self):
        """The code in its one form."""
        code = normal_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(NOT_A_RECEIPT)
        return code


class CodeForm(forms.Form):
    """The personal code of a voter's letter."""

    code = forms.CharField(
        label=gettext_lazy("The code of your letter"),
        max_length=60,
        error_messages={"required": NOT_A_CODE},
        help_text=gettext_lazy("Sixteen letters and figures. Spaces and capitals do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def clean_code(self):
        """The code in its one form."""
        code = normal_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(NOT_A_CODE)
        return code


class DeclarationForm(forms.Form):
    """What a voter declares: age, residence, district, each only where the vote's rule needs it."""

    def __init__(self, poll, options, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.poll = poll
        if poll.access == Poll.Access.DECLARED:
            self._ask_age_and_residence()
        self.districts = _districts(options) if poll.scope == Poll.Scope.OWN else {}
        if self.districts:
            names = sorted(self.districts.items(), key=lambda pair: str(pair[1]))
            self.fields["district"] = forms.ChoiceField(
                label=_("Where do you live?"),
                choices=[("", _("Choose")), *names, (ELSEWHERE, _("In another part of the town"))],
                help_text=_("You choose among the projects of the whole town and those of your district."),
                error_messages={"required": _("Say in which part of the town you live.")},
            )

    def _ask_age_and_residence(self):
        poll = self.poll
        age = forms.BooleanField(label=_("I am at least %(age)s.") % {"age": poll.minimum_age})
        age.error_messages["required"] = _("This vote is open from the age of %(age)s on. Tick the box if you are.") % {
            "age": poll.minimum_age
        }
        self.fields["age"] = age
        if poll.residence:
            residence = forms.BooleanField(label=poll.residence)
            residence.error_messages["required"] = _(
                "This vote is for those who can say: “%(sentence)s” Tick the box if it is true for you."
            ) % {"sentence": poll.residence}
            self.fields["residence"] = residence
        if poll.agreement_below > poll.minimum_age:
            self.fields["agreement"] = forms.ChoiceField(
                label=_("Are you under %(age)s?") % {"age": poll.agreement_below},
                choices=[
                    ("no", _("No")),
                    ("yes", _("Yes, and a parent or guardian agrees that I vote")),
                    ("alone", _("Yes, and nobody has been asked yet")),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the answers.")},
            )

    def clean_agreement(self):
        """Whether somebody agrees, where somebody must."""
        answer = self.cleaned_data["agreement"]
        if answer == "alone":
            raise forms.ValidationError(
                _("Under %(age)s, a parent or guardian must agree. Ask one of them, then come back.")
                % {"age": self.poll.agreement_below}
            )
        return answer

    def district(self):
        """The key of the district that was declared; None where the vote asks for none, or elsewhere."""
        said = self.cleaned_data.get("district", "")
        return next((key for key in self.districts if str(key) == said), None)

    def declared(self):
        """What was declared, in the town's language: the roll keeps these words."""
        with override(settings.LANGUAGE_CODE):
            said = []
            if self.cleaned_data.get("age"):
                said.append(_("I am at least %(age)s.") % {"age": self.poll.minimum_age})
            if self.cleaned_data.get("residence"):
                said.append(self.poll.residence)
            if self.cleaned_data.get("agreement") == "yes":
                said.append(_("A parent or guardian agrees."))
            return " ".join(said)


def _districts(options):
    """{key: district} of the districts whose projects are put to the vote."""
    envelopes = (option.envelope for option in options)
    return {each.district_id: each.district for each in envelopes if each.district_id}
