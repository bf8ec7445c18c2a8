"""Freezing: what is asked before, what is copied, what no longer changes whoever writes, and the way back."""

import json
from hashlib import sha256
from html import unescape

import pytest
from factories import campaign_page, freeze, make_draft, make_edition, make_proposal, moment
from factories import signed_in as sign_in
from factories.drafts import OVER
from wagtail.models import ModelLogEntry

from participation.budgets.actions import choose_proposals, read_draft, unfreeze_list
from participation.models import Envelope, JournalEntry, Poll, Proposal, ProposalOption, Vote
from participation.votes.actions import seal_imported_ballots


pytestmark = pytest.mark.django_db
DESK = "/admin/participation/votes/"
NOW = moment("2026-09-01 12:00")


@pytest.fixture
def clerk(client):
    return sign_in(client, "Greffe du scrutin", "Budget participatif")


def text(answer):
    return unescape(answer.content.decode())


def screen(vote, name="freeze"):
    return f"{DESK}{name}/{vote.pk}/"


def codes(vote, now=NOW):
    return {(each.code, each.blocks) for each in read_draft(vote, now)[2]}


def confirm(client, vote, **typed):
    """Read the confirmation, tick everything, press the button."""
    shown = client.get(screen(vote)).context
    return client.post(screen(vote), {"read": shown["read"], "accepted": [each.code for each in shown["odd"]]} | typed)


def test_a_list_is_frozen_with_all_it_stands_for(clerk):
    vote = make_draft()
    campaign_page(vote)
    Proposal.objects.filter(number=1).update(title="Des bancs à l’ombre", cost=9_000_00, district=None)
    answer = confirm(clerk, vote)
    assert answer["Location"] == screen(vote, "inspect")
    vote.refresh_from_db()
    assert vote.frozen_at and vote.state == "frozen"
    option = vote.options.get(code="1")
    assert (option.title, option.cost) == ("Des bancs à l’ombre", 9_000_00), "as it stood at that moment"
    assert set(vote.process.proposals.values_list("status", flat=True)) == {"voted"}
    assert set(Envelope.objects.values_list("held_at", flat=True)) == {vote.frozen_at}
    assert ProposalOption.objects.filter(option__vote=vote).count() == 3
    Proposal.objects.filter(number=1).update(title="Autre chose", cost=1)
    option.refresh_from_db()
    assert (option.title, option.cost) == ("Des bancs à l’ombre", 9_000_00)
    told = text(clerk.get(screen(vote, "inspect")))
    assert vote.fingerprint in told and "Froze the list" in told and "Autre chose" not in told


