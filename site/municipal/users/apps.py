from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "municipal.users"
    label = "users"
    verbose_name = "Accounts"
