"""The blocks an officer writes with: what each refuses, and what reaches a reader."""

import pytest
from django.core.exceptions import ValidationError
from factories import home_page, news_page
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from participation.editorial.rules import french
from participation.models import BodyBlock


pytestmark = pytest.mark.django_db


def cleaned(*blocks):
    block = BodyBlock()
    return block.clean(block.to_python([{"type": kind, "value": value} for kind, value in blocks]))


@pytest.mark.parametrize(
    "address",
    [
        "https://ailleurs.example/video/1",
        "http://player.vimeo.com/video/1",
        "https://player.vimeo.com.mechant.example/1",
        "https://player.vimeo.com@mechant.example/1",
        "javascript:alert(1)",
    ],
)
def test_a_film_from_an_unknown_host_is_refused_with_the_list(address):
    with pytest.raises(ValidationError) as refused:
        cleaned(("film", {"title": "Film", "address": address, "transcript": ""}))
    if address.startswith("http"):
        assert "player.vimeo.com" in str(refused.value.as_json_data())


def test_a_film_asks_nothing_before_the_reader_presses(client):
    film = {"title": "Le chantier", "address": "https://player.vimeo.com/video/1", "transcript": "<p>On plante.</p>"}
    text = client.get(news_page(body=[("film", film)]).get_url()).content.decode()
    assert "<iframe" not in text
    assert 'href="https://player.vimeo.com/video/1"' in text and "On plante." in text


def test_a_picture_has_words_or_is_decorative(client):
    home_page()
    image = get_image_model().objects.create(
        title="IMG_2041.jpg", file=get_test_image_file(size=(640, 480)), credit="Ville"
    )
    told = {
        "picture": {"image": image.pk, "decorative": False, "alt_text": "Deux bancs sous un tilleul"},
        "caption": "",
    }
    assert cleaned(("picture", told))
    silent = {"picture": {"image": image.pk, "decorative": False, "alt_text": ""}, "caption": ""}
    with pytest.raises(ValidationError):
        cleaned(("picture", silent))
    body = BodyBlock().to_python([{"type": "picture", "value": told}])
    page = news_page(
        body=body, picture=[{"type": "picture", "value": {"image": image.pk, "decorative": True, "alt_text": ""}}]
    )
    text = client.get(page.get_url()).content.decode()
    assert 'alt="Deux bancs sous un tilleul"' in text and 'alt=""' in text
    assert "IMG_2041" not in text.split("<main")[1].replace("img_2041", "")
    for kind in ("image/avif", "image/webp"):
        assert f'type="{kind}"' in text
    assert 'property="og:image"' in text


def test_a_page_tells_search_engines_and_messages_what_it_is(client):
    page = news_page(title="Le verger", lead="Ouvert samedi", seo_title="Verger partagé", search_description="")
    text = client.get(page.get_url()).content.decode()
    for line in (
        "<title>Verger partagé · ",
        '<meta name="description" content="Ouvert samedi">',
        '<meta property="og:title" content="Verger partagé">',
        f'<link rel="canonical" href="http://testserver{page.get_url()}">',
    ):
        assert line in text, line


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Où en est-on ?", "Où en est-on\u202f?"),
        ("l'arbre d'Orme", "l’arbre d’Orme"),
        ("Dites : « oui » ; puis", "Dites\u00a0: «\u00a0oui\u00a0»\u202f; puis"),
        ("12 000 €, 96 %", "12\u202f000\u00a0€, 96\u00a0%"),
        ("à 8:30, voir https://x.fr/?a", "à 8:30, voir https://x.fr/?a"),
        ("5' de marche", "5' de marche"),
        ("", ""),
    ],
)
def test_french_is_set_as_printers_set_it(typed, set_):
    assert french(typed) == set_
    assert french(french(typed)) == set_
