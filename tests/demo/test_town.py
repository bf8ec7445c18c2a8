"""The demo town as it is loaded: whole, in both languages, few queries a page, the same every time."""

from collections import Counter

import pytest
from demo.files import PAST
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site

from municipal.demo import content, load
from municipal.media.models import TownRendition
from participation.models import (
    BudgetCallPage,
    District,
    Envelope,
    Proposal,
    ProposalPage,
    Result,
    SealedBallot,
    Theme,
    Vote,
    VoteCampaignPage,
)


pytestmark = pytest.mark.django_db
# SHA-256 of the past vote's input: the ballots are drawn from a seed, not from a die.
DIGEST = "2c5a70599342f59f"


@pytest.fixture
def town(settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {"VOTES_ON_SQLITE": True}  # as the demo's own settings say
    cache.clear()
    load.load(80, lambda line: None)
    Site.objects.update(hostname="testserver")
    Site.clear_site_root_paths_cache()
    return list(Page.objects.live().filter(depth__gt=1))


def test_the_town_is_whole_answers_in_both_languages_and_is_the_same_every_time(town, client):
    check_the_pictures(client)
    dear, broken = {}, {}
    for address in [page.get_url() for page in town] + lists():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        if answer.status_code != 200:
            broken[address] = answer.status_code
        if len(queries) > 20:
            dear[address] = len(queries)
    assert broken == {} and dear == {}
    assert Counter(page.locale.language_code for page in town) == {"fr": 46, "en": 34}

    check_the_past_edition()
    check_the_current_edition()
    check_the_map_and_the_themes()


def lists():
    """The lists of proposals, and the other parts of the result."""
    calls = [page.get_url() for page in BudgetCallPage.objects.all()]
    results = [page.get_url() for page in VoteCampaignPage.objects.filter(vote__result__isnull=False)]
    return [f"{address}propositions/" for address in calls] + [
        f"{address}resultats/{part}" for address in results for part in ("", "comparer/", "pas-a-pas/")
    ]


def check_the_past_edition():
    result = Result.objects.get()
    told = {str(each["project"]): each for each in PAST["realisations"]}
    assert set(result.counts[0]["outcome"]["winners"]) == set(told)
    assert result.counts[0]["outcome"]["cost"] == PAST["spent"] * 100
    assert result.input_digest.startswith(DIGEST)
    assert SealedBallot.objects.count() == PAST["ballots"]["total"] == result.ballots
    vote = Vote.objects.get(result=result)
    assert vote.frozen_at < vote.process.phases.get(kind="vote").opens
    greedy = next(way for way in result.comparison.ways if way["rule"] == "greedy")
    assert set(greedy["winners"]) == {"2", "15", "4", "9", "26"}
    for proposal in vote.process.proposals.all():
        line = told.get(str(proposal.number))
        assert proposal.status == (line["state"] if line else "not-selected")
        assert bool(proposal.status_note) == bool(line)
    pages = ProposalPage.objects.filter(locale__language_code="fr")
    assert {str(page.proposal.number) for page in pages} == set(told)
    assert {page.state_text for page in pages} == {""}  # said by the row, live


def check_the_current_edition():
    now, vote = timezone.now(), Vote.objects.get(result=None)
    span = vote.process.standing(now).acting
    assert vote.process.standing(now).face == "vote" and vote.frozen_at < span.opens
    assert 20 <= (span.closes - span.opens).days <= 22 and 10 <= (span.closes - now).days <= 11
    assert vote.options.count() == 60 and not vote.sealed_ballots.exists()
    assert Counter(vote.process.proposals.values_list("status", flat=True)) == {
        "voted": 60,
        "refused": 6,
        "withdrawn": 4,
    }
    for envelope in Envelope.objects.filter(process=vote.process):
        assert vote.options.filter(envelope=envelope).count() in (46, 14)
    campaign = VoteCampaignPage.objects.get(vote=vote, locale__language_code="fr")
    assert len(campaign.places) == 7 and campaign.who and campaign.bring and campaign.elsewhere


def check_the_map_and_the_themes():
    assert all(district.outline["type"] == "Polygon" for district in District.objects.all())
    assert not Proposal.objects.exclude(district=None).filter(latitude=None).exists()
    assert {theme.names.get(language="en").name for theme in Theme.objects.all()} == {
        each["name_en"] for each in PAST["themes"]
    }
    assert not Proposal.objects.filter(themes=None).exists()


def check_the_pictures(client):
    """Made beforehand, a list's and a page's pictures are not made again for their first reader."""
    for proposal in Proposal.objects.all():
        content.print_formats(proposal.picture, content.IN_A_LIST)
    call = BudgetCallPage.objects.filter(locale__language_code="fr").first()
    content.print_formats(call.main_picture, content.ON_A_PAGE)
    made = TownRendition.objects.count()
    for address in (call.get_url(), f"{call.get_url()}propositions/"):
        assert client.get(address).status_code == 200
    assert TownRendition.objects.count() == made > 115


def test_a_taken_port_is_said_plainly():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="est déjà pris"):
            call_command("demo", port=taken.getsockname()[1])
