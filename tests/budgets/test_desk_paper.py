"""The ballot paper: what stands on it for each kind of ballot, in which order, and what says that it is none."""

import re
from html import unescape

import pytest
from factories import freeze, make_draft, make_edition, make_proposal
from factories import signed_in as sign_in

from participation.models import District, Poll, Proposal


pytestmark = pytest.mark.django_db
DESK = "/admin/participation/votes/"


@pytest.fixture
def clerk(client):
    return sign_in(client, "Greffe du scrutin")


def paper(client, vote, query=""):
    answer = client.get(f"{DESK}paper/{vote.pk}/{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


KINDS = {
    "approval": ("greedy", "You may tick as many as you like.", 3),
    "choose-1": ("greedy", "Tick the box of one project, and only one.", 3),
    "cumulative": ("greedy", "Share your points out", 3),
    "scoring": ("greedy", "An empty box gives none.", 3),
    "ordinal": ("borda", "Write 1 in the box of your favourite project", 3),
    "yes-no": ("majority", "Tick one box, and only one.", 3),
    "mentions": ("judgment", "On each line, tick one mention.", 9),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_instruction_and_the_boxes_follow_the_kind_of_ballot(clerk, kind):
    rule, sentence, boxes = KINDS[kind]
    titles = ("Une passerelle",) if kind == "yes-no" else ("Des bancs", "Un verger", "Une fontaine")
    scale = ["Bien", "Moyen", "Mal"] if kind == "mentions" else []
    vote = make_draft(make_edition(*titles), ballot_kind=kind, rule=rule, mentions=scale)
    shown = paper(clerk, vote)
    assert sentence in shown
    assert [other for name, (_rule, other, _boxes) in KINDS.items() if name != kind and other in shown] == []
    assert shown.count('class="box"') == boxes
    columns = shown.count('<th scope="col"')
    assert f'colspan="{columns}"' in shown, "the running line is as wide as the table"


def test_a_specimen_until_it_is_frozen_then_what_was_frozen(clerk):
    vote = make_draft()
    assert "Specimen: not a ballot" in paper(clerk, vote)
    Proposal.objects.filter(number=1).update(title="Des bancs à l’ombre")
    assert "Des bancs à l’ombre" in paper(clerk, vote), "a draft shows the proposals as they are"
    freeze(vote)
    Proposal.objects.filter(number=1).update(title="Autre chose")
    shown = paper(clerk, vote)
    assert "Specimen" not in shown and "Autre chose" not in shown
    assert "Des bancs à l’ombre" in shown and vote.fingerprint in shown
    assert shown == paper(clerk, vote), "the same paper each time"


def test_the_order_is_fixed_the_whole_town_first_then_district_by_district(clerk):
    port = District.objects.create(slug="a", name="Zone", position=9)
    process = make_edition()
    make_proposal(process, "Au loin", number=9, status="admitted", cost=1, district=port)
    make_proposal(process, "Pour tous", number=12, status="admitted", cost=1)
    shown = paper(clerk, make_draft(process))
    found = re.findall(r'class="number">(\d+)<|colspan="\d">([A-Z][^<]+)</th>', shown)
    assert [number or name for number, name in found] == ["Whole town", "1", "3", "12", "Le Port", "2", "Zone", "9"]


def test_in_french_and_in_english_with_titles_in_their_own_language(clerk):
    vote = make_draft()
    english, french = paper(clerk, vote), paper(clerk, vote, "?language=fr")
    assert '<html lang="en"' in english and english.count('row" lang="fr">') == 3 and "€10,000" in english
    assert '<html lang="fr"' in french and "10\u202f000\u00a0€" in french
    assert '<th scope="row" lang=' not in french
    assert '<html lang="en"' in paper(clerk, vote, "?language=zz")
    assert '<html lang="en"' in paper(clerk, vote, "?language=%00")


def test_nothing_on_it_is_ours_to_style_inline_or_theirs_to_run(clerk):
    words = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}'
    vote = make_draft(make_edition(words, words), title=words, question=words)
    raw = clerk.get(f"{DESK}paper/{vote.pk}/").content.decode()
    assert not [part for part in ("<script", "<img", " style=", ">14<") if part in raw]


@pytest.mark.parametrize("query", ["", "?type=large"])
def test_an_empty_list_says_so(clerk, query):
    assert "No project has been chosen yet." in paper(clerk, make_draft(proposals=()), query)


@pytest.mark.parametrize("kind", KINDS)
def test_in_large_type_the_same_words_and_boxes_stand_in_fewer_columns(clerk, kind):
    rule, sentence, boxes = KINDS[kind]
    scale = ["Bien", "Moyen", "Mal"] if kind == "mentions" else []
    titles = ("Une passerelle",) if kind == "yes-no" else ("Des bancs", "Un verger", "Une fontaine")
    vote = make_draft(make_edition(*titles), ballot_kind=kind, rule=rule, mentions=scale)
    shown = paper(clerk, vote, "?type=large&language=en")
    assert sentence in shown and "Specimen: not a ballot" in shown and "€10,000" in shown
    assert shown.count('class="box"') == boxes
    columns = shown.count('<th scope="col"')
    assert columns <= 3 and f'colspan="{columns}"' in shown
    assert all(word in shown for word in (*titles, *scale))
    assert 'href="?language=fr&type=large"' in shown, "another language keeps the large type"
    assert "large" not in paper(clerk, vote, "?type=huge").split("<main")[1].split(">")[0]


def test_the_paper_says_the_limits_by_which_it_is_judged(clerk):
    vote = make_draft()
    free = paper(clerk, vote)
    assert "as many as you like." in free and "Money to share out:" in free
    limits = {"knapsack": True, "usual": {"least_percent": 50}}
    Poll.objects.create(vote=vote, access="roll", limits=limits, scope="chosen")
    for shown in (paper(clerk, vote), paper(clerk, vote, "?type=large")):
        assert "within these limits:" in shown and "as many as you like, up to €" in shown
        assert "using at least 50 % of the envelope" in shown and "Money to share out:" not in shown
        assert "choose those of one district only" in shown
    Poll.objects.update(limits={"usual": {"least": 1, "most": 2}}, scope="own")
    shown = paper(clerk, vote)
    assert "at most 2 projects" in shown and "at least 1" in shown and "your own district only" in shown


def test_points_are_said_on_the_paper(clerk):
    vote = make_draft(ballot_kind="cumulative", rule="greedy")
    Poll.objects.create(vote=vote, access="roll", limits={"usual": {"points": 10, "points_each": 4}})
    shown = paper(clerk, vote)
    assert "10 points to share out" in shown and "at most 4 points on one project" in shown
