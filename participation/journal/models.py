"""The journal of staff acts, and rows that are written once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Immutable(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(f"A {self._meta.verbose_name} is never changed; write a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(f"A {self._meta.verbose_name} is never deleted.")


def about(row):
    """How the journal names a row: `vote:12`."""
    return f"{row._meta.model_name}:{row.pk}"


class JournalQuerySet(models.QuerySet):
    """The reads of the journal."""

    def of(self, *rows):
        """What was done with these rows, the last act first."""
        return self.filter(about__in=[about(row) for row in rows])


class JournalEntry(Immutable):
    """One act of staff, chained to the one before it."""

    place = models.PositiveBigIntegerField(_("number"), unique=True)
    act = models.CharField(_("act"), max_length=60)
    # The account's key as text, and no foreign key: erasing a person changes no entry and breaks no digest.
    by = models.CharField(_("account"), max_length=40, blank=True)
    about = models.CharField(_("about"), max_length=80, help_text=_("The kind of row and its key: vote:12"))
    facts = models.JSONField(_("facts"), default=dict)
    at = models.DateTimeField(_("on"))
    before = models.CharField(_("digest before"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64, unique=True)

    objects = JournalQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-place"]
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["about"], name="journal_of_a_row")]

    def __str__(self):
        return f"{self.place} {self.act} {self.about}"

    def told(self):
        """What the digest covers."""
        return {
            "place": self.place,
            "act": self.act,
            "by": self.by,
            "about": self.about,
            "facts": self.facts,
            "at": self.at.isoformat(),
        }