def test_the_fingerprint_is_worked_out_again_from_the_terms_alone():
    vote = freeze(make_draft())
    whole, port = Envelope.objects.order_by("sort_order")
    terms = {
        "ballot": "approval",
        "completion": "",
        "envelopes": [[whole.pk, 25_000_00, 2026], [port.pk, 25_000_00, 2026]],
        "mentions": [],
        "minimum_score": None,
        "options": [
            ["1", "Des bancs", 10_000_00, None, whole.pk],
            ["2", "Un verger", 10_000_00, port.district_id, port.pk],
            ["3", "Une fontaine", 10_000_00, None, whole.pk],
        ],
        "question": "Quels projets la ville doit-elle construire ?",
        "quorum_percent": None,
        "registered": None,
        "rule": "greedy",
    }
    written = json.dumps(terms, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert vote.fingerprint == sha256(written.encode()).hexdigest()


def break_dates(vote):
    vote.process.phases.all().delete()


def break_opening(vote):
    vote.process.phases.update(opens=None)


def break_end(vote):
    vote.process.phases.update(opens=moment(OVER[0]), closes=moment("2026-08-31 12:00"))


def archive(vote):
    type(vote.process).objects.filter(pk=vote.process_id).update(archived_at=NOW)


BLOCKING = {
    "no-option": lambda vote: choose_proposals(vote, {}, by=None),
    "no-cost": lambda vote: Proposal.objects.filter(number=1).update(cost=None),
    "no-envelope": lambda vote: Envelope.objects.filter(district=None).update(
        district=Envelope.objects.last().district_id, name="x"
    ),
    "too-dear": lambda vote: Envelope.objects.filter(district=None).update(cents=9_999_99),
    "not-admissible": lambda vote: Proposal.objects.filter(number=2).update(status="refused"),
    "no-dates": break_dates,
    "archived": archive,
    "one-question": lambda vote: Vote.objects.update(ballot_kind="yes-no", rule="majority"),
    "rule-does-not-fit": lambda vote: Vote.objects.update(rule="majority"),
    "no-scale": lambda vote: Vote.objects.update(ballot_kind="mentions", rule="judgment", mentions=["Bien"]),
    "no-registered": lambda vote: Vote.objects.update(quorum_percent=20),
    "has-ballots": lambda vote: seal_imported_ballots(vote, [(("1",), {})]),
    "vote-is-over": lambda vote: vote.process.phases.update(opens=moment(OVER[0]), closes=moment("2026-10-02 08:00")),
}


@pytest.mark.parametrize("code", BLOCKING)
def test_what_is_missing_is_named_and_nothing_is_frozen(clerk, code):
    vote = make_draft()
    BLOCKING[code](vote)
    vote = Vote.objects.get()
    now = moment("2027-01-01 12:00") if code == "vote-is-over" else NOW
    assert (code, True) in codes(vote, now)
    shown = clerk.get(screen(vote))
    assert "What keeps it from being frozen" in text(shown) and 'class="button">Freeze' not in text(shown)
    forced = {"read": shown.context["read"], "accepted": [each.code for each in shown.context["odd"]]}
    answer = clerk.post(screen(vote), forced)
    assert "Nothing was frozen: something is missing." in text(answer)
    assert Vote.objects.get().frozen_at is None
    assert "Before it is frozen" in text(clerk.get(screen(vote, "inspect")))


def test_an_opening_without_a_closing_is_no_date():
    vote = make_draft()
    break_opening(vote)
    assert ("no-dates", True) in codes(Vote.objects.get())


ODD = {
    "one-option": lambda vote: choose_proposals(vote, {vote.process.proposals.get(number=1).pk: None}, by=None),
    "left-out": lambda vote: make_proposal(vote.process, "Oublié", status="admitted", cost=1),
    "all-fit": lambda vote: Envelope.objects.update(cents=99_000_00),
    "no-question": lambda vote: Vote.objects.update(question="  "),
    "vote-has-begun": lambda vote: vote.process.phases.update(opens=moment("2020-01-01 08:00")),
    "no-page": lambda vote: None,
    "same-title": lambda vote: Proposal.objects.filter(number=2).update(title="DES BANCS "),
    "in-another-vote": lambda vote: freeze(make_draft(vote.process, title="Jeunes")),
}


@pytest.mark.parametrize("code", ODD)
def test_what_is_odd_is_ticked_one_by_one(clerk, code):
    vote = make_draft()
    ODD[code](vote)
    shown = clerk.get(screen(vote))
    found = [each.code for each in shown.context["odd"]]
    assert code in found and not shown.context["blocking"]
    others = [each for each in found if each != code]
    refused = clerk.post(screen(vote), {"read": shown.context["read"], "accepted": others})
    assert "tick each remark" in text(refused) and text(refused).count(" checked") == len(others)
    assert Vote.objects.get(pk=vote.pk).frozen_at is None
    assert clerk.post(screen(vote), {"read": shown.context["read"], "accepted": found}).status_code == 302
    assert Vote.objects.get(pk=vote.pk).frozen_at


def test_what_is_frozen_is_what_was_read(clerk):
    vote = make_draft()
    shown = clerk.get(screen(vote)).context
    Proposal.objects.filter(number=1).update(cost=1_00)
    ticked = {"read": shown["read"], "accepted": [each.code for each in shown["odd"]]}
    answer = clerk.post(screen(vote), ticked)
    assert "the list has changed since you read it" in text(answer) and "€1<" in text(answer)
    assert clerk.post(screen(vote), {"accepted": ticked["accepted"]}).status_code == 200
    assert Vote.objects.get().frozen_at is None
    assert clerk.post(screen(vote), ticked | {"read": answer.context["read"]}).status_code == 302


def test_freezing_twice_is_harmless(clerk):
    vote = freeze(make_draft())
    again = clerk.post(screen(vote), {"read": vote.fingerprint}, follow=True)
    assert "nothing of the vote changes any more" in text(again)
    assert clerk.get(screen(vote)).status_code == 302
    assert ModelLogEntry.objects.filter(action="participation.vote.freeze").count() == 1


def test_the_form_of_a_frozen_vote_leads_back_to_its_page(clerk):
    vote = freeze(make_draft())
    typed = {"process": vote.process_id, "title": "Autre", "ballot_kind": "approval", "way": "greedy:"}
    for answer in (clerk.get(screen(vote, "edit")), clerk.post(screen(vote, "edit"), typed)):
        assert answer["Location"] == screen(vote, "inspect")
    answer = clerk.post(screen(vote, "delete"), follow=True)
    assert "is frozen" in text(answer) and Vote.objects.get().title != "Autre"


def test_the_way_back_while_nobody_has_voted(clerk):
    vote = freeze(make_draft())
    assert text(clerk.get(screen(vote, "unfreeze"))).count("Reason") >= 1
    silent = clerk.post(screen(vote, "unfreeze"), {"reason": "  "})
    assert "Say why" in text(silent) and Vote.objects.get().frozen_at
    answer = clerk.post(screen(vote, "unfreeze"), {"reason": "Un coût <b>faux</b>"}, follow=True)
    assert "is a draft again" in text(answer) and "Made it a draft again: “Un coût <b>faux</b>”" in text(answer)
    assert "<b>faux" not in answer.content.decode()
    vote.refresh_from_db()
    assert (vote.frozen_at, vote.fingerprint, vote.state) == (None, "", "draft")
    assert set(vote.process.proposals.values_list("status", flat=True)) == {"admitted"}
    assert not Envelope.objects.filter(held_at__isnull=False).exists()
    entry = JournalEntry.objects.get(act="vote-unfreeze")
    assert entry.by == str(clerk.user.pk) and entry.facts["reason"] == "Un coût <b>faux</b>"
    assert clerk.post(screen(vote, "unfreeze"), {"reason": "Encore"}).status_code == 302


def test_a_vote_with_a_ballot_stays_frozen(clerk):
    vote = freeze(make_draft())
    seal_imported_ballots(vote, [(("1",), {})])
    answer = clerk.post(screen(vote, "unfreeze"), {"reason": "Trop tard"}, follow=True)
    assert "people have voted already: the list stays" in text(answer)
    assert Vote.objects.get().frozen_at and "Unfreeze" not in text(clerk.get(screen(vote, "inspect")))


def test_unfreezing_one_vote_leaves_what_another_holds():
    process = make_edition()
    first, second = freeze(make_draft(process)), freeze(make_draft(process, title="Jeunes"))
    unfreeze_list(first, reason="Erreur", by=None, now=NOW)
    assert Envelope.objects.filter(held_at__isnull=False).count() == 2
    assert set(process.proposals.values_list("status", flat=True)) == {"voted"}
    unfreeze_list(second, reason="Erreur", by=None, now=NOW)
    assert set(process.proposals.values_list("status", flat=True)) == {"admitted"}


def test_a_vote_whose_box_was_opened_stays_frozen_though_nobody_has_voted(clerk):
    vote = freeze(make_draft())
    Poll.objects.create(vote=vote, opens_at=NOW, closes_at=moment(OVER[1]), opened_at=NOW)
    clerk.post(screen(vote, "unfreeze"), {"reason": "Trop tard"})
    assert Vote.objects.get().frozen_at
