"""The demo and the developer's machine: no secret, letters read on /lettres/ and never sent."""

import os

from .base import *  # noqa: F403
from .mail import mail


# The demo shows the town's own error pages; a developer asks for Django's with TOWN_DEBUG=1.
DEBUG = os.environ.get("TOWN_DEBUG", "0") == "1"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
SERVE_MEDIA = True
SECRET_KEY = "only-for-a-machine-nobody-else-reaches-3f1d5c0e9b7a"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
globals().update(mail("municipal.demo.letters.OnThePage"))
DEMO_LETTERS = True
PARTICIPATION = PARTICIPATION | {"VOTES_ON_SQLITE": True}  # noqa: F405 (a vote to try, not a real one)
VAR.mkdir(parents=True, exist_ok=True)  # noqa: F405
