"""Personal codes: told once, as letters or as a file, kept as digests, voided and made again."""

import csv
import io
import re

import pytest
from django.test import Client
from factories import campaign_page, make_poll, signed_in

from participation.ballots.actions import declare
from participation.models import CodeBatch, Elector, JournalEntry, Place, Poll, Vote
from participation.people.actions import account_for, erase


pytestmark = pytest.mark.django_db
CLERK = "Greffe du scrutin"
CODE = re.compile(r"<p class=\"code\">(.*?)</p>")


def at(poll, tail):
    return f"/admin/participation/polling/{poll.pk}/{tail}/"


def codes_in(answer):
    found = CODE.findall(answer.content.decode())
    return [re.sub(r"<[^>]+>|\s", "", each) for each in found]


def make(client, poll, form="letters", most=500):
    return client.post(at(poll, "codes"), {"form": form, "most": most})


def opens(poll, code):
    answer = Client().post(f"/p/vote/{poll.vote_id}/bulletin/qui/", {"code": code})
    return answer.status_code == 302


def test_a_letter_a_person_with_places_and_a_code_that_opens_the_ballot(client):
    poll = make_poll(electors=2, help_elsewhere="Accueil de la mairie, 02 97 00 00 00")
    Elector.objects.filter(number="1").update(name="Zoé <b>Martin", address="1 rue du Pré\n56000 Orméval")
    hall = Place.objects.create(name="Mairie", address="1 place", telephone="02 97 11 11 11", step_free=True)
    line = {"type": "place", "value": {"place": hall.pk, "hours": "Lundi 9 h – 12 h", "note": ""}}
    campaign_page(poll.vote, places=[line])
    signed_in(client, CLERK)
    answer = make(client, poll)
    told = answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment") and "no-store" in answer["Cache-Control"]
    assert "Zoé &lt;b&gt;Martin<br>1 rue du Pré<br>56000 Orméval" in told
    for word in ("02 97 00 00 00", "Lundi 9 h", "02 97 11 11 11", f"/p/vote/{poll.vote_id}/bulletin/", "<svg"):
        assert word in told, word
    assert "<link" not in told and "<script" not in told, "the file stands alone"
    codes = codes_in(answer)
    assert len(set(codes)) == 2 and all(opens(poll, code) for code in codes)
    rows = str(list(Elector.objects.values())) + str(list(JournalEntry.objects.values()))
    assert not any(code in rows for code in codes)


def test_a_file_for_the_printing_company_has_no_formula(client):
    poll = make_poll(electors=1)
    Elector.objects.update(name="=HYPERLINK(1)", number="+7", address="-1 rue")
    signed_in(client, CLERK)
    answer = make(client, poll, "csv")
    assert answer["Content-Type"].startswith("text/csv")
    _header, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert row[:3] == ["'+7", "'=HYPERLINK(1)", "'-1 rue"] and opens(poll, row[4])


def test_codes_are_made_for_those_who_have_none_so_many_at_a_time(client):
    poll = make_poll(electors=5)
    signed_in(client, CLERK)
    assert len(codes_in(make(client, poll, most=3))) == 3
    assert len(codes_in(make(client, poll, most=3))) == 2
    assert (
        "has a code already"
        in client.post(at(poll, "codes"), {"form": "letters", "most": 3}, follow=True).content.decode()
    )
    assert CodeBatch.objects.count() == 2
    assert make(client, poll, "pdf", 0).status_code == 422


def test_no_letter_is_made_for_those_who_are_known_by_their_account(client):
    poll = make_poll(electors=1, access="email")
    declare(poll, account_for("ines@ville.example"), "")
    gone = account_for("paul@ville.example")
    declare(poll, gone, "")
    erase(gone)
    signed_in(client, CLERK)
    assert client.get(at(poll, "codes")).context["without"] == 1
    told = make(client, poll)
    assert len(codes_in(told)) == 1 and "Voisine 1" in told.content.decode()
    assert Elector.objects.exclude(name="Voisine 1").filter(code_digest="").count() == 2


def test_letters_are_posted_before_the_box_opens(client):
    poll = make_poll(electors=1)
    fields = {"opened_at": poll.opened_at, "opens_at": poll.opens_at, "closes_at": poll.closes_at}
    Poll.objects.filter(pk=poll.pk).update(**dict.fromkeys(fields))
    Vote.objects.filter(pk=poll.vote_id).update(frozen_at=poll.opened_at)
    signed_in(client, CLERK)
    (code,) = codes_in(make(client, poll))
    salt = Poll.objects.get(pk=poll.pk).salt
    Poll.objects.filter(pk=poll.pk).update(**fields)
    assert opens(poll, code) and salt


def test_a_lost_sack_is_voided_with_a_reason_and_its_people_get_others(client):
    poll = make_poll(electors=2)
    signed_in(client, CLERK)
    old = codes_in(make(client, poll))
    batch = CodeBatch.objects.get()
    url = at(poll, f"codes/{batch.pk}/void")
    assert client.post(url, {"reason": ""}).status_code == 422 and opens(poll, old[0])
    client.post(url, {"reason": "Sac postal perdu"})
    assert not opens(poll, old[0])
    new = codes_in(make(client, poll))
    assert len(new) == 2 and opens(poll, new[0])
    assert client.post(at(make_poll(), f"codes/{batch.pk}/void"), {"reason": "x"}).status_code == 404


def test_a_lost_letter_is_replaced_for_one_person_and_the_old_code_is_void(client):
    poll = make_poll(electors=2)
    signed_in(client, CLERK)
    old = codes_in(make(client, poll))
    url = at(poll, f"roll/{poll.electors.order_by('pk').first().pk}/code")
    answer = client.post(url, {"reason": "Lettre perdue"})
    (new,) = codes_in(answer)
    assert opens(poll, new) and not opens(poll, old[0]) and opens(poll, old[1])
    assert "no-store" in answer["Cache-Control"] and "<style" not in answer.content.decode()
    entry = JournalEntry.objects.get(act="code-renewed")
    assert new not in str(entry.facts)
