"""What is seen of an open poll: how many have voted, rounded, and a close that was put off."""

from django.conf import settings
from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from ...journal.models import Immutable
from ..rules import watch
from .poll import Poll
from .roll import RollMark


class TurnoutCount(Immutable):
    """How many had voted by some hour on one channel, rounded down as rules.watch says: never one person's hour."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="turnout_counts")
    at = models.DateTimeField(_("hour"))
    channel = models.CharField(_("channel"), max_length=10, choices=RollMark.Channel.choices)
    number = models.PositiveIntegerField(_("at least"))

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "channel"]
        verbose_name = _("turnout at an hour")
        verbose_name_plural = _("turnout by the hour")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["poll", "at", "channel"], name="one_turnout_an_hour")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H} {self.channel}"


class Extension(Immutable):
    """That a poll closes later than it was to, and why. Residents read it."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="extensions")
    closed_before = models.DateTimeField(_("was to close"))
    closes_at = models.DateTimeField(_("closes"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("on"))

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        verbose_name = _("close put off")
        verbose_name_plural = _("closes put off")
        default_permissions = ()

    def __str__(self):
        return self.reason


def turnout_of(poll):
    """What may be told of who has voted so far, rounded: by channel, by day, by district, by the hour.

    Asks the roll only, never the box.
    """
    marks = RollMark.objects.filter(poll=poll).order_by()
    found = dict(marks.values_list("channel").annotate(Count("pk")))
    channels = watch.told({label: found.get(value, 0) for value, label in RollMark.Channel.choices})
    days = marks.values_list("voted_on").annotate(Count("pk")).order_by("voted_on")
    districts = marks.values_list("elector__district__name").annotate(Count("pk")).order_by("elector__district__name")
    hours = {}
    for each in TurnoutCount.objects.filter(poll=poll):
        hours.setdefault(each.at, {})[each.channel] = each.number
    return {
        "total": sum(channels.values()),  # of what is told: an exact total would give the rest away
        "channels": channels,
        "days": watch.told(dict(days)),
        "districts": watch.told(dict(districts)),
        "hours": hours,
    }
