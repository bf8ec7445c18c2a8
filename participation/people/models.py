"""What participation adds about a person, beside the host's own account."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..places.models import District


class Resident(models.Model):
    """A person who takes part: the name shown beside what they write."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="resident"
    )
    display_name = models.CharField(_("shown name"), max_length=80)
    district = models.ForeignKey(
        District, verbose_name=_("district"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("resident")
        verbose_name_plural = _("residents")

    def __str__(self):
        return self.display_name
