"""A rehearsal: its own box, said on every screen, on no public page, held to its end, and deleted whole."""

import re
from html import unescape

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from factories import campaign_page, make_ready_poll, open_ready
from factories import signed_in as sign_in

from municipal.users.models import User
from participation.ballots.actions import give_duty
from participation.ballots.actions.rehearsing import NotRehearsed, delete_rehearsal
from participation.journal.actions import verify
from participation.models import (
    Comparison,
    Elector,
    Event,
    JournalEntry,
    OpenBallot,
    Option,
    Poll,
    ProposalOption,
    Result,
    RollMark,
    SealedBallot,
    Vote,
    VoteCampaignPage,
)
from participation.votes.actions import compare_vote, publish_result


pytestmark = pytest.mark.django_db
DESK = "/admin/participation/polls/"
VOTES = "/admin/participation/votes/"


@pytest.fixture
def poll():
    return make_ready_poll()


@pytest.fixture
def clerk(client, poll):
    found = sign_in(client, "Greffe du scrutin")
    poll.readers.set([found.user])
    return found


def text(answer):
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


def rehearse(clerk, poll, **typed):
    """A rehearsal begun at the desk: its vote and the codes that were shown."""
    answer = clerk.post(f"{DESK}{poll.vote_id}/rehearse/", {"people": "3", "hours": "2"} | typed)
    codes = re.findall(r'<td class="vote-mark">([0-9A-Z ]{19})</td>', answer.content.decode())
    return Vote.objects.exclude(rehearsal_of=None).last(), codes


def vote_once(vote, code, choice="1"):
    """A person with a code, from the first screen to the last. Returns every screen."""
    voter, base = Client(), f"/p/vote/{vote.pk}/bulletin/"
    seen = [voter.get(base, follow=True), voter.post(base + "qui/", {"code": code}, follow=True)]
    seen.append(voter.post(base, {"step": "review", "choice": choice}))
    receipt = re.search(r'name="code" value="([0-9A-Z]{16})"', seen[-1].content.decode())[1]
    seen.append(voter.post(base, {"step": "send", "code": receipt, "choice": choice}))
    return [*seen, voter.get(base), voter.get(f"/p/vote/{vote.pk}/recu/")]


def counted(clerk, vote):
    """End it, seal it with a colleague, count it."""
    clerk.post(f"{DESK}{vote.pk}/end/")
    colleague = sign_in(Client(), "Greffe du scrutin", "Élu référent")
    for person in (clerk, colleague):
        person.post(f"{DESK}{vote.pk}/seal/")
    clerk.post(f"{VOTES}count/{vote.pk}/")
    return Result.objects.get()


def test_a_copy_opens_at_once_with_its_own_box_and_another_fingerprint(clerk, poll):
    copy, codes = rehearse(clerk, poll)
    held = copy.poll
    assert len(codes) == 3 and held.electors.count() == 3 and poll.electors.count() == 3
    assert held.opened_at and held.opens_at < held.closes_at and Poll.objects.get(pk=poll.pk).opened_at is None
    assert copy.fingerprint != poll.vote.fingerprint and held.salt != poll.salt
    said = list(copy.options.values_list("code", "title", "cost", "envelope"))
    assert said == list(poll.vote.options.values_list("code", "title", "cost", "envelope"))
    assert not ProposalOption.objects.filter(option__vote=copy).exists()
    again = clerk.post(f"{DESK}{poll.vote_id}/rehearse/", {"people": "3", "hours": "2"}, follow=True)
    assert "under way already" in text(again) and Vote.objects.filter(rehearsal_of=poll.vote).count() == 1
    for code in codes:
        assert code not in text(clerk.get(f"{DESK}{copy.pk}/")) and code.replace(" ", "") not in str(
            list(Elector.objects.values())
        )


@pytest.mark.parametrize(
    "typed", [{"people": "1"}, {"people": "21"}, {"hours": "0"}, {"hours": "200"}, {"people": "x"}]
)
def test_a_rehearsal_has_its_bounds(clerk, poll, typed):
    assert clerk.post(f"{DESK}{poll.vote_id}/rehearse/", {"people": "3", "hours": "2"} | typed).status_code == 422
    assert not Vote.objects.exclude(rehearsal_of=None).exists()


def test_every_screen_of_a_voter_says_that_it_is_a_rehearsal_and_none_of_the_real_vote_does(clerk, poll, settings):
    copy, codes = rehearse(clerk, poll)
    for seen in vote_once(copy, codes[0]):
        assert seen.status_code == 200 and "<title>SCRUTIN TEST" in text(seen).replace("REHEARSAL", "SCRUTIN TEST")
        assert 'class="rehearsal" role="note"' in text(seen)
    assert OpenBallot.objects.get().poll_id == copy.poll.pk
    paper = text(clerk.get(f"{VOTES}paper/{copy.pk}/"))
    assert "<title>REHEARSAL" in paper and 'class="across">Rehearsal' in paper
    for url in (f"{DESK}{copy.pk}/", f"{VOTES}inspect/{copy.pk}/"):
        assert "Rehearsal</strong>" in text(clerk.get(url)), url
    settings.PARTICIPATION = {**settings.PARTICIPATION, "VOTES_ON_SQLITE": True}
    real = text(Client().get(f"/p/vote/{open_ready(poll).vote_id}/bulletin/", follow=True)).lower()
    assert 'class="rehearsal"' not in real and "scrutin test" not in real


