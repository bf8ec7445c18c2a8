"""A sender killed with -9 at every stage of a letter: it arrives, and its Message-ID once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from participation.letters.actions import CLAIM, message_id, send_letters
from participation.models import Letter


ROOT = Path(__file__).resolve().parents[2]
SENDER = """
import sys
sys.path[:0] = ["site"]
import django
from django.conf import settings
from municipal.settings.mail import mail
for name, value in mail(host="127.0.0.1", port=int(sys.argv[1])).items():
    setattr(settings, name, value)
settings.DEFAULT_FROM_EMAIL = "participation@ormeval.example"
settings.PARTICIPATION = settings.PARTICIPATION | {"LETTERS_TIMEOUT": 60, "TOWN_NAME": "Orméval"}
django.setup()
from django.core.management import call_command
call_command("send_letters")
"""


def database_url():
    """The database of this very test, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['TEST_DATABASE_URL'].rpartition('/')[0]}/{name}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stage", ["hang at recipient", "hang after text"])
def test_a_sender_killed_in_the_middle_of_a_letter(stage, post_office, owe):
    letter = owe(1).get()
    post_office.behave = stage
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "municipal.settings.test",
        "TEST_DATABASE_URL": database_url(),
    }
    sender = subprocess.Popen([sys.executable, "-c", SENDER, str(post_office.port)], cwd=ROOT, env=environment)
    assert post_office.met.wait(90), "the sender never came to this stage"
    sender.send_signal(signal.SIGKILL)
    assert sender.wait(20) == -signal.SIGKILL
    letter.refresh_from_db()
    assert (letter.tries, letter.sent_at) == (1, None) and letter.next_try_at > timezone.now()
    post_office.behave = "take"
    assert send_letters() == 0, "its claim holds a while"
    assert send_letters(clock=lambda: timezone.now() + CLAIM) == 1
    assert set(post_office.ids) == {message_id(letter)}
    assert send_letters(clock=lambda: timezone.now() + 2 * CLAIM) == 0
    assert Letter.objects.get().sent_at
