"""A roll as towns export it: read, told line by line, then written whole or not at all."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import make_district, make_poll, signed_in

from participation.ballots.actions import Refused, compare, import_roll, mark_at_desk
from participation.ballots.rules.roll import NotARoll, Town, read
from participation.journal.actions import verify
from participation.models import Elector, JournalEntry, RollUpload


CLERK = "Greffe du scrutin"
HEADER = "numéro;nom;prénom;adresse;année de naissance;quartier\n"
TOWN = Town({"le port": 7}, 2010)


def lines(*rows):
    return (HEADER + "\n".join(rows) + "\n").encode()


def send(client, poll, data, **more):
    file = SimpleUploadedFile("liste.csv", data)
    return client.post(f"/admin/participation/polling/{poll.pk}/roll/import/", {"file": file}, **more)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_the_files_of_towns_are_read(encoding, comma):
    text = (
        'Numéro;NOM;Prénom;Adresse;Année de naissance;Quartier\r\n12;Évrard;Loïc;"3, rue du Pré";12/04/1987;Le Port\r\n'
    )
    roll = read(text.replace(";", comma).encode(encoding), TOWN)
    assert not roll.refused
    assert roll.people == [("12", "Loïc Évrard", "3, rue du Pré", 1987, 7)]


def test_english_headers_and_an_address_in_parts_are_read():
    text = "Number,Last name,First name,Address,Postcode,Town,Birth year\n7,Woolf,Ada,1 High St,56000,Orméval,1990\n"
    assert read(text.encode(), TOWN).people == [("7", "Ada Woolf", "1 High St\n56000 Orméval", 1990, None)]


def test_every_refused_line_is_told_with_its_number_in_the_file():
    roll = read(
        lines(
            "1;Un;;;1980;", ";Deux;;;1980;", "3;;Trois;;1980;", "4;Quatre;;;80;", "5;Cinq;;;2015;", "6;Six;;;;Ailleurs",
            "1;Encore;;;;", "8;" + "x" * 161 + ";;;;", f"9;Neuf;;{'r' * 256};;", "1" * 41 + ";Dix;;;;", "11;Onze;;;;",
        ),
        TOWN,
    )  # fmt: skip
    assert [person.number for person in roll.people] == ["1", "11"]
    assert [(each.line, each.code) for each in roll.refused] == [
        (3, "no-number"), (4, "no-name"), (5, "bad-year"), (6, "too-young"), (7, "unknown-district"),
        (8, "number-twice"), (9, "name-too-long"), (10, "address-too-long"), (11, "number-too-long"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04\0\0", "not-text"),
        (b"", "no-number"),
        (b"nom;adresse\nUn;x\n", "no-number"),
        ("numéro;prénom\n1;x\n".encode(), "no-last"),
        (HEADER.encode(), "empty"),
        ("numéro;nom;nom\n1;a;b\n".encode(), "column-twice"),
        (b'num\xe9ro;nom\n1;"' + b"x" * 200_000, "not-csv"),
    ],
)
def test_what_is_no_roll_is_said(data, code):
    with pytest.raises(NotARoll, match=code):
        read(data, TOWN)


@pytest.mark.django_db
def test_a_dry_run_writes_nothing_and_the_import_writes_the_lines_that_hold(client):
    poll, port = make_poll(electors=0), make_district()
    signed_in(client, CLERK)
    answer = send(client, poll, lines("1;Un;Ana;;1980;Le Port", "2;Deux;;;;Ailleurs"), follow=True)
    told = answer.content.decode()
    assert "the town has no district “Ailleurs”" in told and "<strong>1</strong> person would be added" in told
    assert not Elector.objects.exists()
    upload = RollUpload.objects.get()
    url = f"/admin/participation/polling/{poll.pk}/roll/import/"
    refused = client.post(url, {"digest": upload.digest}, follow=True).content.decode()
    assert "some lines are refused" in refused and not Elector.objects.exists()
    done = client.post(url, {"digest": upload.digest, "without": "1"}, follow=True)
    assert "1 person added, 0 changed." in done.content.decode()
    elector = Elector.objects.get()
    assert (elector.name, elector.folded, elector.district) == ("Ana Un", "ana un", port)
    assert not RollUpload.objects.exists(), "the file is erased"
    assert JournalEntry.objects.filter(act="roll-imported").count() == 1 and verify() is None
    facts = str(JournalEntry.objects.get(act="roll-imported").facts)
    assert "Ana" not in facts


@pytest.mark.django_db
def test_a_file_that_was_replaced_or_left_is_not_imported(client):
    poll = make_poll(electors=0)
    signed_in(client, CLERK)
    send(client, poll, lines("1;Un;;;;"))
    first = RollUpload.objects.get().digest
    send(client, poll, lines("2;Deux;;;;"))
    url = f"/admin/participation/polling/{poll.pk}/roll/import/"
    for digest in (first, "\0"):
        assert "no longer the one" in client.post(url, {"digest": digest}, follow=True).content.decode()
    client.post(url, {"drop": "1"})
    assert not RollUpload.objects.exists() and not Elector.objects.exists()


@pytest.mark.django_db
def test_importing_again_updates_by_number_and_leaves_alone_who_has_voted():
    poll = make_poll(electors=0)
    import_roll(poll, lines("1;Un;;;;", "2;Deux;;;;", "3;Trois;;;;", "4;Quatre;;;;"), None)
    voted = poll.electors.get(number="2")
    mark_at_desk(poll.pk, voted.pk)
    found = compare(poll, lines("1;Un;;rue Neuve;;", "2;Deuxième;;;;", "3;Trois;;;;", "5;Cinq;;;;"))
    assert (len(found.added), len(found.changed), found.same, found.voted) == (1, 1, 1, 1)
    import_roll(poll, lines("1;Un;;rue Neuve;;", "2;Deuxième;;;;", "3;Trois;;;;", "5;Cinq;;;;"), None)
    assert dict(poll.electors.values_list("number", "name"))["2"] == "Deux"
    assert poll.electors.get(number="1").address == "rue Neuve"
    assert poll.electors.count() == 5, "an import takes nobody off"


@pytest.mark.django_db
def test_a_failure_half_way_leaves_the_roll_as_it_was(monkeypatch):
    poll = make_poll(electors=0)
    monkeypatch.setattr("participation.ballots.actions.roll.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_roll(poll, lines("1;Un;;;;"), None)
    assert not poll.electors.exists()


@pytest.mark.django_db
def test_a_closed_roll_stays_as_it_is():
    poll = make_poll(electors=0)
    type(poll).objects.filter(pk=poll.pk).update(closed_at=poll.closes_at)
    with pytest.raises(Refused, match="roll-closed"):
        import_roll(poll, lines("1;Un;;;;"), None)


@pytest.mark.django_db
def test_fifteen_thousand_lines_take_bounded_time_and_statements():
    poll = make_poll(electors=0)
    make_district()
    data = lines(*(f"{n};Nom{n};Prénom;{n}, rue des Lilas;19{n % 90 + 10};Le Port" for n in range(15_000)))
    begun = time.process_time()
    with CaptureQueriesContext(connection) as asked:
        import_roll(poll, data, None)
    assert poll.electors.count() == 15_000 and time.process_time() - begun < 30
    assert len(asked) < 300, "many lines a statement"
    begun = time.process_time()
    again = data.replace(b"rue des Lilas", b"rue des Roses")
    assert len(import_roll(poll, again, None).changed) == 15_000
    assert time.process_time() - begun < 60
    assert import_roll(poll, again, None).same == 15_000


@pytest.mark.django_db
def test_the_command_tells_every_line_and_asks_before_it_leaves_any_out(tmp_path, capsys):
    poll, file = make_poll(electors=0), tmp_path / "liste.csv"
    file.write_bytes(lines("1;Un;;;;", ";Deux;;;;"))
    call_command("import_roll", file, "--vote", str(poll.vote_id), "--dry-run")
    said = capsys.readouterr().out
    assert "line 3: no number" in said and "1 to add" in said and "Nothing was written." in said
    with pytest.raises(CommandError, match="some lines are refused"):
        call_command("import_roll", file, "--vote", str(poll.vote_id))
    assert not poll.electors.exists()
    call_command("import_roll", file, "--vote", str(poll.vote_id), "--without-refused")
    assert poll.electors.count() == 1
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_roll", tmp_path / "rien.csv", "--vote", str(poll.vote_id))
    with pytest.raises(CommandError, match="has no poll"):
        call_command("import_roll", file, "--vote", "99999")


@pytest.mark.django_db
def test_a_bad_file_is_said_on_its_field(client):
    poll = make_poll(electors=0)
    signed_in(client, CLERK)
    answer = send(client, poll, b"PK\x03\x04\0")
    assert answer.status_code == 422 and "save as CSV" in answer.content.decode()
    assert not RollUpload.objects.exists()
