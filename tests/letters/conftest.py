"""A post office, and letters that are owed."""

import pytest
from django.db import transaction
from letters.post_office import PostOffice

from municipal.settings.mail import mail
from municipal.users.models import User
from participation.events.actions import append
from participation.letters.actions import write_letters
from participation.letters.tasks import nudge
from participation.models import Letter
from participation.signals import event_recorded


@pytest.fixture
def post_office(settings):
    """A mail server that Django sends to, patient for half a second."""
    office = PostOffice()
    office.start()
    for name, value in mail(host="127.0.0.1", port=office.port).items():
        setattr(settings, name, value)
    settings.PARTICIPATION = settings.PARTICIPATION | {"LETTERS_TIMEOUT": 0.5, "TOWN_NAME": "Orméval"}
    settings.DEFAULT_FROM_EMAIL = "participation@ormeval.example"
    yield office
    office.stop()


@pytest.fixture
def owe():
    """`owe(3)`: three letters in the outbox, to three accounts, and nothing sent; the nudge is silent meanwhile."""
    event_recorded.disconnect(nudge)

    def make(number, prefix="resident"):
        users = User.objects.bulk_create(User(email=f"{prefix}{n}@ville.example", password="x") for n in range(number))
        with transaction.atomic():
            events = [append("password-set", account=user.pk) for user in users]
        write_letters()
        return Letter.objects.filter(event__in=events)

    yield make
    event_recorded.connect(nudge)
