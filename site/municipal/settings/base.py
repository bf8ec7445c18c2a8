"""What every installation of the reference town shares. Development, tests and production only add to it."""

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _


ROOT = Path(__file__).resolve().parents[3]
PROJECT = ROOT / "site" / "municipal"
VAR = Path(os.environ.get("TOWN_VAR", ROOT / "var"))
THEME = os.environ.get("TOWN_THEME", "ormeval")
THEME_DIR = ROOT / "themes" / THEME

INSTALLED_APPS = [
    "municipal.users",
    "municipal.media",
    "municipal.home",
    "municipal.demo",
    "participation",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "leaflet",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "municipal.policy.OnlyUtf8",
    "municipal.policy.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "participation.people.middleware.EditorByPassword",
    "municipal.policy.PrivateWhenKnown",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "municipal.urls"
WSGI_APPLICATION = "municipal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [THEME_DIR / "templates", PROJECT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# SQLite writes one at a time: begin by taking the lock, wait for it, and let no crash lose a commit.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}


def database(url):
    """Django's DATABASES entry for a URL; SQLite gets the durable options above."""
    settings = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = dict(SQLITE_OPTIONS)
        settings["CONN_MAX_AGE"] = 0
    return settings


DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'town.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "users.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "participation:sign-in"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [PROJECT / "locale"]
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [("theme", THEME_DIR / "static")]
MEDIA_URL = "media/"
MEDIA_ROOT = VAR / "media"
SERVE_MEDIA = False  # a town's web server does it; the demo and the tests let Django

# Letters and the search index: at once, in the request. A town's server has a worker instead (production.py).
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

DEMO_LETTERS = False  # /lettres/ shows everybody's letters: for a machine that answers to itself only

PARTICIPATION = {"ROLE_PERMISSIONS": {"Communication": ["home.change_siteframe"]}}

# Signing in through FranceConnect, ProConnect or another provider: README, In production.
if os.environ.get("OIDC_ISSUER"):
    INSTALLED_APPS += ["allauth.account", "allauth.socialaccount"]
    MIDDLEWARE.append("allauth.account.middleware.AccountMiddleware")
    SOCIALACCOUNT_ADAPTER = "participation.openid.views.provider.ProviderAdapter"
    ACCOUNT_USER_MODEL_USERNAME_FIELD, ACCOUNT_LOGIN_METHODS = None, {"email"}
    ACCOUNT_SIGNUP_FIELDS = ["email*"]
    PARTICIPATION["OPENID"] = {
        "name": os.environ.get("OIDC_NAME", "FranceConnect"),
        "issuer": os.environ["OIDC_ISSUER"],
        "client_id": os.environ["OIDC_CLIENT_ID"],
        "client_secret": os.environ["OIDC_CLIENT_SECRET"],
        "scope": os.environ.get("OIDC_SCOPE", "openid email"),
        "acr_values": os.environ.get("OIDC_ACR", ""),
    }

WAGTAIL_SITE_NAME = "Orméval participe"
WAGTAILADMIN_BASE_URL = os.environ.get("TOWN_URL", "http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "media.TownImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.TownDocument"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odt", "ods", "pdf", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp"}
# The editor's password is a second key beside the mailbox: nobody resets it by a letter, wrong ones are counted.
WAGTAILADMIN_USER_LOGIN_FORM = "participation.people.forms.EditorForm"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Dates in the editor are the town's dates: an editor abroad must not move a closing time.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor's preview panel frames the site's own pages
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
# W019 asks for DENY; SAMEORIGIN is what the preview panel needs (see X_FRAME_OPTIONS).
SILENCED_SYSTEM_CHECKS = ["security.W019"]
