"""Reading again, sending, and the receipt to keep: refusals keep what was chosen, nothing is said twice or lost."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from factories import make_district, make_poll

from participation.ballots.actions import cast, make_codes
from participation.ballots.rules import digest_of
from participation.models import BegunBallot, Envelope, OpenBallot, Option, Poll


pytestmark = pytest.mark.django_db


def text(answer):
    return re.sub(r"[ \n]+", " ", answer.content.decode())


@pytest.fixture
def poll():
    return make_poll(electors=2, help_elsewhere="Mairie, 01 99 00 15 24")


@pytest.fixture
def address(poll):
    return f"/p/vote/{poll.vote_id}/bulletin/"


@pytest.fixture
def voter(client, poll, address):
    client.post(address + "qui/", {"code": make_codes(poll, None)[1][0][1]})
    return client


def code_in(answer):
    return re.search(r'name="code" value="(\w{16})"', text(answer))[1]


@pytest.mark.parametrize("wrong", [{"code": ""}, {"code": "abc"}, {"word": "x" * 41}])
def test_a_number_or_a_word_that_does_not_do_is_said_and_the_choices_are_kept(voter, address, wrong):
    answer = voter.post(address, {"step": "send", "code": "A" * 16, "choice": ["3", "1"], "word": "chat", **wrong})
    assert answer.status_code == 422 and 'role="alert"' in text(answer) and not OpenBallot.objects.exists()
    assert text(answer).count('type="hidden" name="choice"') == 2
    assert f'value="{wrong.get("word", "chat")[:40]}"' in text(answer)


def test_the_number_of_another_ballot_is_replaced(voter, address, poll):
    other = poll.electors.order_by("pk").last()
    cast(poll.pk, other.pk, '["1"]', digest_of(poll.salt, "A" * 16))
    answer = voter.post(address, {"step": "send", "code": "A" * 16, "choice": "3"})
    assert answer.status_code == 422 and code_in(answer) != "A" * 16 and OpenBallot.objects.count() == 1


def test_a_refusal_of_the_choices_says_what_else_can_be_done(voter, address):
    answer = voter.post(address, {"step": "review", "choice": ["1", "nulle-part"]})
    assert answer.status_code == 422 and "01 99 00 15 24" in text(answer) and text(answer).count(" checked") == 1


def test_the_confirmation_prints_and_its_picture_holds_no_choice(voter, address):
    sent = voter.post(address, {"step": "send", "code": "A" * 16, "choice": "2", "word": 'chat"><b>'})
    ticket = re.search(r"<section class=\"ticket\"[^>]*>", text(sent))[0]
    assert "AAAA AAAA AAAA AAAA" in ticket and "verger" not in ticket and "&lt;b&gt;" in ticket
    assert "data-print hidden" in text(sent) and "data-save hidden" in text(sent) and "receipt.js" in text(sent)
    assert 'name="forget"' in text(sent)


def test_a_ballot_already_recorded_is_said_even_after_the_close(voter, address, poll):
    ballot = {"step": "send", "code": "A" * 16, "choice": "2"}
    voter.post(address, ballot)
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    again = voter.post(address, ballot)
    assert "déjà enregistré" in text(again) and "changer jusqu" not in text(again) and OpenBallot.objects.count() == 1


def test_which_envelope_is_still_to_be_voted_is_said_on_every_screen(voter, address, poll):
    district = make_district("Quais")
    envelope = Envelope.objects.create(process=poll.vote.process, district=district, cents=1_000_000, year=2026)
    Option.objects.filter(vote=poll.vote, code="3").update(envelope=envelope, district=district)
    chosen = {"choice": "1"}
    screens = [voter.post(address, {"step": step, "code": "A" * 16, **chosen}) for step in ("total", "review", "send")]
    assert all("Quais" in text(screen) for screen in screens)
    assert re.search(r"« ?.?Quais.?»", text(screens[1])) and re.search(r"« ?.?Quais.?»", text(screens[2]))


def test_looking_at_a_change_is_not_beginning_again(voter, address):
    voter.post(address, {"step": "review", "choice": "1"})
    assert BegunBallot.objects.count() == 1
    voter.post(address, {"step": "send", "code": "A" * 16, "choice": "1"})
    voter.post(address, {"step": "review", "choice": "2"})
    assert not BegunBallot.objects.exists()


@pytest.mark.parametrize(
    ("kind", "field"),
    [("cumulative", "points-1"), ("ordinal", "data-of"), ("mentions", "data-of"), ("approval", "data-cost")],
)
def test_every_kind_of_ballot_gives_its_script_what_it_counts(client, kind, field):
    rules = {"ordinal": "schulze", "mentions": "judgment"}
    poll = make_poll(vote={"ballot_kind": kind, "rule": rules.get(kind, "greedy"), "mentions": ["bien", "bof"]})
    base = f"/p/vote/{poll.vote_id}/bulletin/"
    client.post(base + "qui/", {"code": make_codes(poll, None)[1][0][1]})
    page = text(client.get(base))
    assert field in page and 'role="status" data-total' in page and "data-without-script" in page


def test_an_error_report_quotes_nothing_of_a_ballot(voter, address, settings, mailoutbox):
    def away(execute, sql, params, many, context):
        if "participation_elector" in sql:
            raise OperationalError("the database is away")
        return execute(sql, params, many, context)

    settings.ADMINS = [("Garde", "garde@ville.example")]
    voter.raise_request_exception = False
    with connection.execute_wrapper(away):
        answer = voter.post(address, {"step": "send", "choice": "choix-secret", "code": "A" * 16, "word": "cachalot"})
    assert answer.status_code >= 500
    (report,) = mailoutbox
    assert address in report.body and not any(word in report.body for word in ("choix-secret", "A" * 16, "cachalot"))


def test_an_answer_instead_of_a_ballot_is_kept_by_no_cache_either(client, address, poll):
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now())
    closed = client.get(address)
    assert "no-store" in closed["Cache-Control"] and "no-cache" in closed["Cache-Control"]


def test_once_the_vote_is_over_nobody_is_sent_to_a_place_to_vote(client, poll, address):
    receipt = f"/p/vote/{poll.vote_id}/recu/"
    assert "01 99 00 15 24" in text(client.get(receipt))
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    assert "01 99 00 15 24" not in text(client.get(receipt)) + text(client.get(address))


def test_a_receipt_that_is_not_typed_is_asked_for_in_words(client, poll):
    refused = text(client.post(f"/p/vote/{poll.vote_id}/recu/", {}))
    assert "seize lettres et chiffres. Relisez" in refused and "autofocus" in refused


def test_the_bar_says_a_number_of_choices_once(client):
    plain = make_poll(electors=1, limits={})
    address = f"/p/vote/{plain.vote_id}/bulletin/"
    client.post(address + "qui/", {"code": make_codes(plain, None)[1][0][1]})
    bar = text(client.get(address)).partition("data-count")[2]
    assert bar.count("0 choix") == 1 and "data-section" not in bar


def test_before_it_opens_a_vote_sends_nobody_to_a_place_either(client, poll, address):
    soon = timezone.now() + timedelta(hours=1)
    Poll.objects.filter(pk=poll.pk).update(opens_at=soon, closes_at=soon + timedelta(hours=9))
    page = text(client.get(address))
    assert "pas encore ouvert" in page and "01 99 00 15 24" not in page


def test_what_is_printed_says_where_to_check_the_receipt(voter, poll, address):
    code = code_in(voter.post(address, {"choice": "1", "step": "review"}))
    sent = text(voter.post(address, {"choice": "1", "code": code, "step": "send"}))
    assert f"testserver/p/vote/{poll.vote_id}/recu/</span>" in sent
