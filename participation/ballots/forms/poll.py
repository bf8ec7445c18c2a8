"""The shape of a poll in preparation: what for, who may vote, what a ballot may hold, who sees the result first."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ..models import Poll
from .limits import add_fields, field_name, names_for, read_limits


ADULT = 18
SEE_RESULTS = ("count_vote", "publish_result")

# Shown in the form so that nobody looks for them elsewhere. No setting makes one of them a choice.
ON_PAPER = (_("local referendum"), _("consultation of the voters"), _("political election"))


class PurposeSelect(forms.RadioSelect):
    """What a vote may be for, and, shut, what electoral law keeps to paper."""

    template_name = "participation/ballots/admin/purposes.html"

    def get_context(self, *args):
        return super().get_context(*args) | {"on_paper": ON_PAPER}


def may_be_readers():
    """The accounts that may be named to see a result first: those who count or publish."""
    held = Permission.objects.filter(codename__in=SEE_RESULTS, content_type__app_label="participation")
    theirs = Q(is_superuser=True) | Q(groups__permissions__in=held) | Q(user_permissions__in=held)
    accounts = get_user_model()._default_manager
    return accounts.filter(pk__in=accounts.filter(theirs, is_active=True).values("pk")).order_by("pk")


class PollForm(forms.ModelForm):
    """A poll as a draft."""

    readers = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who sees the result before it is public"),
        help_text=_(
            "From the count to the publication these people see it, and nobody else, administrators included. Name two "
            "at least; one of them publishes. It cannot be changed once the box is open."
        ),
    )

    class Meta:
        model = Poll
        fields = [
            *("purpose", "access", "minimum_age", "agreement_below", "residence", "online", "scope", "blank"),
            *("help_elsewhere", "readers", "privacy_notice", "impact_assessment"),
        ]
        widgets = {"purpose": PurposeSelect, "access": forms.RadioSelect, "scope": forms.RadioSelect}
        labels = {
            "online": _("Residents can vote online"),
            "scope": _("In which envelopes one ballot may choose"),
            "blank": _("A voter may send a blank ballot"),
            "help_elsewhere": _("What one can do when the screen refuses"),
        }
        help_texts = {
            "minimum_age": _("Towns choose from 11 to 18."),
            "blank": "",
            "online": _("Without it, people vote at a desk, on paper."),
            "help_elsewhere": _("A place and its hours, or a telephone number. It is said with every refusal."),
            "privacy_notice": _("The address of the page that says what is kept of voters, why and for how long."),
            "impact_assessment": _("The address of the document, or where it is filed; or why there is none."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        vote = self.instance.vote
        self.kind = vote.ballot_kind
        self.option_numbers = dict(vote.options.order_by().values_list("envelope").annotate(Count("pk")))
        used = vote.process.envelopes.filter(pk__in=self.option_numbers).select_related("district")
        self.envelopes = list(used) if len(self.option_numbers) > 1 else []
        self.fields["readers"].queryset = may_be_readers()
        self.fields["help_elsewhere"].required = True
        if self.instance.pk:
            self.initial.setdefault("readers", self.instance.readers.all())
        if not vote.options.exclude(district=None).exists():
            del self.fields["scope"]  # every project is the whole town's: there is nothing to tell apart
        add_fields(self, self.kind, self.envelopes, self.instance.limits)

    def clean_minimum_age(self):
        age = self.cleaned_data["minimum_age"]
        if age > ADULT:
            raise ValidationError(_("Adults may vote: write 18 or less."))
        return age

    def clean_agreement_below(self):
        age = self.cleaned_data["agreement_below"]
        if age > ADULT:
            raise ValidationError(_("Nobody needs a parent’s agreement from 18 on. Write 18 or less, 0 for nobody."))
        return age

    def clean_privacy_notice(self):
        address = self.cleaned_data["privacy_notice"].strip()
        if address and not (address.startswith("/") and not address.startswith("//")):
            try:
                URLValidator(["http", "https"])(address)
            except ValidationError as error:
                words = _("Write a whole address (https://…), or one of this site beginning with “/”.")
                raise ValidationError(words) from error
        return address

    def clean(self):
        data = super().clean()
        self.instance.limits = read_limits(self, self.kind, self.envelopes)
        return data

    @property
    def usual_fields(self):
        """The fields of the limits that hold for every envelope."""
        names = [field_name(name) for name in names_for(self.kind)]
        return [self[name] for name in ("knapsack", *names) if name in self.fields]

    @property
    def envelope_rows(self):
        """Each envelope with its own fields."""
        return [(each, [self[field_name(name, each)] for name in names_for(self.kind)]) for each in self.envelopes]
