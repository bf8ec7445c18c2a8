"""How Django is told of a mail server: by MAILERS from 6.1 on, by one setting an option before."""

import django


SETTINGS = {
    "host": "EMAIL_HOST",
    "port": "EMAIL_PORT",
    "username": "EMAIL_HOST_USER",
    "password": "EMAIL_HOST_PASSWORD",
    "use_tls": "EMAIL_USE_TLS",
}
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def mail(backend=SMTP, **options):
    """{setting: value} for sending mail through this backend."""
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": {"BACKEND": backend, "OPTIONS": options}}}
    return {"EMAIL_BACKEND": backend, **{SETTINGS[name]: value for name, value in options.items()}}
