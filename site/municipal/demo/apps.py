from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "municipal.demo"
    label = "demo"
    verbose_name = "The demo town"

    def ready(self):
        from . import letters  # noqa: F401
