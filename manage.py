#!/usr/bin/env python
"""Put `site/` on the path, name the settings, hand over to Django."""

import os
import sys
from pathlib import Path


if __name__ == "__main__":
    sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "municipal.settings.dev")
    if sys.argv[1:2] == ["tally"]:
        # A count asks neither the database nor a page: without the apps it begins more than a second sooner.
        from participation.management.commands.tally import Command

        Command().run_from_argv(sys.argv)
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
