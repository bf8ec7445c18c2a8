"""The voter's journey over HTTP: known by a letter's code or an account, choosing, reading again, sending."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_poll

from municipal.users.models import User
from participation.ballots.actions import make_codes, mark_at_desk, void_codes
from participation.models import BegunBallot, Elector, OpenBallot, Poll, Resident, RollMark


pytestmark = pytest.mark.django_db


@pytest.fixture
def poll():
    return make_poll(electors=2)


@pytest.fixture
def addresses(poll):
    base = f"/p/vote/{poll.vote_id}/"
    return {"ballot": base + "bulletin/", "who": base + "bulletin/qui/", "receipt": base + "recu/"}


@pytest.fixture
def code(poll):
    _batch, pairs = make_codes(poll, None)
    return pairs[0][1]


@pytest.fixture
def voter(client, addresses, code):
    """A browser in which the code of a letter was typed."""
    answer = client.post(addresses["who"], {"code": code})
    assert answer.status_code == 302
    return client


def text(answer):
    return re.sub(r"[ \n]+", " ", answer.content.decode())


def review(voter, addresses, **choices):
    answer = voter.post(addresses["ballot"], {"step": "review", **choices})
    return answer, re.search(r'name="code" value="([0-9A-Z]{16})"', answer.content.decode())


def send(voter, addresses, code, **choices):
    return voter.post(addresses["ballot"], {"step": "send", "code": code, **choices})


def test_without_being_known_one_is_asked_who_one_is(client, addresses):
    answer = client.get(addresses["ballot"])
    assert answer.status_code == 302 and answer.url == addresses["who"]
    assert 'name="code"' in text(client.get(addresses["who"]))


def test_the_whole_journey_from_the_letter_to_the_receipt(voter, addresses, poll):
    page = voter.get(addresses["ballot"])
    assert text(page).count('type="checkbox"') == 3 and "no-store" in page["Cache-Control"]
    answer, found = review(voter, addresses, choice=["2", "1"])
    assert answer.status_code == 200 and found and not OpenBallot.objects.exists()
    assert BegunBallot.objects.count() == 1
    done = send(voter, addresses, found[1], choice=["2", "1"], word="chat")
    assert done.status_code == 200 and 'role="status"' in text(done)
    kept = OpenBallot.objects.get()
    assert sorted(re.findall(r"\d", kept.body)) == ["1", "2"]
    for word, status in (("chat", "good"), ("chien", "bad")):
        checked = voter.post(addresses["receipt"], {"code": found[1].lower(), "word": word})
        assert f'class="notice {status}"' in text(checked)


def test_a_lost_answer_is_harmless(voter, addresses):
    _answer, found = review(voter, addresses, choice=["1"])
    send(voter, addresses, found[1], choice=["1"])
    again = send(voter, addresses, found[1], choice=["1"])
    assert "déjà enregistré" in text(again) and OpenBallot.objects.count() == RollMark.objects.count() == 1


def test_one_comes_back_finds_one_s_choices_and_changes_them(voter, addresses):
    _answer, found = review(voter, addresses, choice=["1"])
    send(voter, addresses, found[1], choice=["1"])
    page = text(voter.get(addresses["ballot"]))
    assert page.count(" checked") == 1 and "notice good" in page
    _answer, other = review(voter, addresses, choice=["3"])
    assert other[1] != found[1]
    send(voter, addresses, other[1], choice=["3"])
    assert OpenBallot.objects.get().body == '["3"]'
    assert 'class="notice bad"' in text(voter.post(addresses["receipt"], {"code": found[1]}))


def test_a_refused_ballot_keeps_what_was_chosen_and_says_why(client):
    poll = make_poll(limits={"usual": {"most": 1}})
    _batch, pairs = make_codes(poll, None)
    base = f"/p/vote/{poll.vote_id}/bulletin/"
    client.post(base + "qui/", {"code": pairs[0][1]})
    answer = client.post(base, {"step": "review", "choice": ["1", "2"]})
    assert answer.status_code == 422 and text(answer).count(" checked") == 2 and "error-summary" in text(answer)
    sent = client.post(base, {"step": "send", "code": "0" * 16, "choice": ["1", "2"]})
    assert sent.status_code == 422 and not OpenBallot.objects.exists()


def test_a_knapsack_says_what_is_left_and_by_how_much_it_is_over(client):
    poll = make_poll(limits={"knapsack": True})
    _batch, pairs = make_codes(poll, None)
    base = f"/p/vote/{poll.vote_id}/bulletin/"
    client.post(base + "qui/", {"code": pairs[0][1]})
    assert "15\u202f000\u00a0€" in text(client.post(base, {"step": "total", "choice": ["1"]}))
    over = client.post(base, {"step": "review", "choice": ["1", "2", "3"]})
    assert over.status_code == 422 and "5\u202f000\u00a0€" in text(over)


@pytest.mark.parametrize("typed", ["", "0000 0000 0000 0000", "<script>alert(1)</script>", "é" * 60, "x" * 500])
def test_a_wrong_code_is_said_and_kept(client, addresses, typed, code):
    answer = client.post(addresses["who"], {"code": typed})
    assert answer.status_code == 422 and "wrong-word" in text(answer) and "<script>alert" not in text(answer)
    assert client.get(addresses["ballot"]).status_code == 302


def test_a_voided_batch_opens_nothing(client, addresses, poll):
    batch, pairs = make_codes(poll, None)
    void_codes(batch, None, "Sac postal perdu")
    assert client.post(addresses["who"], {"code": pairs[0][1]}).status_code == 422
    _batch, again = make_codes(poll, None)
    assert client.post(addresses["who"], {"code": again[0][1]}).status_code == 302


def test_a_code_is_stored_nowhere(code, poll):
    assert not Elector.objects.filter(code_digest__icontains=code).exists()
    assert {len(each) for each in Elector.objects.values_list("code_digest", flat=True)} == {64}


def test_who_voted_on_paper_reads_so(voter, addresses, poll):
    mark_at_desk(poll.pk, poll.electors.order_by("pk").first().pk)
    assert "papier" in text(voter.get(addresses["ballot"]))
    _answer, found = review(voter, addresses, choice=["1"])
    assert found is None and not OpenBallot.objects.exists()
    assert not OpenBallot.objects.exists() and "papier" in text(send(voter, addresses, "0" * 16, choice=["1"]))


@pytest.mark.parametrize(("opens", "closes"), [(3600, 7200), (-7200, -3600)])
def test_outside_its_hours_the_ballot_says_so(client, opens, closes):
    poll = make_poll(opens=opens, closes=closes)
    answer = client.get(f"/p/vote/{poll.vote_id}/bulletin/")
    assert answer.status_code == 200 and "checkbox" not in text(answer)


def test_a_ballot_sent_too_late_is_told_that_it_was_not_recorded(voter, addresses):
    _answer, found = review(voter, addresses, choice=["1"])
    Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    late = send(voter, addresses, found[1], choice=["1"])
    assert "n’a pas été enregistré" in text(late) and not OpenBallot.objects.exists()


def test_an_account_votes_where_the_rule_asks_for_no_roll(client):
    poll = make_poll(electors=0, access="declared", residence="J’habite Orméval.")
    base = f"/p/vote/{poll.vote_id}/bulletin/"
    assert "connexion" in text(client.get(base + "qui/"))
    user = User.objects.create_user("ines@ormeval.example", "secret")
    Resident.objects.create(account=user, display_name="Inès")
    client.force_login(user)
    assert client.post(base + "qui/", {"age": "on"}).status_code == 422
    assert client.post(base + "qui/", {"age": "on", "residence": "on"}).status_code == 302
    assert client.post(base + "qui/", {"age": "on", "residence": "on"}).status_code == 302
    elector = Elector.objects.get()
    assert elector.resident.account == user and "J’habite Orméval." in elector.checked
    assert client.get(base).status_code == 200


@pytest.mark.parametrize("kind", ["cumulative", "ordinal", "mentions", "yes-no"])
def test_every_kind_of_ballot_is_chosen_read_again_and_sent(client, kind):
    rules = {"ordinal": "schulze", "mentions": "judgment", "yes-no": "majority"}
    poll = make_poll(vote={"ballot_kind": kind, "rule": rules.get(kind, "greedy"), "mentions": ["bien", "bof"]})
    _batch, pairs = make_codes(poll, None)
    base = f"/p/vote/{poll.vote_id}/bulletin/"
    client.post(base + "qui/", {"code": pairs[0][1]})
    typed = {
        "cumulative": {"points-1": "3", "points-2": ""},
        "ordinal": {"rank-1": "2", "rank-2": "1"},
        "mentions": {"mention-1": "bien", "mention-3": "bof"},
        "yes-no": {"answer": "no"},
    }[kind]
    shown = client.get(base)
    assert shown.status_code == 200
    assert ('value="total"' in text(shown)) == (kind != "yes-no"), "a yes or a no has nothing to add up"
    answer, found = review(client, {"ballot": base}, **typed)
    hidden = dict(
        re.findall(r'type="hidden" name="((?:points|rank|mention|answer)[^"]*)" value="([^"]*)"', text(answer))
    )
    assert hidden == {name: value for name, value in typed.items() if value}
    assert send(client, {"ballot": base}, found[1], **hidden).status_code == 200
    assert OpenBallot.objects.count() == 1
    assert client.get(base).status_code == 200


def test_casting_asks_few_questions(voter, addresses):
    cache.clear()
    _answer, found = review(voter, addresses, choice=["1"])
    with CaptureQueriesContext(connection) as queries:
        send(voter, addresses, found[1], choice=["1"])
    told = [query["sql"][:60] for query in queries]
    cast = [sql for sql in told if not sql.startswith(("BEGIN", "COMMIT"))]
    assert len(cast) <= 8 + 5, cast  # five more dress the confirmation


def test_no_cookie_for_who_only_looks(client, addresses):
    assert not client.get(addresses["receipt"]).cookies.get("sessionid")
