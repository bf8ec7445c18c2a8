from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "participation"
    label = "participation"
    verbose_name = _("Participation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import checks  # noqa: F401
        from .ballots import tasks as ballots  # noqa: F401
        from .letters import tasks  # noqa: F401
        from .people import tasks as people  # noqa: F401

        if apps.is_installed("allauth.socialaccount"):
            from .openid import tasks as identities  # noqa: F401
