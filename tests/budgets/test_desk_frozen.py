"""What a freeze holds: no way of writing goes round it, and a change never crosses it."""

from html import unescape
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from factories import freeze, make_draft, make_edition, make_proposal, moment
from factories import signed_in as sign_in
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from participation.budgets.actions import choose_proposals, freeze_list, read_draft, unfreeze_list
from participation.frozen import Frozen
from participation.models import Envelope, JournalEntry, Option, Proposal, ProposalOption, Vote
from participation.votes.rules.fingerprint import fingerprint


pytestmark = pytest.mark.django_db
NOW = moment("2026-09-01 12:00")


@pytest.fixture
def clerk(client):
    return sign_in(client, "Greffe du scrutin", "Budget participatif")


def text(answer):
    return unescape(answer.content.decode())


def written(vote):
    """Every way of writing what a vote holds people to."""
    option, link = vote.options.first(), ProposalOption.objects.first()
    envelope, other = option.envelope, Envelope.objects.create(process=vote.process, name="x", cents=1, year=2026)
    fields = {
        "question": "?",
        "title": "T",
        "ballot_kind": "ordinal",
        "rule": "borda",
        "completion": "add1",
        "minimum_score": 3,
        "registered": 4,
        "quorum_percent": 5,
        "mentions": ["a", "b"],
        "frozen_at": None,
        "fingerprint": "",
        "process": make_edition(),
    }
    yield from ((vote, name, value) for name, value in fields.items())
    yield from ((option, name, value) for name, value in {"title": "T", "cost": 1, "code": "9", "position": 9}.items())
    yield from ((option, name, value) for name, value in {"district": None, "envelope": other}.items() if name)
    yield link, "proposal", make_proposal(vote.process, "Autre", number=99)
    yield from ((envelope, name, value) for name, value in {"cents": 1, "year": 2030, "name": "N"}.items())
    yield envelope, "held_at", None


def test_nothing_of_a_frozen_vote_is_written_by_any_way():
    vote = freeze(make_draft())
    ways = 0
    for row, name, value in written(vote):
        if getattr(row, name) == value:
            continue
        model, before = type(row), getattr(row, name)
        stored = model.objects.get(pk=row.pk)
        setattr(stored, name, value)
        with pytest.raises(Frozen):
            stored.save()
        with pytest.raises(Frozen):
            stored.save(update_fields=[name])
        with pytest.raises(Frozen):
            model.objects.filter(pk=row.pk).update(**{name: value})
        with pytest.raises(Frozen), transaction.atomic():
            model.objects.bulk_update([stored], [name])
        assert getattr(model.objects.get(pk=row.pk), name) == before, name
        ways += 1
    assert ways >= 20


def test_no_row_of_a_frozen_vote_is_added_or_removed():
    vote = freeze(make_draft())
    option = vote.options.first()
    more = {"vote": vote, "code": "9", "title": "T", "cost": 1, "envelope": option.envelope, "position": 9}
    for add in (lambda: Option.objects.create(**more), lambda: Option.objects.bulk_create([Option(**more)])):
        with pytest.raises(Frozen):
            add()
    for row in (vote, option, option.envelope, ProposalOption.objects.first()):
        with pytest.raises(Frozen):
            type(row).objects.get(pk=row.pk).delete()
        with pytest.raises(Frozen):
            type(row).objects.filter(pk=row.pk).delete()
    with pytest.raises(Frozen):
        choose_proposals(vote, {}, by=None)
    moved = Option.objects.get(pk=option.pk)
    moved.vote = make_draft()
    with pytest.raises(Frozen):
        moved.save()
    assert vote.options.count() == ProposalOption.objects.filter(option__vote=vote).count() == 3


def test_what_a_frozen_vote_still_takes():
    vote = freeze(make_draft())
    vote.save()
    vote.options.first().save()
    link = ProposalOption.objects.first()
    link.score = 3
    link.save()
    ProposalOption.objects.update(score=4, selected=True)
    ProposalOption.objects.bulk_update([link], ["score", "rank"])
    Envelope.objects.update(sort_order=7)
    Vote.objects.update(result=None)


def race(*runs):
    """Run functions at once, each on a connection of its own. What each raised, or None."""
    start, found = Barrier(len(runs)), [None] * len(runs)

    def go(place, run):
        start.wait()
        try:
            run()
        except Exception as error:
            found[place] = error
        finally:
            connection.close()

    threads = [Thread(target=go, args=each) for each in enumerate(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


@pytest.mark.django_db(transaction=True)
def test_of_many_who_freeze_at_once_one_does():
    vote, done = make_draft(), []
    _pairs, mark, found = read_draft(vote, NOW)
    accepted = {each.code for each in found}

    def press():
        own = Vote.objects.get(pk=vote.pk)
        done.append(freeze_list(own, read=mark, accepted=accepted, by=None, now=NOW))

    assert race(*[press] * 6) == [None] * 6
    assert sorted(done) == [False] * 5 + [True]
    assert JournalEntry.objects.filter(act="vote-freeze").count() == 1
    assert vote.options.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_freeze_and_a_change_never_cross():
    for _round in range(8):
        vote = make_draft()
        _pairs, mark, found = read_draft(vote, NOW)
        accepted = {each.code for each in found}

        def press(vote=vote, mark=mark, accepted=accepted):
            freeze_list(vote, read=mark, accepted=accepted, by=None, now=NOW)

        def change(vote=vote):
            own = Vote.objects.get(pk=vote.pk)
            own.rule = "greedy-stop"
            own.save()

        def shrink(vote=vote):
            envelope = Envelope.objects.filter(process=vote.process_id).first()
            envelope.cents -= 1
            envelope.save()

        def rename(vote=vote):
            Proposal.objects.filter(process=vote.process_id, number=1).update(title="Autre")

        race(press, change, shrink, rename)
        vote = Vote.objects.get(pk=vote.pk)
        if vote.frozen_at:
            assert vote.fingerprint == mark, "frozen as it was read, or not at all"
            options = list(vote.options.select_related("envelope"))
            assert fingerprint(vote.terms(options)) == mark


def test_held_money_is_refused_in_words_by_the_form_of_its_process(clerk):
    vote = freeze(make_draft())
    process, lines = vote.process, []
    for envelope in process.envelopes.all():
        money = {"district": envelope.district_id or "", "name": envelope.name, "year": envelope.year}
        lines.append({"id": envelope.pk, "cents": str(envelope.cents // 100), **money})

    def post(lines, initial=2):
        data = {"name": "Nom corrigé", "kind": "budget", "currency": "EUR", "reason": ""}
        rows = {"phases": inline_formset([], initial=0), "envelopes": inline_formset(lines, initial=initial)}
        return clerk.post(f"/admin/participation/processes/edit/{process.pk}/", nested_form_data(data | rows))

    dearer = [lines[0] | {"cents": "26000"}, lines[1]]
    removed = [lines[0], lines[1] | {"DELETE": "on"}]
    for typed, name in ((dearer, "Whole town"), (removed, "Le Port")):
        answer = post(typed)
        assert f"“{name}” is the money of a vote whose options are frozen" in text(answer)
    assert sorted(Envelope.objects.values_list("cents", flat=True)) == [25_000_00] * 2
    fresh = {"id": "", "district": "", "name": "Jeunes", "cents": "5000", "year": "2026"}
    assert post([*lines, fresh]).status_code == 302, "another envelope may be added, and the rest saved"
    unfreeze_list(vote, reason="Erreur", by=None, now=NOW)
    assert "others rely on it (options: 1)" in text(post(removed)), "a draft's options rely on it"
    assert post(dearer).status_code == 302
