"""The shape of a vote: which rules fit the ballot, what each of them means, and what is refused in which words."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..phases.models import Process
from ..votes.models import Vote
from ..votes.rules import RULES, ways
from ..votes.rules.ballots import MENTIONS, SCORED, YES_NO
from .sentences import COMPLETIONS, way_name, way_sentences


REFRESH = "refresh"  # the button that shows the rules of another ballot
LONGEST_MENTION, MOST_MENTIONS = 60, 12

HINTS = {
    "approval": _("As many ticks as one likes. The plainest for residents and for the count."),
    "choose-1": _("One tick, no more."),
    "cumulative": _("The same number of points for everybody, shared out among the projects."),
    "scoring": _("A number of points for each project, whatever the others get."),
    "ordinal": _("1 for the favourite, 2 for the next, and so on."),
    "yes-no": _("One project, one question."),
    "mentions": _("“Very good”, “Good”, … for each project."),
}

FOR_KINDS = {
    "minimum_score": SCORED,
    "quorum_percent": YES_NO,
    "scale": MENTIONS,
}


class KindSelect(forms.RadioSelect):
    """The kinds of ballot, each with a hint, and a button that shows the rules which fit."""

    template_name = "participation/budgets/admin/kinds.html"

    class Media:
        css = {"all": ["participation/desk/votes.css"]}

    def create_option(self, name, value, *args, **kwargs):
        return super().create_option(name, value, *args, **kwargs) | {"hint": HINTS.get(value, "")}


class WaySelect(forms.RadioSelect):
    """The ways to count, each told as residents will read it."""

    template_name = "participation/budgets/admin/ways.html"

    def create_option(self, name, value, *args, **kwargs):
        rule, _colon, completion = str(value).partition(":")
        told = way_sentences(rule), way_sentences(rule, completion)
        words = {"rule_words": told[0], "words": told[1][len(told[0]) :]}
        return super().create_option(name, value, *args, **kwargs) | words


def way_of(vote):
    """How a vote is counted, as its form says it: `equal-shares:add1`."""
    completions = RULES[vote.rule].completions if vote.rule in RULES else ()
    return f"{vote.rule}:{vote.completion or (completions[0] if completions else '')}"


def _choices(kind):
    """The ways that can count such ballots, those of one rule together."""
    groups = {}
    for rule, completion in ways(kind):
        label = str(COMPLETIONS.get(completion, completion)) if completion else way_name(rule)
        groups.setdefault(rule, []).append((f"{rule}:{completion}", label))
    return [(way_name(rule), lines) for rule, lines in groups.items()]


class VoteForm(WagtailAdminModelForm):
    """A draft vote: its question, its ballot, and one of the ways to count that fit it."""

    way = forms.ChoiceField(
        label=_("How it is counted"),
        widget=WaySelect,
        error_messages={
            "required": _("Choose how it is counted."),
            "invalid_choice": _("That rule cannot count the ballot you chose. Choose one of the rules below."),
        },
    )
    scale = forms.CharField(
        label=_("Mentions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line, the best first. Everybody gives one to each project."),
    )

    def __init__(self, *args, **kwargs):
        data = kwargs.get("data")
        if data is not None and REFRESH in data:  # nothing is judged yet: what was typed is shown again
            kwargs |= {"data": None, "files": None, "initial": data.dict()}
        super().__init__(*args, **kwargs)
        kind = self["ballot_kind"].value()
        self.kind = kind if kind in Vote.BallotKind.values else self.instance.ballot_kind
        self._prepare()

    def _prepare(self):
        fields = self.fields
        for name, kinds in FOR_KINDS.items():
            if name in fields and self.kind not in kinds:
                del fields[name]
        budgets = Process.objects.filter(kind=Process.Kind.BUDGET, archived_at=None)
        if self.instance.process_id:
            budgets = budgets | Process.objects.filter(pk=self.instance.process_id)
        fields["process"].queryset = budgets
        fields["process"].empty_label = None
        fields["ballot_kind"].widget = KindSelect(choices=Vote.BallotKind.choices)
        fields["way"].choices = _choices(self.kind)
        values = [value for _rule, lines in fields["way"].choices for value, _label in lines]
        own = way_of(self.instance)
        self.initial.setdefault("way", own)
        if self.initial["way"] not in values:
            self.initial["way"] = values[0]
        self.initial.setdefault("scale", "\n".join(self.instance.mentions or map(str, USUAL_SCALE)))

    def clean_process(self):
        process = self.cleaned_data["process"]
        moved = self.instance.pk and process.pk != self.instance.process_id
        if moved and self.instance.options.exists():
            raise forms.ValidationError(_("Take the projects off the list first: they belong to the other process."))
        return process

    def clean_scale(self):
        lines = [line.strip() for line in self.cleaned_data["scale"].splitlines() if line.strip()]
        if not 2 <= len(lines) <= MOST_MENTIONS:
            raise forms.ValidationError(
                _("Write from 2 to %(most)s mentions, one a line."), params={"most": MOST_MENTIONS}
            )
        if len({line.casefold() for line in lines}) < len(lines):
            raise forms.ValidationError(_("Two mentions are the same: keep one."))
        if longest := next((line for line in lines if len(line) > LONGEST_MENTION), None):
            raise forms.ValidationError(_("“%(mention)s…” is too long."), params={"mention": longest[:LONGEST_MENTION]})
        return lines

    def clean(self):
        data = super().clean()
        if data.get("registered") == 0:
            self.add_error("registered", _("Nobody could vote: leave it empty, or write how many may."))
        elif data.get("quorum_percent") is not None and data.get("registered", 0) is None:
            self.add_error("registered", _("A quorum needs the number of registered people."))
        return data

    def save(self, commit=True):
        vote, data = self.instance, self.cleaned_data
        vote.rule, _colon, vote.completion = data["way"].partition(":")
        vote.minimum_score = data.get("minimum_score")
        vote.quorum_percent = data.get("quorum_percent")
        vote.mentions = data.get("scale", [])
        return super().save(commit)


USUAL_SCALE = (_("Very good"), _("Good"), _("Fair"), _("Poor"), _("To be rejected"))


class ReasonForm(forms.Form):
    """Why a list is unfrozen."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history of the vote."),
        error_messages={"required": _("Say why: it stays in the history of the vote.")},
    )
