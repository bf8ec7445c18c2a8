"""What `manage.py check` says of a host's configuration, in sentences."""

from django.conf import settings
from django.core.checks import Error, register

from .conf import DEFAULTS


@register("participation")
def known_settings(app_configs, **kwargs):
    """participation.E001: a name in PARTICIPATION that no room reads is a spelling mistake."""
    unknown = sorted(set(getattr(settings, "PARTICIPATION", {})) - set(DEFAULTS))
    return [
        Error(
            f"PARTICIPATION has no setting {name!r}.",
            hint=f"Known: {', '.join(sorted(DEFAULTS))}.",
            id="participation.E001",
        )
        for name in unknown
    ]


@register("participation")
def time_zones_are_on(app_configs, **kwargs):
    """participation.E002: a phase closes at an exact moment, which needs time zones."""
    if settings.USE_TZ:
        return []
    return [Error("Set USE_TZ = True: phases open and close at exact moments.", id="participation.E002")]
