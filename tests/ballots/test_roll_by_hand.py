"""The roll by hand: found, corrected, taken off; emptied of names when its time is up."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_district, make_poll, signed_in

from participation.ballots.actions import agree_to_seal, close, import_roll, make_codes, mark_at_desk, write_elector
from participation.models import Elector, JournalEntry, Poll, Result, RollMark, Vote
from participation.votes.actions import count_vote, publish_result


pytestmark = pytest.mark.django_db
CLERK = "Greffe du scrutin"


def at(poll, tail):
    return f"/admin/participation/polling/{poll.pk}/{tail}/"


def test_somebody_is_found_by_folded_name_number_or_year(client):
    poll = make_poll(electors=0)
    import_roll(poll, "numéro;nom;prénom;naissance\nA12;Évrard-Œuvré;Loïc;1987\nB3;Petit;Ana;1990\n".encode(), None)
    signed_in(client, CLERK)
    for words in ("evrard loic", "OEUVRE", "a12", "1987", "Évrard 1987"):
        told = client.get(at(poll, "roll"), {"q": words}).content.decode()
        assert "Loïc Évrard" in told and "Ana Petit" not in told, words
    assert "Nobody on the roll is like that" in client.get(at(poll, "roll"), {"q": "\0x' OR 1"}).content.decode()
    for bad in ({"district": "x"}, {"state": "x"}, {"page": "-1"}, {"district": "9" * 30}):
        assert client.get(at(poll, "roll"), bad).status_code == 200


def test_the_list_asks_as_little_for_many_as_for_few(client):
    poll = make_poll(electors=3)
    signed_in(client, CLERK)
    client.get(at(poll, "roll"))
    counts = []
    for more in (0, 120):
        Elector.objects.bulk_create(Elector(poll=poll, number=f"m{n}", name=f"Nom {n}") for n in range(more))
        with CaptureQueriesContext(connection) as asked:
            client.get(at(poll, "roll"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_one_person_is_added_and_corrected_by_hand(client):
    poll, port = make_poll(electors=0), make_district()
    signed_in(client, CLERK)
    told = {
        "number": "7",
        "name": "Zoé  Martin",
        "address": "1 rue\n\n56000 Ville",
        "birth_year": "1990",
        "district": port.pk,
    }
    client.post(at(poll, "roll/new"), told)
    elector = Elector.objects.get()
    assert (elector.name, elector.folded, elector.address) == ("Zoé Martin", "zoe martin", "1 rue\n56000 Ville")
    again = client.post(at(poll, "roll/new"), told)
    assert again.status_code == 422 and "has this number" in again.content.decode()
    young = client.post(at(poll, "roll/new"), told | {"number": "8", "birth_year": str(timezone.now().year - 10)})
    assert young.status_code == 422 and "too young" in young.content.decode() and "Zoé" in young.content.decode()
    client.post(at(poll, f"roll/{elector.pk}"), told | {"name": "Zoé Durand"})
    assert Elector.objects.get().folded == "zoe durand"
    entry = JournalEntry.objects.filter(act="elector-corrected").get()
    assert entry.facts["changed"] == ["name"] and "Zoé" not in str(entry.facts)


def test_who_has_voted_is_not_taken_off_and_keeps_their_district(client):
    poll, port = make_poll(electors=2), make_district()
    voted, other = poll.electors.order_by("pk")
    mark_at_desk(poll.pk, voted.pk)
    signed_in(client, CLERK)
    for elector in (voted, other):
        assert client.post(at(poll, f"roll/{elector.pk}/remove"), {"reason": " "}).status_code == 422
        client.post(at(poll, f"roll/{elector.pk}/remove"), {"reason": "Décès"})
    assert list(poll.electors.all()) == [voted]
    told = {"number": "1", "name": "Voisine", "address": "", "birth_year": "", "district": port.pk}
    answer = client.post(at(poll, f"roll/{voted.pk}"), told)
    assert answer.status_code == 422 and "has voted" in answer.content.decode()


def test_an_elector_of_another_poll_is_not_reached_through_this_one(client):
    poll, other = make_poll(), make_poll()
    signed_in(client, CLERK)
    elector = other.electors.get()
    for tail in (f"roll/{elector.pk}", f"roll/{elector.pk}/remove", f"roll/{elector.pk}/code"):
        assert client.get(at(poll, tail)).status_code == 404
        assert client.post(at(poll, tail), {"reason": "x"}).status_code == 404
    assert other.electors.count() == 1


def test_no_cell_of_the_roll_is_on_a_public_page(client):
    poll = make_poll(electors=1)
    Elector.objects.update(name="Canari Secret", address="3 rue du Canari", checked="canari")
    for tail in ("", "bulletin/", "bulletin/qui/", "recu/", "tablette/"):
        assert "anari" not in Client().get(f"/p/vote/{poll.vote_id}/{tail}", follow=True).content.decode()


def test_a_roll_is_emptied_when_its_time_is_up_and_no_number_changes(django_user_model, settings):
    poll = make_poll(electors=3)
    Elector.objects.update(name="Canari", address="rue", birth_year=1980, folded="canari", checked="pièce")
    mark_at_desk(poll.pk, poll.electors.first().pk)
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    people = [django_user_model.objects.create_user(f"{n}@ville.example") for n in "ab"]
    close(poll, people[0])
    for person in people:
        agree_to_seal(poll, person, difference="Bulletin perdu")
    now = timezone.now()
    result = count_vote(Vote.objects.get(pk=poll.vote_id), now)
    publish_result(poll.vote, result)
    call_command("tidy_ballots")
    assert Elector.objects.filter(name="Canari").count() == 3
    settings.PARTICIPATION = settings.PARTICIPATION | {"ROLL_KEPT_DAYS": 0}
    call_command("tidy_ballots")
    kept = Elector.objects.values("number", "name", "folded", "address", "birth_year", "checked", "code_digest")
    assert list(kept) == [dict.fromkeys(kept[0], "") | {"birth_year": None}] * 3
    assert RollMark.objects.count() == 1 and Poll.objects.get().numbers["electors"] == 3 and Result.objects.exists()
    call_command("tidy_ballots")
    assert JournalEntry.objects.filter(act="roll-forgotten").count() == 1


def test_a_correction_leaves_the_code_that_was_made_meanwhile(client):
    poll = make_poll()
    clerk, read_before = signed_in(client, CLERK).user, Elector.objects.get()
    _batch, [(_elector, code)] = make_codes(poll, clerk)
    write_elector(poll, clerk, read_before, name="Zoé Martin", district=None)
    kept = Elector.objects.get()
    assert kept.name == "Zoé Martin" and kept.folded == "zoe martin" and kept.code_digest
    assert Client().post(f"/p/vote/{poll.vote_id}/bulletin/qui/", {"code": code}).status_code == 302
