"""What a voter types: a receipt, the code of a letter, a declaration."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..rules.receipts import LONGEST_WORD, normal_code


class ReceiptForm(forms.Form):
    """A receipt code and the voter's own word, as typed later to check."""

    code = forms.CharField(
        label=gettext_lazy("Your receipt number"),
        max_length=60,
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
            raise forms.ValidationError(_("A receipt number has sixteen letters and figures. Please read it again."))
        return code


class CodeForm(forms.Form):
    """The personal code of a voter's letter."""

    code = forms.CharField(
        label=gettext_lazy("The code of your letter"),
        max_length=60,
        help_text=gettext_lazy("Sixteen letters and figures. Spaces and capitals do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    clean_code = ReceiptForm.clean_code


class DeclarationForm(forms.Form):
    """What a voter declares: age and residence, and nothing more than the vote's rule needs."""

    def __init__(self, poll, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.poll = poll
        self.fields["age"] = forms.BooleanField(label=_("I am at least %(age)s.") % {"age": poll.minimum_age})
        if poll.residence:
            self.fields["residence"] = forms.BooleanField(label=poll.residence)
        if poll.agreement_below > poll.minimum_age:
            self.fields["agreement"] = forms.ChoiceField(
                label=_("Are you under %(age)s?") % {"age": poll.agreement_below},
                choices=[
                    ("no", _("No")),
                    ("yes", _("Yes, and a parent or guardian agrees that I vote")),
                ],
                widget=forms.RadioSelect,
            )

    def declared(self):
        """What was declared, in words that the roll keeps."""
        said = [str(self.fields[name].label) for name in ("age", "residence") if self.cleaned_data.get(name)]
        if self.cleaned_data.get("agreement") == "yes":
            said.append(_("A parent or guardian agrees."))
        return " ".join(said)
