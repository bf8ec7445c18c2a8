"""What staff type on the screens of the roll, the codes, the desk, the paper and the duties."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...mailbox import one_spelling
from ...moments import town_time
from ...people.rules import plain_name
from ...places.models import District, Place
from ..models import Duty, Elector


LARGEST = 20 * 1024 * 1024  # bytes of a roll: some 200,000 lines
CHECKS = (
    ("identity", gettext_lazy("an identity document")),
    ("home", gettext_lazy("a proof of address")),
    ("school", gettext_lazy("a school or sports card")),
    ("parent", gettext_lazy("a parent or guardian is present and agrees")),
)


class UploadForm(forms.Form):
    """A roll as a file."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "One line a person, with a header. Needed: number, last name. Also read: first name, address, postcode, "
            "town, birth year, district. Comma or semicolon, UTF-8 or Windows."
        ),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def clean_file(self):
        """The bytes of the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 20 MB."))
        return file.read()


class ReasonForm(forms.Form):
    """Why something is undone."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stays in the journal of the vote. Name nobody."),
        error_messages={"required": gettext_lazy("Say why: it stays in the journal of the vote.")},
    )


class ElectorForm(forms.ModelForm):
    """One line of the roll, by hand."""

    class Meta:
        model = Elector
        fields = ["number", "name", "address", "birth_year", "district"]
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, poll, **kwargs):
        super().__init__(*args, **kwargs)
        self.poll = poll
        self.fields["name"].required = True
        self.fields["district"].queryset = District.objects.for_lists()

    def clean_name(self):
        """The name on one line."""
        return plain_name(self.cleaned_data["name"])

    def clean_address(self):
        """The lines of the address, without empty ones."""
        lines = (plain_name(line) for line in self.cleaned_data["address"].splitlines())
        return "\n".join(filter(None, lines))

    def clean_birth_year(self):
        """A year that somebody who may vote was born in."""
        return old_enough(self.poll, self.cleaned_data["birth_year"])

    def _post_clean(self):
        """Nothing is written on the row here: the action does it, and says what changed."""


def old_enough(poll, year):
    """The year of birth, or a sentence when whoever was born in it is too young for this poll."""
    last = town_time(poll.closes_at or timezone.now()).year
    if year is not None and not last - 130 <= year <= last:
        raise forms.ValidationError(_("This is no year of birth."))
    if year is not None and last - year < poll.minimum_age:
        words = _("Born in %(year)s: too young. One votes here from %(age)s, reached in the year of the vote.")
        raise forms.ValidationError(words % {"year": year, "age": poll.minimum_age})
    return year


class AddAtDeskForm(forms.Form):
    """Somebody who is not on the roll and comes to a desk: who, and what was checked."""

    name = forms.CharField(label=gettext_lazy("First and last name"), max_length=160)
    birth_year = forms.IntegerField(label=gettext_lazy("Year of birth"))
    district = forms.ModelChoiceField(District.objects.none(), label=gettext_lazy("District"), required=False)
    checks = forms.MultipleChoiceField(
        label=gettext_lazy("What was checked"),
        choices=CHECKS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what you have seen.")},
    )

    def __init__(self, *args, poll, **kwargs):
        super().__init__(*args, **kwargs)
        self.poll = poll
        self.fields["district"].queryset = District.objects.for_lists()
        self.fields["district"].required = poll.scope == poll.Scope.OWN

    def clean_name(self):
        """The name on one line."""
        return plain_name(self.cleaned_data["name"])

    def clean_birth_year(self):
        """A year that somebody who may vote was born in."""
        return old_enough(self.poll, self.cleaned_data["birth_year"])

    def clean(self):
        """Below the age that the poll sets, a parent or guardian is there."""
        data = super().clean()
        year, checks = data.get("birth_year"), data.get("checks", ())
        last = town_time(self.poll.closes_at or timezone.now()).year
        if year and checks and last - year < self.poll.agreement_below and "parent" not in checks:
            words = _("Under %(age)s a parent or guardian must be present and agree.")
            self.add_error("checks", words % {"age": self.poll.agreement_below})
        return data

    def checked(self):
        """What was checked, in words that the roll keeps."""
        return ", ".join(str(label) for code, label in CHECKS if code in self.cleaned_data["checks"])


class PlaceForm(forms.Form):
    """Where this desk stands."""

    place = forms.ModelChoiceField(Place.objects.all(), label=gettext_lazy("Place to vote"))


class CodesForm(forms.Form):
    """How codes are to be made."""

    form = forms.ChoiceField(
        label=gettext_lazy("As"),
        choices=[
            ("letters", gettext_lazy("letters to print here (one page a person)")),
            ("csv", gettext_lazy("a file for a printing company (CSV)")),
        ],
        widget=forms.RadioSelect,
        initial="letters",
    )
    most = forms.IntegerField(
        label=gettext_lazy("At most"),
        min_value=1,
        max_value=20_000,
        initial=500,
        help_text=gettext_lazy("One batch is printed, posted and, if its letters are lost, voided together."),
    )


class TabletForm(forms.Form):
    """The name that is written on a tablet."""

    name = forms.CharField(label=gettext_lazy("Name of the tablet"), max_length=40)

    def clean_name(self):
        """The name on one line."""
        return plain_name(self.cleaned_data["name"])


class BatchForm(forms.Form):
    """A new stack of paper ballots."""

    place = forms.ModelChoiceField(Place.objects.all(), label=gettext_lazy("Where they were cast"), required=False)
    sheets = forms.IntegerField(
        label=gettext_lazy("Sheets in the stack"),
        min_value=1,
        max_value=1000,
        help_text=gettext_lazy("Counted by hand, blank and spoiled ones too. Number them 1, 2, 3… in a corner."),
    )


class DutyForm(forms.Form):
    """Whom to ask for help, with what, until when."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(label=gettext_lazy("What for"), choices=Duty.Role.choices, widget=forms.RadioSelect)
    ends = forms.DateField(
        label=gettext_lazy("Until the evening of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("It ends before that day if the box is sealed, or when you end it."),
    )

    def __init__(self, *args, poll, **kwargs):
        super().__init__(*args, **kwargs)
        close = poll.closes_at or timezone.now() + timedelta(days=30)
        self.fields["ends"].initial = timezone.localdate(close + timedelta(days=7))

    def clean_email(self):
        """The address in its one spelling."""
        return one_spelling(self.cleaned_data["email"])

    def clean_ends(self):
        """The last moment of the day, in the town's time."""
        day = self.cleaned_data["ends"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        if day > timezone.localdate() + timedelta(days=365):
            raise forms.ValidationError(_("A duty lasts a year at most."))
        moment = timezone.datetime(day.year, day.month, day.day, 23, 59, 59)
        return timezone.make_aware(moment, timezone.get_default_timezone())

    def language(self):
        """The language of the letter: the town's main one."""
        return settings.LANGUAGE_CODE
