"""News: order, tags with real keys, feed, empty lists, hostile words."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from factories import home_page, news_index, news_page

from participation.models import NewsTag, NewsTagging


pytestmark = pytest.mark.django_db


def test_the_latest_is_first_and_pages_follow_the_setting(client, settings):
    settings.PARTICIPATION = {"NEWS_PER_PAGE": 3}
    for number in range(5):
        news_page(title=f"Nouvelle {number}", date=date(2026, 1, 1 + number))
    text = client.get(news_index().get_url()).content.decode()
    assert text.index("Nouvelle 4") < text.index("Nouvelle 3") < text.index("Nouvelle 2")
    assert "Nouvelle 1" not in text
    assert "Nouvelle 1" in client.get(news_index().get_url(), {"page": 2}).content.decode()


def test_an_empty_index_says_what_will_come(client):
    home_page()
    assert 'class="empty"' in client.get(news_index().get_url()).content.decode()


def test_a_tag_gathers_its_news_and_only_them(client):
    tag = NewsTag.objects.create(name="Nature & <eau>", slug="nature")
    page, other = news_page(title="Le verger"), news_page(title="Le skatepark")
    page.tags.add(tag)
    page.save_revision().publish()
    assert NewsTagging.objects.get().tag == tag
    listing = client.get(news_index().get_url() + "etiquette/nature/").content.decode()
    assert "Le verger" in listing and "Le skatepark" not in listing
    assert "Nature &amp; &lt;eau&gt;" in listing and "<eau>" not in listing
    assert "etiquette/nature/" in client.get(page.get_url()).content.decode()
    assert "etiquette/nature/" not in client.get(other.get_url()).content.decode()
    assert client.get(news_index().get_url() + "etiquette/inconnue/").status_code == 404


def test_deleting_a_tag_leaves_its_news():
    tag = NewsTag.objects.create(name="Nature", slug="nature")
    page = news_page()
    page.tags.add(tag)
    page.save()
    tag.delete()
    page.refresh_from_db()
    assert not page.taggings.exists()


def test_the_feed_is_rss_in_the_index_s_language_and_escapes(client):
    news_page(title="Vélo & <script>", lead="Une piste")
    news_page(title="Demain", go_live_at=timezone.now() + timedelta(days=1))
    answer = client.get(news_index().get_url() + "flux/")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("application/rss+xml")
    assert "<language>fr</language>" in text
    assert "Vélo &amp; &lt;script&gt;" in text and "<script>" not in text
    assert "Demain" not in text


def test_hostile_words_are_shown_and_never_run(client):
    words = "\"><script>alert(1)</script> ' & ‮ {{ 7|add:1 }} {% now 'Y' %}"
    page = news_page(
        title=words[:200], lead=words, body=[("heading", words), ("quote", {"text": words, "source": words})]
    )
    for address in (page.get_url(), news_index().get_url(), "/", "/recherche/?q=alert"):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text, address
        assert "{{ 7|add:1 }}" in text or address in ("/", "/recherche/?q=alert")


def test_a_very_long_title_is_whole(client):
    title = ("Réaménagement de la rue de la République " * 6).strip()[:255]
    assert title.replace("'", "’") in client.get(news_page(title=title).get_url()).content.decode()
