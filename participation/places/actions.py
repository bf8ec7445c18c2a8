"""The only code that writes districts in numbers."""

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from . import rules
from .models import District


LONGEST_NAME = 120


class BadFeature(ValueError):
    """A feature that is no district: which one, and what a form's `sentence` needs to say why."""

    def __init__(self, place, name, code, found=""):
        super().__init__(f"feature {place} ({name or 'no name'}): {code} {found}".strip())
        self.place, self.name, self.refusal = place, name, rules.Refusal(code, found)


@transaction.atomic
def import_districts(features, *, name, residents=None):
    """Make or update one district a GeoJSON feature, by its short name: all of them, or none.

    `name` and `residents` are the properties to read. Returns (made, updated). Raises BadFeature for the first
    feature that cannot be a district.
    """
    read = [_read(place, feature, name, residents) for place, feature in enumerate(features, 1)]
    seen = {}
    for place, fields in enumerate(read, 1):
        if seen.setdefault(fields["slug"], place) != place:
            raise BadFeature(place, fields["name"], "twice", str(seen[fields["slug"]]))
    position = (District.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    made = updated = 0
    for place, fields in enumerate(read, 1):
        found = District.objects.filter(slug=fields["slug"]).first()
        namesake = District.objects.filter(name=fields["name"]).first()
        if found and namesake and found != namesake:
            raise BadFeature(place, fields["name"], "taken", namesake.slug)
        found = found or namesake
        if found:
            updated += 1
            fields = {key: value for key, value in fields.items() if key != "slug"}
        else:
            found = District(position=position + made)
            made += 1
        for key, value in fields.items():
            setattr(found, key, value)
        found.save()
    return made, updated


def _read(place, feature, name_property, residents_property):
    """One feature as the fields of a district."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or feature.get("type") != "Feature":
        raise BadFeature(place, "", "no-feature")
    named = properties.get(name_property)
    name = " ".join(str(named).split()) if isinstance(named, str | int) else ""
    if not name:
        raise BadFeature(place, "", "no-name", ", ".join(map(str, properties))[:200])
    if len(name) > LONGEST_NAME or not slugify(name):
        raise BadFeature(place, name[:LONGEST_NAME], "bad-name")
    geometry = feature.get("geometry")
    if refusal := rules.check_outline(geometry):
        raise BadFeature(place, name, refusal.code, refusal.found)
    fields = {"name": name, "slug": slugify(name), "outline": rules.tidy(geometry)}
    if residents_property:
        fields["residents"] = _number(place, name, properties.get(residents_property))
    return fields


def _number(place, name, value):
    """A number of residents, as files write it: 3120, 3120.0, "3120"."""
    try:
        number = int(float(value))
    except (TypeError, ValueError, OverflowError) as error:
        raise BadFeature(place, name, "no-number", str(value)[:40]) from error
    if not 0 <= number < 2**31:
        raise BadFeature(place, name, "no-number", str(value)[:40])
    return number
