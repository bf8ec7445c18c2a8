"""People at the door of the site, and their letters."""

import re
from typing import NamedTuple

import pytest
from django.core import mail
from django.test import Client
from factories import home_page


LINK = re.compile(r"http://testserver(/\S*/lien/\S+/)")
CODE = re.compile(r"^    (\d{6})$", re.M)


class Sent(NamedTuple):
    """A letter to sign in: the page that answered, and what the letter holds."""

    answer: object
    link: str
    code: str
    mail: object


@pytest.fixture
def door(django_capture_on_commit_callbacks):
    """`door(client, "camille@ville.example")` asks for a letter and opens it; None where none was sent."""
    home_page()

    def ask(client, email, path="/connexion/", **data):
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(path, {"email": email, **data})
        if len(mail.outbox) == before:
            return Sent(answer, None, None, None)
        letter = mail.outbox[-1]
        return Sent(answer, LINK.search(letter.body)[1], CODE.search(letter.body)[1], letter)

    return ask


@pytest.fixture
def window():
    """`window()`: another browser."""
    return Client
