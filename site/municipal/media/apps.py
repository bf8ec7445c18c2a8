from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "municipal.media"
    label = "media"
    verbose_name = "Pictures and documents"
