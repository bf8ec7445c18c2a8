"""What is in the box while it is open, and what closing and sealing leave behind."""

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from ...journal.models import Immutable
from .poll import Poll
from .roll import Elector, RollMark


OWN = {
    "postgresql": "SELECT body FROM participation_box_own(%s)",
    "sqlite": "SELECT body FROM {box} WHERE mark_id = %s",
}
HOLDS = {
    "postgresql": "SELECT participation_box_holds(%s, %s)",
    "sqlite": "SELECT EXISTS (SELECT 1 FROM {box} WHERE poll_id = %s AND receipt = %s)",
}
NUMBER = {
    "postgresql": "SELECT participation_box_number(%s)",
    "sqlite": "SELECT count(*) FROM {box} WHERE poll_id = %s",
}


class Box(models.Manager):
    """All that the website asks of the open box.

    On PostgreSQL by functions of the owner (migrations/0003_box_functions.py), so that it can run as a role that
    cannot read the table.
    """

    def own(self, elector_id):
        """What this elector's ballot says, or None."""
        return self._ask(OWN, elector_id)

    def holds(self, poll, receipt):
        """Is a ballot with this digest of a receipt in the box?"""
        return bool(self._ask(HOLDS, poll.pk, receipt))

    def number(self, poll):
        """How many ballots are in the box of a poll."""
        return self._ask(NUMBER, poll.pk)

    def _ask(self, question, *values):
        with connection.cursor() as cursor:
            cursor.execute(question[connection.vendor].format(box=self.model._meta.db_table), values)
            found = cursor.fetchone()
        return found and found[0]


class OpenBallot(models.Model):
    """A ballot in the open box of a confidential vote: changeable until close, gone when the box is sealed."""

    # DO_NOTHING: the database's own keys protect a mark and a poll. Django would look into the box to do so.
    mark = models.OneToOneField(RollMark, primary_key=True, on_delete=models.DO_NOTHING, related_name="ballot")
    poll = models.ForeignKey(Poll, on_delete=models.DO_NOTHING, related_name="open_ballots")
    body = models.TextField()
    receipt = models.CharField(max_length=64, unique=True)

    objects = Box()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("ballot in the box")
        verbose_name_plural = _("ballots in the box")
        default_permissions = ()

    def __str__(self):
        return ""  # nothing that prints a row prints a choice


class BegunBallotQuerySet(models.QuerySet):
    """The reads of begun ballots."""

    def waiting(self, now):
        """Those begun in a poll that is open at `now` by an elector who has voted on no channel since."""
        polls = Poll.objects.under_way().filter(opens_at__lte=now, closes_at__gt=now)
        return self.filter(elector__poll__in=polls, elector__mark=None)


class BegunBallot(models.Model):
    """That an elector has begun to vote: all that the reminder knows."""

    elector = models.OneToOneField(Elector, primary_key=True, on_delete=models.CASCADE, related_name="begun")
    begun_at = models.DateTimeField(_("begun on"))
    reminded_at = models.DateTimeField(_("reminded on"), null=True, blank=True)

    objects = BegunBallotQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("begun ballot")
        verbose_name_plural = _("begun ballots")
        default_permissions = ()

    def __str__(self):
        return str(self.elector_id)


class Agreement(Immutable):
    """One of the two people whom closing, sealing or a batch needs."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="agreements")
    act = models.CharField(_("act"), max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("on"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [models.UniqueConstraint(fields=["poll", "act", "by"], name="one_agreement_a_person")]

    def __str__(self):
        return self.act
