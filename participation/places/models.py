"""Districts and places: rows without a language."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
            "Points [x, y] of the district in the town's drawn map, for example [[10, 20], [80, 25], [60, 90]]."
        ),
    )

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self):
        return self.name


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
