"""After sealing, no table, session, log, cache or letter holds a person and a choice together."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from factories import make_poll

from municipal.users.models import User
from participation.ballots.actions import agree_to_seal, close, make_codes
from participation.models import Elector, Poll


pytestmark = pytest.mark.django_db(transaction=True)


def every_row():
    """Each row of each table of the whole database, as one text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names that the database gave)
            for row in cursor.fetchall():
                yield table, " ".join(map(str, row))


@pytest.fixture
def canary(client, caplog):
    """One voter with a name found nowhere else chose an option nobody else did, and the box is sealed."""
    caplog.set_level(logging.DEBUG)
    poll = make_poll(electors=30, titles=["Des bancs", "Un verger", "Le canari jaune"])
    Elector.objects.filter(number="17").update(name="Serin Canari")
    _batch, pairs = make_codes(poll, None)
    base, codes = f"/p/vote/{poll.vote_id}/bulletin/", []
    for elector, code in pairs:
        client.post(base + "qui/", {"code": code})
        choice = {"step": "review", "choice": "3" if elector.number == "17" else "1", "word": "plume"}
        found = re.search(r'name="code" value="(\w+)"', client.post(base, choice).content.decode())[1]
        client.post(base, choice | {"step": "send", "code": found})
        codes.append((elector, found))
    ana, bao = (User.objects.create_user(f"{name}@ville.example", "secret") for name in ("ana", "bao"))
    Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    close(poll, ana)
    agree_to_seal(poll, ana)
    agree_to_seal(poll, bao)
    return poll, {elector.number: code for elector, code in codes}, caplog


def test_no_row_holds_a_voter_and_a_choice_nor_any_receipt_code(canary):
    poll, codes, _log = canary
    elector = Elector.objects.get(number="17")
    rows = list(every_row())
    choice = [(table, text) for table, text in rows if '["3"]' in text]
    assert len(choice) == 1 and choice[0][0] == "participation_sealedballot"
    assert not re.search(rf"\b(Serin|{elector.pk})\b", re.sub(r"^\d+ \d+", "", choice[0][1]))
    said = " ".join(text for _table, text in rows)
    assert not [code for code in codes.values() if code in said] and "plume" not in said


def test_logs_sessions_cache_and_letters_hold_no_choice_and_no_code(canary):
    _poll, codes, log = canary
    sessions = [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    letters = [message.body + message.subject for message in mail.outbox]
    kept = [str(value) for value in getattr(cache, "_cache", {}).values()]
    # SQL is logged at DEBUG by Django itself, in development only: production never turns it on.
    logs = [record.getMessage() for record in log.records if not record.name.startswith("django.db")]
    for text in (*sessions, *letters, *kept, *logs):
        assert '"3"' not in text and "plume" not in text
        assert not [code for code in codes.values() if code in text]


def test_the_order_of_the_list_says_nothing_of_the_order_of_votes(canary):
    poll, _codes, _log = canary
    receipts = list(poll.vote.sealed_ballots.order_by("pk").values_list("receipt", flat=True))
    assert receipts == sorted(receipts)
