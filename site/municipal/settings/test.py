"""The suite: quick passwords, files in a temporary folder, one database by TEST_DATABASE_URL."""

import os
import tempfile
from pathlib import Path


# The tables of accounts at a provider; the tests of its door start one and say where it is.
os.environ.update(OIDC_ISSUER="http://127.0.0.1:9", OIDC_CLIENT_ID="town", OIDC_CLIENT_SECRET="secret")  # noqa: S106

from .base import *  # noqa: F403
from .base import PARTICIPATION, database
from .mail import mail


for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"):
    del os.environ[name]
PARTICIPATION["OPENID"] = None

DEBUG = False
SECRET_KEY = "tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": database(os.environ.get("TEST_DATABASE_URL") or "sqlite://:memory:")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that threads meet as they would in a town; in memory where the machine has such a folder.
    SHELF = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path(tempfile.gettempdir())  # noqa: S108
    DATABASES["default"]["TEST"] = {"NAME": SHELF / f"town-test-{os.getpid()}.sqlite3"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
globals().update(mail("django.core.mail.backends.locmem.EmailBackend"))
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"town-test-media-{os.getpid()}"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
SERVE_MEDIA = True
WAGTAILADMIN_BASE_URL = "http://testserver"
