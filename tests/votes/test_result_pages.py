"""The result of every rule on its page: winners, losers, reasons, drawings with their tables; nothing counted."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import campaign_page
from votes.elections import EVERY_RULE, HOSTILE, answered, budget, judged, plain, published, ranked

from participation.budgets.actions import publish_outcome
from participation.models import District, ElectionImport, Proposal, ProposalOption, Vote


pytestmark = pytest.mark.django_db
PARTS = ("", "comparer/", "pas-a-pas/")


def words_of(client, vote, part="", language="en"):
    prefix = "" if language == "fr" else f"/{language}"
    answer = client.get(f"{prefix}/p/vote/{vote.pk}/{part}")
    assert answer.status_code == 200
    return plain(answer)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("rule", EVERY_RULE)
def test_every_rule_has_its_pages_in_both_languages(rule, part, language, client):
    vote = EVERY_RULE[rule]()
    text = client.get(f"{'' if language == 'fr' else '/en'}/p/vote/{vote.pk}/{part}").content.decode()
    assert f'<html lang="{language}">' in text
    assert text.count("<h1") == 1 and not re.search(r"\sstyle=|\son\w+=", text)
    for option in vote.options.all():
        assert part == "comparer/" or option.title in text.replace("&#x27;", "'"), option


def test_money_is_told_with_winners_losers_and_reasons(client):
    words = words_of(client, budget())
    assert "2 projects are selected: €10,000 out of €10,000 are allotted." in words
    assert "Selected: 40 votes, rank 1." in words and "Not selected: nobody chose it." in words
    assert "81.5% " in words or "of voters see at least one of their choices selected" in words


def test_the_rule_its_version_and_the_digest_are_told(client):
    vote = budget("equal-shares", "add1")
    words = words_of(client, vote)
    assert "Rule equal-shares, version 1." in words
    assert vote.result.input_digest in words
    assert "shares are raised step by step" in words


def test_an_answer_tells_yes_no_blank_and_the_quorum(client):
    words = words_of(client, answered(registered=200, quorum_percent=50))
    assert "Yes 30 54.5%" in words and "No 20 36.4%" in words and "Blank 5 9.1%" in words
    assert "The rules ask that 100 of the 200 registered take part: 55 did." in words
    assert "27.5%" in words and "allotted" not in words


def test_points_by_rank_name_the_one_chosen(client):
    words = words_of(client, ranked("borda"))
    assert "Chosen: “Nashville”." in words and "294" in words and "allotted" not in words


def test_duels_are_told_against_the_one_chosen(client):
    words = words_of(client, ranked("schulze"))
    assert "Chosen: “Nashville”." in words
    assert re.search(r"Memphis .*0 42 58 Not selected", words)


def test_mentions_are_told_one_by_one_with_the_middle_one(client):
    words = words_of(client, judged())
    assert "Majority mention Très bien Bien Passable À rejeter" in words
    assert re.search(r"La place .*Très bien 6 5 0 0 Selected", words)


def test_envelopes_have_a_table_on_top_and_a_section_each(client):
    options = [("a", "Un banc", 600_00, 0, None), ("b", "Un arbre", 500_00, 1, None), ("c", "Un quai", 900_00, 1, None)]
    ballots = [("a", "b")] * 3 + [("c",)] * 2
    vote = published("greedy", options=options, ballots=ballots, envelopes=[("Nord", 1000_00), ("Sud", 800_00)])
    text = client.get(f"/en/p/vote/{vote.pk}/").content.decode()
    words = words_of(client, vote)
    assert "Nord 1 of 1 €600 €400 €1,000 Sud 1 of 2 €500 €300 €800 Total 2 of 3 €1,100 €700 €1,800" in words
    assert [each for each in re.findall(r'href="#(votes-\d)"', text) if f'id="{each}"' in text] == [
        "votes-1",
        "votes-2",
    ]


def test_the_shares_of_an_envelope_are_those_of_its_own_voters():
    options = [("a", "Un banc", 600_00, 0, None), ("b", "Un arbre", 500_00, 1, None)]
    ballots = [("a",)] * 3 + [("b",)] * 7 + [("a", "b"), ()]
    vote = published("equal-shares", options=options, ballots=ballots, envelopes=[("Nord", 800_00), ("Sud", 800_00)])
    shares = [
        each["outcome"]["explanations"][code]["first_share"]
        for each, code in zip(vote.result.counts, "ab", strict=True)
    ]
    assert shares == [200_00, 100_00]


def test_districts_in_one_envelope_are_added_up(client):
    port = District.objects.create(name="Le Port", slug="port")
    options = [("a", "Un banc", 600_00, 0, port), ("b", "Un arbre", 500_00, 0, None), ("c", "Un quai", 900_00, 0, port)]
    vote = published("greedy", options=options, ballots=[("a", "b", "c")] * 3, cents=1200_00)
    words = words_of(client, vote)
    assert "Le Port" in words and re.search(r"Total [12] of 3", words)


def test_a_tie_is_told(client):
    options = [("a", "Un banc", 600_00), ("b", "Un arbre", 600_00)]
    words = words_of(client, published("greedy", options=options, ballots=[("a", "b")], cents=700_00))
    assert "Tied: “Un" in words and "a draw that anyone can repeat" in words


@pytest.mark.parametrize(
    ("options", "ballots", "said"),
    [
        ([("a", "Un banc", 100_00)], [], "No project is selected."),
        ([("a", "Un banc", 100_00)], [("a",)], "1 project is selected"),
        ([("a", "Un banc", 99_000_00)], [("a",)], "No project is selected."),
        ([("a", "Un banc", 100_00), ("b", "Un arbre", 0)], [("a", "b")], "2 projects are selected"),
        ([], [], "No project is selected."),
    ],
)
@pytest.mark.parametrize("rule", ["greedy", "equal-shares"])
def test_nothing_one_and_everything_look_right(rule, options, ballots, said, client):
    vote = published(rule, options=options, ballots=ballots)
    assert said in words_of(client, vote)
    for part in PARTS[1:]:
        assert words_of(client, vote, part)


def test_hostile_titles_stay_words(client):
    options = [("a", HOSTILE, 100_00), ("b", f"<img src=x onerror=alert(1)>{'long ' * 90}", 100_00)]
    vote = published("greedy", options=options, ballots=[(("a", "b"), {"voting_method": HOSTILE})] * 30, title=HOSTILE)
    for part in PARTS:
        text = client.get(f"/p/vote/{vote.pk}/{part}").content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text and "14&quot;" not in text


def imported(vote, *, selected):
    """What a published file said beside the ballots: its own winners."""
    rows = [
        {"project_id": option.code, "cost": "1", "selected": "1" if option.code in selected else "0"}
        for option in vote.options.all()
    ]
    ElectionImport.objects.create(
        vote=vote,
        file_name="<b>ville.pb",
        digest="0" * 64,
        meta={},
        project_columns=["project_id", "cost", "selected"],
        projects=rows,
        vote_columns=["voter_id", "vote"],
    )


def test_other_winners_of_the_town_are_said(client):
    vote = budget()
    imported(vote, selected={"a", "b"})
    words = words_of(client, vote)
    assert "The town had announced another result" in words
    assert "Selected by the town and not here: Des bancs" in words
    assert "Selected here and not by the town: Un verger" in words


def test_the_same_winners_as_the_town_s_are_said(client):
    vote = budget()
    imported(vote, selected={"a", "c"})
    assert "These are the winners that the town announced." in words_of(client, vote)


def test_no_page_counts_or_reads_a_ballot(client):
    vote = budget("equal-shares", "add1")
    with CaptureQueriesContext(connection) as queries:
        for part in (*PARTS, "telecharger/json/", "telecharger/csv/"):
            assert client.get(f"/p/vote/{vote.pk}/{part}").status_code == 200
    asked = " ".join(each["sql"] for each in queries)
    assert "participation_sealedballot" not in asked and "participation_importedvoter" not in asked
    assert not re.search(r"\b(INSERT|UPDATE|DELETE)\b", asked)


def with_proposals(number):
    options = [(str(n), f"Projet {n}", 1000_00) for n in range(number)]
    vote = published("greedy", options=options, ballots=[(str(n),) for n in range(number)] * 2, title=f"Vote {number}")
    proposals = Proposal.objects.bulk_create(
        Proposal(process=vote.process, number=n, title=f"Projet {n}", status="voted") for n in range(1, number + 1)
    )
    ProposalOption.objects.bulk_create(
        ProposalOption(option=option, proposal=proposal)
        for option, proposal in zip(vote.options.all(), proposals, strict=True)
    )
    publish_outcome(vote, vote.result)
    return vote


@pytest.mark.parametrize("part", ["", "resultats/", "resultats/comparer/", "resultats/pas-a-pas/"])
def test_the_queries_are_the_same_for_3_and_for_300_projects(part, client):
    asked = []
    for number in (3, 300):
        page = campaign_page(with_proposals(number), title=f"Résultat {number}")
        client.get(page.get_url() + part)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page.get_url() + part).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20, asked


def test_each_option_leads_to_its_proposal(client):
    vote = with_proposals(3)
    first = vote.process.proposals.first()
    for part in ("", "pas-a-pas/"):
        assert f'href="/p/proposal/{first.pk}/"' in client.get(f"/p/vote/{vote.pk}/{part}").content.decode()


def test_nothing_is_there_before_the_result_is_published(client):
    vote = budget()
    page = campaign_page(vote)
    Vote.objects.filter(pk=vote.pk).update(result=None)
    below = ("comparer/", "pas-a-pas/", "telecharger/json/", "telecharger/csv/", "telecharger/pb/")
    assert [client.get(f"{page.get_url()}resultats/{part}").status_code for part in ("", *below)] == [404] * 6
    page.unpublish()
    assert [client.get(f"/p/vote/{vote.pk}/{part}").status_code for part in below] == [404] * 5
    assert "The result is not published yet." in words_of(client, vote)


def test_the_row_s_addresses_lead_to_the_page_s(client):
    vote = budget()
    page = campaign_page(vote)
    for part in ("comparer/", "pas-a-pas/", "telecharger/csv/"):
        answer = client.get(f"/p/vote/{vote.pk}/{part}")
        assert (answer.status_code, answer["Location"]) == (302, f"{page.get_url()}resultats/{part}")


def test_parts_of_a_result_know_where_they_are(client):
    page = campaign_page(budget(), title="Résultats 2026")
    titles = set()
    for part in ("resultats/", "resultats/comparer/", "resultats/pas-a-pas/"):
        text = client.get(page.get_url() + part).content.decode()
        titles.add(re.search(r"<title>(.*?)</title>", text)[1])
        crumbs = text.split('class="wrap crumbs"')[1].split("</nav>")[0]
        assert ("Résultats 2026" in crumbs) and crumbs.count("aria-current") == 1
        assert text.count(f'href="http://testserver{page.get_url()}{"" if part == "resultats/" else part}"') == 1
    assert len(titles) == 3
