"""How dates, money, phases and reasons are written on a page. `{% load participation %}`."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language

from ..editorial.rules import FIXED, french
from ..moments import town_time
from ..money import show_money
from ..phases.forms import name_of, remark_sentence
from ..votes.sentences import grouped, why


register = template.Library()
register.filter("money", show_money)
register.filter("phase_name", name_of)
register.filter("why", why)
register.filter("grouped", grouped)


def in_french():
    """Is the reader's language French?"""
    return (get_language() or "").startswith("fr")


@register.filter
def set_in_type(text):
    """A line of plain text with the spaces and apostrophes its language asks for."""
    return french(str(text)) if in_french() else text


@register.filter
def ordinal_first(text):
    """`1 octobre` becomes `1er octobre`, the r and e raised, in French."""
    if in_french() and str(text).startswith("1 "):
        return format_html("1<sup>er</sup> {}", str(text)[2:])
    return text


def local(moment):
    """A date or a moment as the town reads it."""
    if hasattr(moment, "tzinfo") and moment.tzinfo:
        return town_time(moment)
    return moment


def _day_and_month(moment):
    """`18 octobre`, with the year when it is not this one."""
    pattern = "j F" if moment.year == timezone.localdate().year else "j F Y"
    return ordinal_first(_written(moment, pattern))


def _written(moment, pattern):
    """The day of a moment in the reader's language, by a pattern that asks for no hour."""
    return _written_in(get_language(), date(moment.year, moment.month, moment.day), pattern)


@lru_cache(maxsize=1000)
def _written_in(_language, day, pattern):
    return date_format(day, pattern)


@register.filter
def day(moment):
    """`dimanche 18 octobre`: the weekday, the day, the month, and the year when it is not this one."""
    if not moment:
        return ""
    moment = local(moment)
    return format_html("{} {}", _written(moment, "l"), _day_and_month(moment))


@register.filter
def short_day(moment):
    """`18 octobre`, without the weekday."""
    return _day_and_month(local(moment)) if moment else ""


@register.filter
def day_number(moment):
    """`18`, and `1er` in French."""
    number = local(moment).day
    return format_html("{}<sup>er</sup>", number) if number == 1 and in_french() else number


@register.filter
def opening_of(spans, kind):
    """When the phase of that kind opens, or None."""
    return next((span.opens for span in spans if span.kind == kind), None)


@register.filter
def span_of(standing, kind):
    """The phase of that kind, or None."""
    return standing.span(kind)


@register.filter
def is_in(value, values):
    """Is `value` one of `values`?"""
    return value in values


@register.filter
def unlocalized(number):
    """A number as it is, without a separator: a year."""
    return str(number)


@register.filter
def total_cents(envelopes):
    """What the envelopes hold together, in hundredths."""
    return sum(envelope.cents for envelope in envelopes)


@register.filter
def weekday(moment):
    """`dimanche`"""
    return _written(local(moment), "l")


@register.filter
def month(moment):
    """`octobre`, with the year when it is not this one."""
    moment = local(moment)
    return date_format(moment, "F" if moment.year == timezone.localdate().year else "F Y")


@register.filter
def hour(moment):
    """`23 h 59`, `17 h` in French; `23:59` elsewhere."""
    moment = local(moment)
    if not in_french():
        return date_format(moment, "H:i")
    return f"{moment.hour}{FIXED}h" + (f"{FIXED}{moment.minute:02}" if moment.minute else "")


@register.filter
def paper(key):
    """One of the five coloured papers, always the same for the same key."""
    return int(key) % 5 + 1


@register.filter
def from_day(meetings, today):
    """The meetings of today and later, the nearest first."""
    return sorted((each for each in meetings if each["date"] >= today), key=lambda each: each["date"])


@register.filter
def first_page(pages):
    """The first of a queryset that is read once, or None."""
    return next(iter(pages), None)


@register.filter
def after_first(pages, number):
    """Those after the first, `number` in all with it."""
    return list(pages)[1 : int(number)]


@register.filter
def remark_words(remark):
    """What a careful colleague would point out of a timeline, in words."""
    return remark_sentence(remark)


@register.inclusion_tag("participation/components/picture.html")
def show_picture(image, sizes="(min-width: 56rem) 40rem, 100vw", eager=False, classes=""):
    """A picture as AVIF, WebP and JPEG in three widths, with its alternative text or as decoration."""
    return {"image": image, "sizes": sizes, "eager": eager, "classes": classes}
