"""The published folder over HTTP: the page in two languages, the files, nothing before, nobody's name in it."""

import hashlib
import json
import re

import pytest
from ballots.sealed import APPROVALS, CODE, folder_of, held
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.ballots.rules import root_of
from participation.models import Elector, Option, Poll, SealedBallot
from participation.votes.actions import count_vote, publish_result
from participation.votes.rules import pabulib


pytestmark = pytest.mark.django_db
NEEDED = ["vote.json", "ballots.jsonl", "receipts.txt", "root.txt", "tally.json", "recount.py"]
PAPER = [["1"]] * 19 + [["4"], [], None]


def words(answer):
    """The text of an answer's main part."""
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def get(client, poll, name="", **headers):
    return client.get(f"/p/vote/{poll.vote_id}/verifier/{name}", **headers)


def whole(answer):
    return b"".join(answer.streaming_content)


def test_nothing_is_there_before_the_result_is_published(client):
    poll = held(APPROVALS, publish=False)
    for name in ("", *NEEDED, "ballots.pb"):
        assert get(client, poll, name).status_code == 404, name
    publish_result(poll.vote, poll.vote.results.get())
    for name in ("", *NEEDED, "ballots.pb"):
        assert get(client, poll, name).status_code == 200, name
    assert client.get("/p/vote/987654/verifier/").status_code == 404


@pytest.mark.parametrize("name", ["settings.py", "vote.json/", "..%2fvote.json", "VOTE.JSON", "", "ballots.jsonl.gz"])
def test_no_other_file_is_there(client, name):
    poll = held(APPROVALS)
    assert get(client, poll, name or "%00").status_code == 404


def test_the_page_says_the_root_the_numbers_and_how_to_recount(client):
    poll = held(APPROVALS, PAPER)
    answer = get(client, poll)
    said = words(answer)
    assert "".join(re.findall(r"<span>(\w{4})</span>", answer.content.decode())) == poll.root
    assert poll.vote.fingerprint in said and poll.salt in said
    figures = re.findall(r"<dd>([^<]+)</dd>", answer.content.decode())
    assert figures[:5] == ["48", "23", "22", "22", "3"]
    address = f"http://testserver/p/vote/{poll.vote_id}/verifier/{{{','.join(NEEDED)}}}"
    assert address in said.replace("&quot;", '"') and "python3 recount.py ." in said
    links = re.findall(r'href="([^"]+)" download>', answer.content.decode())
    assert [link.rsplit("/", 1)[1] for link in links] == [*NEEDED, "ballots.pb"]
    assert all(client.get(link).status_code == 200 for link in links)
    assert not answer.cookies


def test_what_is_asked_for_in_the_address_is_not_in_the_command(client):
    poll = held(APPROVALS)
    answer = get(client, poll, "?x=%22;rm%20-rf%20~")
    assert answer.status_code == 200 and "rm" not in words(answer).split("curl")[1].split("python3")[0]


@pytest.mark.parametrize(("language", "heading"), [("", "Vérifier"), ("/en", "Check this vote yourself")])
def test_the_page_speaks_both_languages(client, language, heading):
    poll = held(APPROVALS)
    answer = client.get(f"{language}/p/vote/{poll.vote_id}/verifier/")
    assert answer.status_code == 200 and heading in words(answer)


def test_marks_and_paper_that_differ_are_said(client):
    poll = held(APPROVALS, [["1"]])
    same = words(get(client, poll))
    Poll.objects.update(numbers=poll.numbers | {"marks": {"online": 23, "desk": 5}})
    assert len(words(get(client, poll))) > len(same)


def test_the_sizes_are_those_of_the_files():
    folder = folder_of(held(APPROVALS, PAPER))
    sizes = {name: folder.size(name) for name in folder.names}
    assert sizes.pop("ballots.pb") is None
    assert sizes == {name: len(b"".join(folder.parts(name))) for name in NEEDED}


def test_the_same_vote_gives_the_same_bytes_in_every_language(client):
    poll = held(APPROVALS, PAPER)
    first = {name: whole(get(client, poll, name)) for name in folder_of(poll).names}
    client.cookies["django_language"] = "en"
    Elector.objects.filter(mark=None).delete()  # rows about people go; what was published does not change
    again = {name: whole(client.get(f"/en/p/vote/{poll.vote_id}/verifier/{name}")) for name in first}
    assert first == again


