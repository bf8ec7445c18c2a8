from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "municipal.home"
    label = "home"
    verbose_name = "Home and standard pages"
