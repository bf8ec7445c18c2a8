"""The limits of a ballot in plain fields: for every envelope, and for one of them where it differs."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


# Which limits each kind of ballot knows, in the order in which they are asked.
FOR_KINDS = {
    "approval": ("least", "most", "least_percent"),
    "cumulative": ("points", "points_each", "most"),
    "scoring": ("points_each", "most"),
    "ordinal": ("most", "least"),
    "mentions": ("least",),
}
NEEDED = {"cumulative": "points", "scoring": "points_each"}  # without which such a ballot says nothing
KNAPSACK = ("approval",)
HIGHEST = {"least_percent": 100, "points": 10_000, "points_each": 10_000}

LABELS = {
    "least": _("Choices, at least"),
    "most": _("Choices, at most"),
    "least_percent": _("Share of the envelope to use, at least (%)"),
    "points": _("Points in all"),
    "points_each": _("Points for one project, at most"),
}
RANKS = {"most": _("Places to fill in, at most"), "least": _("Places to fill in, at least")}
HINTS = {
    "most": _("Empty: as many as one likes."),
    "least": _("A blank ballot is allowed or not above; this is for the others."),
    "least_percent": _("Only where choices may not cost more than the envelope. Empty: no minimum."),
}


def names_for(kind):
    """The limits that such ballots know."""
    return FOR_KINDS.get(kind, ())


def field_name(name, envelope=None):
    """The name of the field of a limit: the usual one, or an envelope's own."""
    return f"limit-{name}" if envelope is None else f"limit-{name}-{envelope.pk}"


def add_fields(form, kind, envelopes, limits):
    """Put the fields of the limits on a form, with what is kept of them."""
    if kind in KNAPSACK:
        form.fields["knapsack"] = forms.BooleanField(
            label=_("The choices may not cost more than the envelope"), required=False
        )
        form.initial.setdefault("knapsack", bool(limits.get("knapsack")))
    for envelope in (None, *envelopes):
        kept = limits.get("usual", {}) if envelope is None else limits.get("envelopes", {}).get(str(envelope.pk), {})
        for name in names_for(kind):
            label = RANKS.get(name, LABELS[name]) if kind == "ordinal" else LABELS[name]
            field = forms.IntegerField(
                label=label,
                help_text=HINTS.get(name, "") if envelope is None else "",
                required=envelope is None and NEEDED.get(kind) == name,
                min_value=0 if name in ("least", "least_percent") else 1,
                max_value=HIGHEST.get(name, 1_000),
            )
            form.fields[field_name(name, envelope)] = field
            form.initial.setdefault(field_name(name, envelope), kept.get(name))


def read_limits(form, kind, envelopes):
    """What a poll keeps: {"knapsack": …, "usual": {…}, "envelopes": {…}}; mistakes are said on their fields."""
    numbers = form.option_numbers
    usual = _part(form, kind)
    knapsack = bool(form.cleaned_data.get("knapsack"))
    _check(form, None, usual, min(numbers.values(), default=None), knapsack)
    own = {}
    for envelope in envelopes:
        if part := _part(form, kind, envelope):
            own[str(envelope.pk)] = part
            _check(form, envelope, usual | part, numbers.get(envelope.pk), knapsack)
    found = {"usual": usual}
    if knapsack:
        found["knapsack"] = True
    return found | ({"envelopes": own} if own else {})


def _part(form, kind, envelope=None):
    """The limits that were filled in."""
    found = {name: form.cleaned_data.get(field_name(name, envelope)) for name in names_for(kind)}
    return {name: number for name, number in found.items() if number is not None}


def _check(form, envelope, part, options, knapsack):
    """Limits that cannot be kept together."""

    def wrong(name, words):
        field = field_name(name, envelope)
        form.add_error(field if field in form.fields else None, words)

    least, most = part.get("least", 0), part.get("most")
    if most is not None and most < least:
        wrong("most", _("At most %(most)s and at least %(least)s: nobody could fill that in.") % part)
    if options is not None and least > options:
        words = ngettext("It has only %(number)s project.", "It has only %(number)s projects.", options)
        wrong("least", words % {"number": options})
    if part.get("points_each", 0) > part.get("points", part.get("points_each", 0)):
        wrong("points_each", _("More for one project than there are points in all."))
    if part.get("least_percent") and not knapsack:
        wrong("least_percent", _("A share needs choices that may not cost more than the envelope."))
