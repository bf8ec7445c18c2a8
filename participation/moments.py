"""Moments as people read them: in the town's time zone, whatever zone an editor has set for themselves."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext


def town_time(moment):
    """The same moment by the town's clocks."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def show_moment(moment):
    """`4 décembre 2026 à 18 h 00`: the day and the hour, without a full stop that would end a sentence twice."""
    return date_format(town_time(moment), pgettext("day and time", "j F Y, H:i"))


def show_hour(moment):
    """`18 h 00`"""
    return date_format(town_time(moment), pgettext("time of day", "H:i"))
