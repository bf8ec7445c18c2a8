"""The town as in production, with one bare Wagtail page beside it to measure the others by."""

from municipal.settings.production import *  # noqa: F403
from municipal.settings.production import INSTALLED_APPS as TOWN


INSTALLED_APPS = [*TOWN, "bare"]
