"""Sealing at the desk, and who sees the result before it is public: those who are named, and nobody else."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from factories import make_ready_poll, open_ready
from factories import signed_in as sign_in
from wagtail.users.models import UserProfile

from municipal.users.models import User
from participation.ballots.actions import agree_to_close, begin_batch, cast, close, mark_at_desk, void_batch
from participation.ballots.rules import digest_of
from participation.models import Elector, JournalEntry, Phase, Poll, Result, Vote


pytestmark = pytest.mark.django_db
DESK = "/admin/participation/polls/"
VOTES = "/admin/participation/votes/"
FILES = ("result/{}/", "result/{}/pas-a-pas/", "result/{}/comparer/", "compare/{}/", "publish/{}/")
DOWNLOADS = tuple(f"result/{{}}/telecharger/{kind}/" for kind in ("json", "csv", "pb"))


@pytest.fixture(autouse=True)
def any_database(settings):
    settings.PARTICIPATION = {**settings.PARTICIPATION, "VOTES_ON_SQLITE": True}


def text(answer):
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


@pytest.fixture
def clerk(client):
    return sign_in(client, "Greffe du scrutin")


@pytest.fixture
def colleague():
    return sign_in(Client(), "Greffe du scrutin", "Élu référent")


@pytest.fixture
def root():
    """A superuser whom nobody named."""
    person, user = Client(), User.objects.create_user("racine@ville.example", "secret", is_superuser=True)
    UserProfile.objects.create(user=user, preferred_language="en")
    person.force_login(user)
    return person


def open_box(clerk, voters=6):
    """An open poll of a vote, in which that many have voted; the clerk is who sees the result first."""
    poll = make_ready_poll(electors=voters + 2, readers=[clerk.user])
    now = timezone.now()
    Phase.objects.filter(kind="vote").update(opens=now - timedelta(days=1), closes=now + timedelta(hours=1))
    poll = open_ready(poll)
    for n, elector in enumerate(Elector.objects.filter(poll=poll).order_by("pk")[:voters]):
        cast(poll.pk, elector.pk, f'["{1 + n % 2}"]', digest_of(poll.salt, f"{n:016}"))
    return poll


def over(poll):
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    Phase.objects.filter(kind="vote").update(closes=timezone.now() - timedelta(seconds=1))


def seal(poll, *people, **typed):
    over(poll)
    close(poll, None)
    for person in people:
        person.post(f"{DESK}{poll.vote_id}/seal/", typed)


def test_two_people_seal_at_the_desk_one_twice_do_not(clerk, colleague):
    poll = open_box(clerk)
    url = f"{DESK}{poll.vote_id}/seal/"
    assert "not closed yet" in text(clerk.post(url, follow=True)) and "not closed yet" in text(clerk.get(url))
    seal(poll, clerk)
    shown = text(colleague.get(url))
    assert "6 online" in shown and "6 in the box" in shown and str(clerk.user) in shown
    assert "You have agreed already" in text(clerk.post(url, follow=True)) and "agreed already" in text(clerk.get(url))
    assert Poll.objects.get().sealed_at is None
    assert "The box is sealed." in text(colleague.post(url, follow=True))
    sealed = Poll.objects.get()
    assert sealed.sealed_at and sealed.root in text(clerk.get(f"{DESK}{poll.vote_id}/"))
    acts = list(JournalEntry.objects.values_list("act", flat=True)[:3])
    assert acts == ["sealed", "seal-agreed", "seal-agreed"]


def test_paper_that_differs_needs_an_explanation_which_the_second_person_reads(clerk, colleague):
    poll = open_box(clerk)
    mark_at_desk(poll.pk, Elector.objects.filter(poll=poll, mark=None).first().pk)
    url = f"{DESK}{poll.vote_id}/seal/"
    seal(poll, clerk)
    assert not poll.agreements.exists(), "nothing is agreed without a word"
    assert clerk.post(url, {"difference": "  "}).status_code == 422
    clerk.post(url, {"difference": "Une personne est repartie."})
    assert "Une personne est repartie." in text(colleague.get(url))
    colleague.post(url, {"difference": "Une personne est repartie."})
    assert Poll.objects.get().sealed_at and "repartie" in JournalEntry.objects.first().facts["difference"]


def test_an_open_batch_is_said(clerk):
    poll = open_box(clerk)
    begin_batch(poll, None, 0, clerk.user)
    seal(poll)
    url = f"{DESK}{poll.vote_id}/seal/"
    assert "1 batch of paper ballots is not closed" in text(clerk.get(url))
    assert "Some batches of paper ballots are not closed" in text(clerk.post(url, follow=True))


def test_who_has_agreed_agrees_again_once_the_paper_has_changed(clerk, colleague):
    poll, url = open_box(clerk), f"{DESK}{{}}/seal/"
    batch = begin_batch(poll, None, 0, clerk.user)
    for person in (clerk.user, colleague.user):
        agree_to_close(batch, person)
    seal(poll, clerk)
    void_batch(batch, colleague.user, "Mal comptée")
    assert not poll.agreements.filter(act="seal").exists() and JournalEntry.objects.filter(act="seal-lapsed").exists()
    colleague.post(url.format(poll.vote_id))
    assert Poll.objects.get().sealed_at is None, "nobody changes the paper and seals it alone"
    clerk.post(url.format(poll.vote_id))
    assert Poll.objects.get().sealed_at


@pytest.mark.parametrize("when", ["draft", "open", "closed", "half sealed"])
def test_nobody_gets_a_partial_result_superusers_included(clerk, root, when):
    poll = make_ready_poll(readers=[clerk.user]) if when == "draft" else open_box(clerk)
    if when in ("closed", "half sealed"):
        seal(poll, *([clerk] if when == "half sealed" else []))
    if when == "draft":
        Phase.objects.filter(kind="vote").update(opens="2026-01-01T00:00Z", closes="2026-02-01T00:00Z")
    for person in (clerk, root):
        told = text(person.post(f"{VOTES}count/{poll.vote_id}/", follow=True))
        assert "not sealed yet" in told
        for path in (*FILES, *DOWNLOADS):
            for verb in ("get", "post"):
                answer = getattr(person, verb)(VOTES + path.format(poll.vote_id))
                assert answer.status_code in (302, 404, 405), (path, verb)
    assert not Result.objects.exists() and Vote.objects.get().state == "frozen"


def test_between_the_count_and_the_publication_only_who_is_named_sees_it(clerk, colleague, root):
    poll = open_box(clerk)
    seal(poll, clerk, colleague)
    told = text(colleague.post(f"{VOTES}count/{poll.vote_id}/", follow=True))
    assert "6 ballots are counted" in told and "Read the whole result" not in told
    result = Result.objects.get()
    for person in (colleague, root):
        for path in (*FILES, *DOWNLOADS):
            for verb in ("get", "post"):
                answer = getattr(person, verb)(VOTES + path.format(poll.vote_id), {"result": result.pk})
                assert (answer.status_code, answer["Location"]) == (302, "/admin/"), (path, verb)
        page = text(person.get(f"{VOTES}inspect/{poll.vote_id}/"))
        assert "seen by those named on its poll" in page and "selected, " not in page
    assert Vote.objects.get().result is None
    for path in (*FILES, *DOWNLOADS):
        assert clerk.get(VOTES + path.format(poll.vote_id)).status_code == 200, path
    clerk.post(f"{VOTES}publish/{poll.vote_id}/", {"result": result.pk})
    assert Vote.objects.get().result == result
    for person in (colleague, root):
        assert person.get(f"{VOTES}result/{poll.vote_id}/").status_code == 200, "public now"


def test_who_was_named_and_lost_the_right_sees_nothing(clerk, colleague):
    poll = open_box(clerk)
    seal(poll, clerk, colleague)
    colleague.post(f"{VOTES}count/{poll.vote_id}/")
    clerk.user.groups.clear()
    assert clerk.get(f"{VOTES}result/{poll.vote_id}/").status_code == 302


def test_a_vote_put_off_is_counted_by_the_end_of_its_box(clerk, colleague):
    """The dates of the process were moved behind the box's back: the box was sealed, so it was over."""
    poll = open_box(clerk)
    seal(poll, clerk, colleague)
    Phase.objects.filter(kind="vote").update(closes="2099-01-01T00:00Z")
    clerk.post(f"{VOTES}count/{poll.vote_id}/")
    assert Result.objects.get().ballots == 6
