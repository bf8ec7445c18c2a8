"""A town's server. Everything secret or particular comes from the environment; nothing has a weak default."""

import os

from .base import *  # noqa: F403
from .mail import mail


DEBUG = False
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = os.environ["TOWN_HOSTS"].split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
WAGTAILADMIN_BASE_URL = os.environ.get("TOWN_URL", f"https://{ALLOWED_HOSTS[0]}")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = int(os.environ.get("TOWN_HSTS_SECONDS", 60 * 60 * 24 * 365))
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

globals().update(
    mail(
        host=os.environ.get("EMAIL_HOST", "localhost"),
        port=int(os.environ.get("EMAIL_PORT", "25")),
        username=os.environ.get("EMAIL_HOST_USER", ""),
        password=os.environ.get("EMAIL_HOST_PASSWORD", ""),
        use_tls=os.environ.get("EMAIL_USE_TLS", "0") == "1",
    )
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("TOWN_EMAIL", f"participation@{ALLOWED_HOSTS[0]}")

# `manage.py db_worker` sends letters and keeps the search index; what it misses, `manage.py send_letters` sends.
INSTALLED_APPS = [*INSTALLED_APPS, "django_tasks_db"]  # noqa: F405
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PARTICIPATION = PARTICIPATION | {  # noqa: F405
    "READER_ADDRESS_HEADER": os.environ.get("TOWN_ADDRESS_HEADER", ""),
    "PAGES_KEPT_SECONDS": int(os.environ.get("TOWN_PAGES_KEPT_SECONDS", "10")),
    "WEB_ROLE": os.environ.get("TOWN_WEB_ROLE", ""),
}
