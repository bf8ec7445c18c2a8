"""The button that signs in through a provider, where the host has one. `{% load openid %}`."""

from django import template

from ..conf import setting


register = template.Library()


@register.simple_tag
def openid_name():
    """The provider's name, or nothing where the host has none."""
    return (setting("OPENID") or {}).get("name", "")
