"""The shape of an outline: what the district form refuses, and the words in which it does."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from . import rules


REFUSALS = {
    "no-json": _("This is not JSON. Copy the whole geometry, from its first { to its last }."),
    "no-geometry": _('This is no GeoJSON geometry. One begins with {"type": "Polygon".'),
    "wrong-type": _("The outline of a district is a Polygon or a MultiPolygon, not “%(found)s”."),
    "no-rings": _("Its “coordinates” are no list of rings of points."),
    "no-point": _("“%(found)s” is no point: a point is [longitude, latitude], two numbers."),
    "out-of-range": _("The point %(found)s is not on the globe: longitude and latitude are given in degrees (WGS84)."),
    "too-short": _("A ring has %(found)s points; it needs at least four, the last the same as the first."),
    "not-closed": _("The ring that begins at %(found)s is not closed: its last point must be the same as its first."),
    "too-many-points": _("It has %(found)s points. At most 20,000 are kept: simplify the outline first."),
    "no-feature": _("This is no GeoJSON feature with properties."),
    "no-name": _("It has no name there. Its properties: %(found)s."),
    "bad-name": _("Its name cannot be used: at most 120 characters, and some letters or digits of ours among them."),
    "twice": _("It has the same short name as feature %(found)s."),
    "taken": _("Another district, “%(found)s”, has that name already."),
    "no-number": _("“%(found)s” is no number of residents."),
}


def sentence(refusal):
    """A refused outline in words."""
    return REFUSALS[refusal.code] % {"found": refusal.found}


class OutlineField(forms.CharField):
    """Reads a GeoJSON geometry, or a feature that holds one; what was typed comes back as it was."""

    widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            geometry = rules.geometry_of(json.loads(text))
        except (ValueError, RecursionError) as unreadable:  # a number of thousands of digits, lists without end
            raise ValidationError(REFUSALS["no-json"], code="no-json") from unreadable
        if refusal := rules.check_outline(geometry):
            raise ValidationError(sentence(refusal), code=refusal.code)
        return rules.tidy(geometry)

    def prepare_value(self, value):
        return json.dumps(value) if isinstance(value, dict) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class DistrictForm(WagtailAdminModelForm):
    """A district, its outline read with plain words."""

    outline = OutlineField(label=_("Outline"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outline"].help_text = self._meta.model._meta.get_field("outline").help_text