def test_what_the_files_say(client):
    poll = held(APPROVALS, PAPER)
    files = {name: whole(get(client, poll, name)).decode() for name in NEEDED}
    lines = files["ballots.jsonl"].splitlines()
    assert files["root.txt"].strip() == root_of(lines) == poll.root
    receipts = files["receipts.txt"].split()
    assert receipts == sorted(receipts) and len(receipts) == 23
    mine = hashlib.sha256(f"{poll.salt}\n{CODE.format(4)}\n".encode()).hexdigest()
    assert json.loads(next(line for line in lines if mine in line))["choices"] == APPROVALS[4]
    told = json.loads(files["vote.json"])
    assert told["ballots"] == {"online": 23, "paper": 21, "blank": 3} and told["spoiled"] == 1
    assert told["marks"] == {"online": 23, "desk": 22} and told["electors"] == 48
    assert told["ties"] == f"draw:{poll.root}" and told["fingerprint"] == poll.vote.fingerprint
    assert {json.loads(line)["batch"] for line in lines if "paper" in line} == {1}
    tally = json.loads(files["tally.json"])
    assert tally["envelopes"] == poll.vote.results.get().counts and tally["ballots"] == 44


def test_the_pb_file_is_read_back_as_the_same_ballots(client, tmp_path):
    poll = held(APPROVALS, PAPER)
    (tmp_path / "vote.pb").write_bytes(whole(get(client, poll, "ballots.pb")))
    assert pabulib.read(tmp_path / "vote.pb").voters == 44
    poll = held([["yes"]], costs=(0,), vote={"ballot_kind": "yes-no", "rule": "majority"}, salt="11" * 16)
    assert get(client, poll, "ballots.pb").status_code == 404 and "ballots.pb" not in words(get(client, poll))


def test_no_file_leads_to_a_person(client):
    poll = held(APPROVALS, PAPER)
    Elector.objects.filter(poll=poll).update(name="Serin Canari", address="3 rue du Puits", number="")
    for elector in poll.electors.all():
        Elector.objects.filter(pk=elector.pk).update(number=f"LISTE-{elector.pk}")
    for name in folder_of(poll).names:
        text = whole(get(client, poll, name)).decode()
        assert not re.search(r"Serin|rue du Puits|LISTE-|ville\.example|Voisine", text), name
    keys = set()
    for line in whole(get(client, poll, "ballots.jsonl")).decode().splitlines():
        keys |= json.loads(line).keys()
    assert keys == {"batch", "channel", "choices", "receipt"}
    own = {str(pk) for pk in SealedBallot.objects.values_list("pk", flat=True) if pk > 9_999}
    assert not own & set(re.findall(r"\d+", whole(get(client, poll, "ballots.jsonl")).decode()))


def test_a_file_is_kept_by_shared_caches_and_asked_about_again(client):
    poll = held(APPROVALS)
    answer = get(client, poll, "ballots.jsonl")
    assert answer["Content-Disposition"] == 'attachment; filename="ballots.jsonl"'
    assert "public" in answer["Cache-Control"] and not answer.cookies
    assert get(client, poll, "ballots.jsonl", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.head(f"/p/vote/{poll.vote_id}/verifier/ballots.jsonl").content == b""
    assert client.post(f"/p/vote/{poll.vote_id}/verifier/ballots.jsonl").status_code == 405
    publish_result(poll.vote, count_vote(poll.vote, timezone.now()))
    assert get(client, poll, "tally.json", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def queries(client, poll, name=""):
    cache.clear()
    get(client, poll, name)
    with CaptureQueriesContext(connection) as asked:
        answer = get(client, poll, name)
        if answer.streaming:
            whole(answer)
    return [query["sql"] for query in asked]


def test_queries_are_few_and_the_same_for_more_ballots_and_options(client):
    few = held([["1"]] * 2)
    many = held(APPROVALS * 4, PAPER, costs=tuple(range(1_000_00, 21_000_00, 1_000_00)), salt="11" * 16)
    for name, most in {"": 15, "vote.json": 5, "ballots.jsonl": 4, "receipts.txt": 4, "tally.json": 3}.items():
        one, two = queries(client, few, name), queries(client, many, name)
        assert len(one) == len(two) <= most, (name, one, two)


def test_a_title_of_markup_stays_text(client):
    hostile = "<script>alert(1)</script>"
    poll = held(APPROVALS)
    Option.objects.filter(vote=poll.vote).thaw(title=hostile)
    assert get(client, poll, "vote.json")["Content-Type"] == "application/json"
    assert hostile not in get(client, poll).content.decode()
