"""Translated and synchronised fields do what they declare, through wagtail-localize itself."""

import pytest
from django.test import TestCase
from factories import call_page, home_page, make_process, news_page
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from participation.models import NewsTag


pytestmark = pytest.mark.django_db


def translate(page, words):
    """Submit `page` for translation, fill in `words` {French: English}, publish. Returns the English page."""
    english = Locale.objects.get(language_code="en")
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=english)
    translation.save_target(publish=False)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=english,
            context=segment.context,
            defaults={"data": words.get(segment.string.data, segment.string.data), "translation_type": "manual"},
        )
    with TestCase.captureOnCommitCallbacks(execute=True):  # wagtail-localize publishes after the commit
        translation.save_target(publish=True)
    return page.get_translation(english)


@pytest.fixture
def bilingual():
    return translate(home_page(), {"Accueil": "Home"})


def test_the_process_follows_and_the_words_are_translated(bilingual, client):
    process = make_process(call=("2020-01-01 09:00", "2098-02-01 09:00"))
    page = call_page(process, title="Budget participatif", lead="Déposez vos idées", who="<p>Tous les habitants</p>")
    twin = translate(page, {"Budget participatif": "Participatory budget", "Déposez vos idées": "Send your ideas"})
    assert (twin.title, twin.lead, twin.process) == ("Participatory budget", "Send your ideas", process)
    text = client.get(twin.get_url()).content.decode()
    assert "Call for ideas: open until" in text
    assert f'href="{page.get_url()}"' in text, "the way back to French"
    assert f'href="{twin.get_url()}" lang="en"' in client.get(page.get_url()).content.decode()


def test_tags_and_dates_follow(bilingual):
    page = news_page()
    page.tags.add(NewsTag.objects.create(name="Nature", slug="nature"))
    page.save_revision().publish()
    translate(page.get_parent().specific, {"Actualités": "News"})
    twin = translate(page, {"Le verger": "The orchard"})
    assert (twin.title, twin.date) == ("The orchard", page.date)
    assert [tag.slug for tag in twin.tags.all()] == ["nature"]
