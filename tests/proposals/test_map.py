"""The drawn map of the list, and the data of the detailed one."""

import random
import re

import pytest
from factories import call_page, make_district, make_process, make_proposal, square

from participation.models import Proposal
from participation.proposals import rules


pytestmark = pytest.mark.django_db
VOTE = {"vote": ("2026-10-01 08:00", "2099-10-18 23:59")}


@pytest.fixture
def process():
    return make_process(**VOTE)


@pytest.fixture
def page(process):
    return call_page(process)


def data(client, page, **query):
    answer = client.get(page.below("proposals-map"), query)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    return answer.json()


def scatter(process, number):
    dice = random.Random(number)
    Proposal.objects.bulk_create(
        Proposal(process=process, number=place, title=f"Banc {place}", status="voted",
                 latitude=47.7 + dice.random() / 50, longitude=-0.1 + dice.random() / 25)
        for place in range(1, number + 1)
    )  # fmt: skip


def drawn(text):
    """{name: (address, marked)} of the districts drawn on the page."""
    links = re.findall(r'<a href="([^"]+)" rel="nofollow" class="paper-\d"([^>]*) aria-label="([^"]+)"', text)
    return {label: (address.replace("&amp;", "&"), "aria-current" in marked) for address, marked, label in links}


def test_each_district_is_a_link_that_filters_with_its_count(client, page, process):
    port, plain = make_district("Le Port"), make_district("La Plaine")
    make_district("Le Moulin", outline=None)
    for district in (port, port, plain, None):
        make_proposal(process, "Un banc", district=district)
    place = page.below("proposals")
    found = drawn(client.get(place, {"tri": "numero"}).content.decode())
    assert found == {
        "Le Port, 2 projets": (f"{place}?quartier=le-port&tri=numero", False),
        "La Plaine, 1 projet": (f"{place}?quartier=la-plaine&tri=numero", False),
    }
    answer = client.get(found["Le Port, 2 projets"][0])
    text = answer.content.decode()
    assert answer.context["found"].paginator.count == 2
    assert drawn(text)["Le Port, 2 projets"][1] and not drawn(text)["La Plaine, 1 projet"][1]
    assert ">Toute la ville, 1 projet</a>" in text


@pytest.mark.parametrize("outline", [None, {}, [], [[10, 20], [80, 25]], {"type": "Point", "coordinates": [1, 2]}])
def test_without_any_outline_the_districts_are_a_list_of_links(client, page, process, outline):
    row = make_proposal(process, "Un banc", district=make_district("Le Port", outline=outline))
    text = client.get(page.below("proposals")).content.decode()
    assert "<svg viewBox" not in text.split("<main")[1]
    assert ">Le Port, 1 projet</a>" in text
    assert client.get(page.address_of(row)).status_code == 200
    assert data(client, page)["districts"]["features"] == []


def test_a_town_without_districts_has_a_list_all_the_same(client, page, process):
    row = make_proposal(process, "Un banc", latitude=47.7, longitude=-0.1)
    assert client.get(page.below("proposals")).status_code == 200
    assert client.get(page.address_of(row)).status_code == 200
    assert len(data(client, page)["points"]) == 1


def test_the_place_of_one_proposal_is_marked_if_it_is_in_town(client, page, process):
    district = make_district("Le Port", outline=square(-0.1, 47.7))
    here = make_proposal(process, "Ici", district=district, latitude=47.71, longitude=-0.09)
    far = make_proposal(process, "Loin", latitude=10, longitude=10)
    text = client.get(page.address_of(here)).content.decode()
    assert 'class="zone here"' in text and 'class="dot" cx="300.0"' in text
    assert "<circle" not in client.get(page.address_of(far)).content.decode().split("<main")[1]


