"""What happened, for the rooms above to act on after it is committed."""

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class EventQuerySet(models.QuerySet):
    """The reads of events."""

    def waiting(self, after=0):
        """Those that nobody has handled, in order, locked; one that another worker holds is left to it."""
        skip = connection.features.has_select_for_update_skip_locked
        return self.filter(handled_at=None, pk__gt=after).order_by("pk").select_for_update(skip_locked=skip)


class Event(models.Model):
    """One thing that happened: a kind and the keys of the rows concerned."""

    kind = models.CharField(_("kind"), max_length=60)
    facts = models.JSONField(_("facts"), default=dict)
    created_at = models.DateTimeField(_("on"), auto_now_add=True)
    handled_at = models.DateTimeField(_("handled on"), null=True, blank=True)

    objects = EventQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        default_permissions = ()
        indexes = [models.Index(fields=["id"], condition=models.Q(handled_at=None), name="events_waiting")]

    def __str__(self):
        return f"{self.pk} {self.kind}"