def test_every_screen_of_who_holds_it_says_that_it_is_a_rehearsal(clerk, poll):
    copy, _codes = rehearse(clerk, poll)
    work = f"/admin/participation/polling/{copy.poll.pk}"
    assert text(clerk.get("/admin/participation/polling/")).count("REHEARSAL · ") == 1
    for screen in ("roll", "codes", "desk/place", "sheets", "duties"):
        assert text(clerk.get(f"{work}/{screen}/")).count("(rehearsal)") >= 2, screen
    duty = give_duty(copy.poll, clerk.user, email="aide@ville.example", role="desk", ends_at=copy.poll.closes_at)
    assert "REHEARSAL · " in text(clerk.get(f"{work}/duties/{duty.pk}/slip/"))
    assert 'class="rehearsal"' in text(Client().get(f"/p/aide/{duty.token}/"))


def test_it_is_on_no_public_page_and_no_list(clerk, poll):
    campaign = campaign_page(poll.vote)
    copy, codes = rehearse(clerk, poll)
    vote_once(copy, codes[0])
    counted(clerk, copy)
    stranger = Client()
    gone = ("", "verifier/", "verifier/tally.json", "telecharger/json/", "comparer/", "pas-a-pas/")
    assert {stranger.get(f"/p/vote/{copy.pk}/{below}").status_code for below in gone} == {404}
    assert stranger.get(campaign.get_url() + "resultats/").status_code == 404
    assert f"/{copy.pk}/" not in text(clerk.get(VOTES)) and f"/{copy.pk}/" not in text(clerk.get(DESK))
    assert not Vote.objects.told().exists() and not Poll.objects.published().exists()
    offered = VoteCampaignPage.get_edit_handler().get_form_class()(instance=VoteCampaignPage()).fields["vote"].queryset
    assert copy not in offered and poll.vote in offered
    assert not Event.objects.filter(kind="poll-extended").exists()


def test_it_goes_to_the_count_which_staff_read_and_nobody_publishes(clerk, poll):
    copy, codes = rehearse(clerk, poll)
    vote_once(copy, codes[0])
    vote_once(copy, codes[1], "2")
    assert "not sealed yet" in text(clerk.post(f"{VOTES}count/{copy.pk}/", follow=True))
    result = counted(clerk, copy)
    assert result.ballots == 2 and result.rehearsal and Poll.objects.get(pk=poll.pk).rehearsed_at
    assert "count of a rehearsal" in text(clerk.get(f"{VOTES}result/{copy.pk}/"))
    refused = clerk.post(f"{VOTES}publish/{copy.pk}/", {"result": result.pk}, follow=True)
    assert "nothing of it is published" in text(refused)
    with pytest.raises(ValueError, match="no public result"):
        publish_result(Vote.objects.get(pk=copy.pk), result)
    assert Vote.objects.get(pk=copy.pk).result is None
    assert set(poll.vote.process.proposals.values_list("status", flat=True)) == {"voted"}
    assert "rehearsed to its close" in text(clerk.get(f"{DESK}{poll.vote_id}/"))
    refused = clerk.post(f"{VOTES}unfreeze/{copy.pk}/", {"reason": "x"}, follow=True)
    assert "This is a rehearsal" in text(refused) and Vote.objects.get(pk=copy.pk).frozen_at


def test_it_is_deleted_whole_and_the_real_vote_is_untouched(clerk, poll):
    copy, codes = rehearse(clerk, poll)
    vote_once(copy, codes[0])
    compare_vote(counted(clerk, copy), copy.frozen_at)
    kept = (poll.vote.options.count(), poll.electors.count())
    url = f"{DESK}{copy.pk}/delete/"
    assert clerk.get(url).status_code == 200 and Vote.objects.filter(pk=copy.pk).exists()
    assert clerk.post(url)["Location"] == f"{DESK}{poll.vote_id}/"
    for model in (RollMark, OpenBallot, SealedBallot, Result, Comparison):
        assert not model.objects.exists(), model
    assert (Vote.objects.get(), Poll.objects.get()) == (poll.vote, poll)
    assert (Option.objects.count(), Elector.objects.count()) == kept
    assert JournalEntry.objects.first().act == "rehearsal-deleted" and verify() is None


def test_only_a_rehearsal_can_be_deleted(clerk, poll):
    assert "This is no rehearsal" in text(clerk.post(f"{DESK}{poll.vote_id}/delete/", follow=True))
    assert "This is no rehearsal" in text(clerk.post(f"{DESK}{poll.vote_id}/end/", follow=True))
    with pytest.raises(NotRehearsed):
        delete_rehearsal(poll.vote, None)
    assert Vote.objects.get() == poll.vote


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_the_ballots_of_a_real_vote_whatever_the_application_says(poll):
    kept = SealedBallot.objects.create(vote=poll.vote, body='["1"]')
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        SealedBallot.objects.filter(pk=kept.pk)._raw_delete("default")
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE participation_sealedballot SET rehearsal = %s", [True])
    assert SealedBallot.objects.get().rehearsal is False


def test_money_held_by_a_rehearsal_only_is_free_again(clerk, poll):
    copy, _codes = rehearse(clerk, poll)
    clerk.post(f"{VOTES}unfreeze/{poll.vote_id}/", {"reason": "Un projet de trop"})
    assert Vote.objects.get(pk=poll.vote_id).frozen_at is None
    assert not poll.vote.process.envelopes.exclude(held_at=None).exists() and copy.frozen_at


def test_a_rehearsal_begins_from_a_frozen_vote_that_was_not_opened(clerk, poll, settings):
    settings.PARTICIPATION = {**settings.PARTICIPATION, "VOTES_ON_SQLITE": True}
    open_ready(poll)
    answer = clerk.post(f"{DESK}{poll.vote_id}/rehearse/", {"people": "3", "hours": "2"}, follow=True)
    assert "set up and not opened" in text(answer) and User.objects.exists()
