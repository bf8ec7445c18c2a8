"""Districts and places: rows without a language."""

from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from . import rules


class DistrictQuerySet(models.QuerySet):
    """The reads of districts."""

    def for_lists(self):
        """Without their outlines, which may be long."""
        return self.defer("outline")


class District(models.Model):
    """A part of the town that residents recognise as theirs."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(
        _("short name"), max_length=120, unique=True, help_text=_("In addresses. Letters, digits, hyphens.")
    )
    residents = models.PositiveIntegerField(_("residents"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Smallest first in lists."))
    outline = models.JSONField(
        _("outline"),
        null=True,
        blank=True,
        help_text=_(
            "A GeoJSON geometry (Polygon or MultiPolygon), longitude before latitude. "
            "“manage.py import_districts” reads a whole file of them."
        ),
    )
    changed_at = models.DateTimeField(_("changed on"), auto_now=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self):
        return self.name


def drawing_of(districts):
    """The outlines of these districts on one sheet, or None. Asks nothing while none of them has changed."""
    return _drawn(tuple((district.pk, district.changed_at) for district in districts))


@lru_cache(maxsize=8)
def _drawn(versions):
    keys = [pk for pk, _changed_at in versions]
    kept = District.objects.filter(pk__in=keys).filter(outline__isnull=False).values_list("pk", "outline")
    outlines = {pk: outline for pk, outline in kept if rules.check_outline(outline) is None}
    return rules.draw({pk: outlines[pk] for pk in keys if pk in outlines})


class Place(models.Model):
    """A place residents go to."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    address = models.CharField(_("address"), max_length=255)
    district = models.ForeignKey(
        District, verbose_name=_("district"), null=True, blank=True, on_delete=models.SET_NULL, related_name="places"
    )
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    step_free = models.BooleanField(
        _("step-free access"), default=False, help_text=_("A person in a wheelchair enters alone.")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self):
        return self.name
