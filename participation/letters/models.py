"""The outbox: one row a letter, from the event that makes it until the mail server has taken it."""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..events.models import Event


LATE = timedelta(minutes=15)


class LetterQuerySet(models.QuerySet):
    """The reads of letters."""

    def due(self, now):
        """Those to be sent now, the longest waiting first."""
        return self.filter(next_try_at__lte=now).order_by("next_try_at", "created_at")

    def stuck(self):
        """Those that did not leave: refused, late, or too late to be of use."""
        late = Q(next_try_at__isnull=False, created_at__lt=timezone.now() - LATE)
        return self.filter(sent_at=None).filter(~Q(last_error="") | late).select_related("event")


class Letter(models.Model):
    """One letter to one person about one event.

    `next_try_at` is the whole state: due from then on; claimed by moving it ahead; empty once sent or ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)  # its Message-ID, the same at every try
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="letters")
    recipient = models.EmailField(_("recipient"))
    language = models.CharField(_("language"), max_length=12)
    template = models.CharField(_("letter"), max_length=60)
    # Keys of rows, never a code or a link: what a letter must not leave in the database is looked up when it is sent.
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("written on"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now, null=True, blank=True, db_index=True)
    last_error = models.CharField(_("why it did not leave"), max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["event", "recipient", "template"], name="one_letter_an_event_and_reader")
        ]

    def __str__(self):
        return f"{self.template} {self.created_at:%Y-%m-%d %H:%M}"
