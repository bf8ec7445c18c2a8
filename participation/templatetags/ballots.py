"""What a ballot shows of its options. `{% load ballots %}`."""

from django import template


register = template.Library()


@register.filter
def at(found, key):
    """What a dictionary holds under a key, or None."""
    return found.get(key)
