"""The drawings of a result as numbers that an SVG attribute takes; each has its table. `{% load votes_figures %}`."""

from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..editorial.rules import FIXED
from ..votes.sentences import grouped
from .votes_result import percent


register = template.Library()

# What published files call the ways to vote, and how a resident does.
CHANNELS = {
    "internet": lambda: _("online"),
    "online": lambda: _("online"),
    "paper": lambda: _("on paper"),
    "mobile": lambda: _("on a telephone"),
    "mail": lambda: _("by post"),
    "": lambda: _("not said"),
}
MOST_NAMED = 3  # ways told together by their names
SHADES = 7  # of a scale, in the style sheet
MOST_COLUMNS = 12
FLOOR, TALLEST = 200, 176  # pixels of a drawing 240 high


@register.filter
def share(part, whole):
    """`87 %`, `95,9 %`: a part of a whole, exact to one decimal; never all or nothing where it is not quite."""
    if not whole:
        return ""
    tenths = min(max((2000 * part + whole) // (2 * whole), 1 if part else 0), 1000 if part == whole else 999)
    return in_percent(decimal(tenths))


def in_percent(number):
    """A number already in words as a percentage."""
    return f"{number}{FIXED}%" if (get_language() or "").startswith("fr") else f"{number}%"


def decimal(tenths):
    """`23` tenths as `2,3`; whole numbers without a decimal."""
    whole, rest = divmod(tenths, 10)
    point = "," if (get_language() or "").startswith("fr") else "."
    return f"{grouped(whole)}{point}{rest}" if rest else grouped(whole)


def stack(parts):
    """Parts of one bar, side by side. `parts` yields (name, number)."""
    parts = [(name, number) for name, number in parts]
    whole, done, drawn = sum(number for _name, number in parts), 0, []
    for place, (name, number) in enumerate(parts):
        drawn.append(
            {
                "name": name,
                "number": number,
                "share": share(number, whole),
                "x": percent(done, whole),
                "width": percent(number, whole),
                "shade": shade_of(place, parts),
            }
        )
        done += number
    return drawn


@register.simple_tag
def shade_of(place, parts):
    """The shade of one part of a scale, 1 the fullest, whatever the number of parts."""
    return place * (SHADES - 1) // max(len(parts) - 1, 1) + 1


@register.simple_tag
def channels_of(result):
    """How people took part, as one bar; nothing where nobody knows, or where a number could point at people."""
    return stack((_channels(names), number) for names, number in result.turnout.get("channels") or ())


def _channels(names):
    """`online`, or several ways whose numbers are told together."""
    if len(names) > MOST_NAMED:
        return _("other ways")
    return ", ".join(CHANNELS[name]() if name in CHANNELS else name for name in names)


@register.simple_tag
def answers_of(facts):
    """Yes, no and blank as one bar."""
    return stack([(_("Yes"), facts["yes"]), (_("No"), facts["no"]), (_("Blank"), facts["blank"])])


@register.simple_tag
def mentions_of(facts, scale):
    """The mentions of one option as one bar, in the order of the scale."""
    return stack((name, facts["mentions"].get(name, 0)) for name in scale)


@register.simple_tag
def duel_of(facts):
    """The voters who rank one option above the winner, and those who rank the winner above it, as one bar."""
    return stack([("", facts["preferred"]), ("", facts["winner_preferred"])])


@register.simple_tag
def sizes_of(result):
    """How many options the ballots name, as upright bars; None where all name as many, or none is named."""
    sizes = {int(size): number for size, number in result.turnout.get("sizes", {}).items()}
    if len(sizes) < 2:
        return None
    step = -(-max(sizes) // MOST_COLUMNS)
    columns = [(first, min(first + step - 1, max(sizes))) for first in range(1, max(sizes) + 1, step)]
    numbers = [sum(number for size, number in sizes.items() if first <= size <= last) for first, last in columns]
    top = _round_above(max(numbers))
    slot = 92 / len(columns)
    return {
        "ticks": [{"y": FLOOR - TALLEST * part // 2, "words": grouped(top * part // 2)} for part in (0, 1, 2)],
        "bars": [
            {
                "label": str(first) if first == last else f"{first}–{last}",
                "words": _options_named(first, last),
                "number": number,
                "x": f"{8 + slot * (place + 0.12):.2f}%",
                "middle": f"{8 + slot * (place + 0.5):.2f}%",
                "width": f"{slot * 0.76:.2f}%",
                "y": FLOOR - TALLEST * number // top,
                "height": TALLEST * number // top,
            }
            for place, ((first, last), number) in enumerate(zip(columns, numbers, strict=True))
        ],
    }


def _options_named(first, last):
    """`1 option`, `6 to 10 options`."""
    if first == last:
        return ngettext("%(number)s choice", "%(number)s choices", first) % {"number": first}
    return _("%(first)s to %(last)s choices") % {"first": first, "last": last}


def _round_above(number):
    """The next even round number: 2, 4, 10, 20, 40, 100, …"""
    scale = 1
    while True:
        for top in (2 * scale, 4 * scale, 6 * scale, 8 * scale, 10 * scale):
            if top >= number:
                return top
        scale *= 10
