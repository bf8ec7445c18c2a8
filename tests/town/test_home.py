"""What the home page shows of what was decided and built."""

import pytest
from factories import call_page, campaign_page, counted_vote, home_page
from wagtail.models import Locale

from participation.models import ProposalPage


pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    page = home_page()
    page.sections = [("realisations", {"heading": "Ce qui a été fait", "number": 2})]
    page.save_revision().publish()
    return page


def test_nothing_decided_yet_is_said(client, home):
    answer = client.get(home.get_url()).content.decode()
    assert "Rien n’a encore été décidé" in answer


def test_the_latest_result_and_the_latest_works_are_shown_with_their_links(client, home):
    vote = counted_vote()
    page = campaign_page(vote, title="Les résultats de 2026")
    bench, orchard, fountain = vote.process.proposals.all()
    assert [bench.status, orchard.status, fountain.status] == ["selected", "selected", "not-selected"]
    bench.status, bench.status_note = "built", "Posés depuis le 6 juin"
    bench.save()
    orchard.status = "works"
    orchard.save()
    told = call_page(vote.process).add_child(instance=ProposalPage(title="Le verger de la Plaine", proposal=orchard))
    told.save_revision().publish()
    answer = client.get(home.get_url()).content.decode()
    assert f'href="{page.get_url()}"' in answer and "20\u202f000\u00a0€" in answer and "5\u202f000\u00a0€" in answer
    assert f'href="/p/proposal/{bench.pk}/"' in answer and "Posés depuis le 6 juin" in answer
    assert f'href="{told.get_url()}"' in answer and "Le verger de la Plaine" in answer
    assert "Une fontaine" not in answer


def test_no_more_works_than_the_editor_asked_for(client, home):
    vote = counted_vote(titles=[f"Banc {number}" for number in range(1, 6)])
    vote.process.proposals.update(status="built")
    assert client.get(home.get_url()).content.decode().count("Banc ") == 2


def test_an_archived_edition_is_not_shown(client, home):
    vote = counted_vote()
    campaign_page(vote)
    vote.process.proposals.update(status="built")
    vote.process.archived_at = vote.process.created_at
    vote.process.save()
    answer = client.get(home.get_url()).content.decode()
    assert "Des bancs" not in answer and "20\u202f000" not in answer


def test_in_english_too(client, home):
    counted_vote().process.proposals.update(status="built")
    twin = home.copy_for_translation(Locale.objects.get(language_code="en"))
    twin.save_revision().publish()
    answer = client.get(twin.get_url()).content.decode()
    assert "Built" in answer and 'lang="fr"' in answer


def test_a_browser_that_shows_a_file_finds_the_crest(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.url) == (302, "/static/theme/crest.svg")