def test_few_points_are_given_one_by_one_with_the_districts_the_first_time(client, page, process):
    make_district("Le Port")
    row = make_proposal(process, "Un <b>banc</b>", latitude=47.7, longitude=-0.1, language="br")
    make_proposal(process, "Sans lieu")
    found = data(client, page)
    assert found["number"] == 1 and found["groups"] == []
    assert found["points"] == [
        {"number": 1, "title": "Un <b>banc</b>", "language": "br", "address": page.address_of(row),
         "at": [47.7, -0.1], "paper": 2}
    ]  # fmt: skip
    (district,) = found["districts"]["features"]
    assert district["geometry"]["type"] == "MultiPolygon"
    assert district["properties"]["address"] == f"{page.below('proposals')}?quartier=le-port"
    assert "districts" not in data(client, page, bbox="-1,47,1,48", zoom="12")


def test_many_points_are_gathered_and_none_is_lost(client, page, process):
    scatter(process, 1000)
    for zoom, bbox in (("3", "-180,-90,180,90"), ("11", "-0.2,47.6,0.1,47.8"), ("14", "-0.1,47.7,-0.08,47.71")):
        found = data(client, page, bbox=bbox, zoom=zoom)
        total = sum(group["number"] for group in found["groups"]) + len(found["points"])
        assert total == found["number"]
        assert len(found["groups"]) <= (rules.MOST_CELLS + 1) ** 2
    assert data(client, page, bbox="-180,-90,180,90", zoom="0")["number"] == 1000
    (one,) = data(client, page, zoom="0")["groups"]
    assert 47.7 < one["at"][0] < 47.72 and -0.1 < one["at"][1] < -0.06
    near = data(client, page, bbox="-0.1,47.7,-0.095,47.702", zoom="18")
    assert near["groups"] == [] and len(near["points"]) == near["number"] < 150


def test_the_map_shows_what_the_list_shows(client, page, process):
    port = make_district("Le Port")
    make_proposal(process, "Un banc", latitude=47.7, longitude=-0.1, district=port)
    make_proposal(process, "Un arbre", latitude=47.71, longitude=-0.1)
    assert [each["title"] for each in data(client, page, quartier="le-port")["points"]] == ["Un banc"]
    assert [each["title"] for each in data(client, page, q="arbre")["points"]] == ["Un arbre"]


@pytest.mark.parametrize(
    "query",
    [
        {"bbox": "a,b,c,d"},
        {"bbox": "1,2,3"},
        {"bbox": "nan,nan,nan,nan"},
        {"bbox": "inf,-inf,inf,inf"},
        {"bbox": "10,10,-10,-10"},
        {"bbox": "200,0,300,10", "zoom": "5"},
        {"bbox": "1e308,1e308,1e309,1e309"},
        {"bbox": "0,0,1,1", "zoom": "99999999999"},
        {"bbox": "0,0,1,1", "zoom": "-3"},
        {"bbox": "0,0,0.0000000001,0.0000000001", "zoom": "22"},
        {"zoom": "²"},
    ],
)
def test_a_window_that_makes_no_sense_is_no_error(client, page, process, query):
    scatter(process, 200)
    found = data(client, page, **query)
    assert found["number"] == len(found["points"]) + sum(group["number"] for group in found["groups"])


def test_leaflet_waits_for_a_click_and_tiles_for_a_setting(client, page, process, settings):
    make_proposal(process, "Un banc", district=make_district())
    text = client.get(page.below("proposals")).content.decode()
    assert 'data-leaflet="/static/leaflet/leaflet.js"' in text and "data-tiles" not in text
    assert not re.search(r"<(script|link)[^>]+leaflet", text)
    settings.PARTICIPATION = {"MAP_TILES": {"url": "https://{s}.tiles.example/{z}.png", "attribution": "© Elles"}}
    assert 'data-tiles="https://{s}.tiles.example/{z}.png"' in client.get(page.below("proposals")).content.decode()


def test_the_town_lets_pictures_come_from_the_host_of_its_tiles_and_no_other(settings):
    from municipal.policy import ContentSecurityPolicy

    assert "img-src 'self' data:;" in ContentSecurityPolicy(None).public
    settings.PARTICIPATION = {"MAP_TILES": {"url": "https://{s}.tiles.example/{z}/{x}/{y}.png"}}
    assert "img-src 'self' data: https://*.tiles.example;" in ContentSecurityPolicy(None).public
