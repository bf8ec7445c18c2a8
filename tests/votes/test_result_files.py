"""The result as files: what is in them, under which name, and that a spreadsheet never runs what is in a title."""

import csv
import io
import json

import pytest
from django.utils import timezone
from factories import campaign_page
from votes.elections import HOSTILE, answered, budget, published, ranked

from participation.cells import harmless
from participation.models import District
from participation.votes.actions import count_vote, publish_result
from participation.votes.rules import pabulib


pytestmark = pytest.mark.django_db


def file_of(client, vote, kind, language="fr"):
    answer = client.get(f"{'/en' if language == 'en' else ''}/p/vote/{vote.pk}/telecharger/{kind}/")
    assert answer.status_code == 200
    return answer


def test_json_holds_the_rule_the_envelopes_and_every_option(client):
    vote = budget("equal-shares", "add1", registered=500)
    told = json.loads(file_of(client, vote, "json", "en").content)
    assert told["vote"]["currency"] == "EUR" and told["ballots"] == 67
    assert {key: told["rule"][key] for key in ("id", "completion", "version")} == {
        "id": "equal-shares",
        "completion": "add1",
        "version": vote.result.rule_version,
    }
    assert told["input_digest"] == vote.result.input_digest
    assert (told["turnout"]["blank"], told["turnout"]["registered"]) == (2, 500)
    (envelope,) = told["envelopes"]
    assert envelope["budget_cents"] == 10_000_00
    winners = [option["code"] for option in told["options"] if option["selected"]]
    assert sorted(envelope["winners"]) == sorted(winners) != []
    assert [option["number"] for option in told["options"]] == [1, 2, 3, 4]
    last = told["options"][-1]
    assert (last["reason"], last["explanation"]["code"]) == ("Not selected: nobody chose it.", "no-support")
    assert not any(isinstance(value, float) for value in walk(told))


def walk(value):
    """Every plain value in a tree."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from walk(each)
    else:
        yield value


def rows_of(answer):
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_csv_has_a_line_for_each_option(client):
    port = District.objects.create(name="Le Port", slug="port")
    options = [("a", "Un banc", 600_50, 0, port), ("b", "Un arbre", 500_00, 0, None)]
    vote = published("greedy", options=options, ballots=[("a", "b")] * 3, cents=700_00)
    heading, *rows = rows_of(file_of(client, vote, "csv", "en"))
    assert heading == ["Number", "Title", "District", "Envelope", "Cost", "Score", "Result", "Reason"]
    assert [row[:6] for row in rows] == [
        ["1", "Un banc", "Le Port", "Whole town", "600.50", "3"],
        ["2", "Un arbre", "", "Whole town", "500", "3"],
    ]
    assert sorted(row[6] for row in rows) == ["not selected", "selected"]


@pytest.mark.parametrize("risky", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula(risky, client):
    vote = published("greedy", options=[("a", risky, 100_00), ("b", HOSTILE, 1)], ballots=[("a",)])
    rows = rows_of(file_of(client, vote, "csv"))
    assert rows[1][1] == f"'{risky}"
    assert harmless(-5) == -5 and harmless("l’=") == "l’="


def test_a_ranking_too_is_a_table(client):
    rows = rows_of(file_of(client, ranked("schulze"), "csv", "en"))
    assert [row[1] for row in rows if row[6] == "selected"] == ["Nashville"]


def test_a_file_has_a_name_and_is_asked_about_again(client):
    vote = budget(title="Budget d’été / 2026")
    answer = file_of(client, vote, "json")
    assert answer["Content-Disposition"] == f'attachment; filename="budget-dete-2026-{vote.pk}.json"'
    assert answer["Cache-Control"] == "no-cache"
    address, etag = f"/p/vote/{vote.pk}/telecharger/json/", answer["ETag"]
    assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 304
    publish_result(vote, count_vote(vote, timezone.now()))  # a correction
    assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_only_what_is_offered_can_be_downloaded(client):
    vote = budget()
    page = campaign_page(vote)
    assert client.get(f"{page.get_url()}resultats/telecharger/exe/").status_code == 404
    assert client.get(f"{page.get_url()}resultats/telecharger/../../").status_code in (301, 302, 404)
    for kind in ("csv", "json"):
        assert client.get(f"{page.get_url()}resultats/telecharger/{kind}/").status_code == 200


def test_the_page_links_to_its_files_with_their_format(client):
    page = campaign_page(budget())
    text = client.get(page.get_url() + "resultats/").content.decode()
    for kind in ("csv", "json"):
        assert f'href="{page.get_url()}resultats/telecharger/{kind}/"' in text


def test_pb_holds_every_ballot_and_the_rule_of_the_count(client):
    vote = budget("equal-shares", "add1")
    answer = file_of(client, vote, "pb")
    text = b"".join(answer.streaming_content).decode()
    read = pabulib.read(io.BytesIO(text.encode()))
    assert sorted(read.ballots()) == sorted(
        [("a",)] * 30 + [("a", "b")] * 10 + [("b", "c")] * 20 + [("c",)] * 5 + [()] * 2
    )
    assert read.vote_columns == ("voter_id", "vote")
    assert answer["Content-Disposition"] == f'attachment; filename="vote-{vote.pk}.pb"'


def test_ballots_that_the_format_does_not_know_have_no_such_file(client):
    vote = answered()
    assert client.get(f"/p/vote/{vote.pk}/telecharger/pb/").status_code == 404
    assert "telecharger/pb/" not in client.get(f"/p/vote/{vote.pk}/").content.decode()
