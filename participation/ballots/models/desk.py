"""What stands behind a voting place's table: the tablet residents vote on, and a roll between dry run and import."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...places.models import Place
from .poll import Poll
from .roll import Elector


class RollUpload(models.Model):
    """A file between its dry run and its import. Erased by both answers, and after a day by itself."""

    poll = models.OneToOneField(Poll, primary_key=True, on_delete=models.CASCADE, related_name="roll_upload")
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("roll to be imported")
        verbose_name_plural = _("rolls to be imported")
        default_permissions = ()

    def __str__(self):
        return self.digest[:16]


class Tablet(models.Model):
    """A tablet at a voting place: nobody is signed in on it; a desk opens one elector's ballot on it at a time."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="tablets")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    # How often the desk has called somebody to it: a page of an earlier call opens and sends nothing any more.
    calls = models.PositiveIntegerField(default=0)
    # For whom the desk has opened a ballot, and until when if nothing is done any more.
    elector = models.ForeignKey(Elector, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        verbose_name = _("tablet")
        verbose_name_plural = _("tablets")
        default_permissions = ()

    def __str__(self):
        return self.name
