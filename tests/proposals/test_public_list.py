"""The public list of an edition: filters and their counts, orders, pages, the map, and where each project leads."""

import re
from string import printable

import pytest
import segno
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import call_page, home_page, make_process, make_proposal, make_proposals, make_theme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale

from participation.models import District, Proposal, ProposalPage


pytestmark = pytest.mark.django_db
SQUARE = [[0.0, 47.0], [0.1, 47.0], [0.1, 47.1], [0.0, 47.1], [0.0, 47.0]]


@pytest.fixture
def call():
    cache.clear()
    return call_page(make_process(call=("2026-03-01 09:00", "2099-04-12 23:59")))


@pytest.fixture
def here(call):
    return call.get_url() + "propositions/"


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def titles(text):
    """What a page of the list shows, in its order."""
    return re.findall(r"Banc (\d+)(?=<)", text)


def test_no_project_yet_is_said_with_what_comes(client, call, here):
    assert "Aucune idée n’est encore publiée." in read(client, here)


def test_every_project_is_on_exactly_one_page_of_an_order_drawn_by_its_seed(client, call, here):
    make_proposals(call.process, *[f"Banc {n}" for n in range(45)])
    seen = [title for page in (1, 2, 3) for title in titles(read(client, f"{here}?tri=hasard&graine=7&page={page}"))]
    assert len(seen) == 45 == len(set(seen))
    again = titles(read(client, f"{here}?tri=hasard&graine=7"))
    other = titles(read(client, f"{here}?tri=hasard&graine=8"))
    assert again == seen[:20] and other != again


def test_a_seed_that_was_drawn_is_in_every_link_and_in_no_cookie(client, call, here):
    make_proposals(call.process, *[f"Banc {n}" for n in range(45)])
    answer = client.get(f"{here}?tri=hasard")
    seeds = set(re.findall(r"graine=(\d+)", answer.content.decode()))
    assert seeds and not answer.cookies


def test_filters_keep_what_they_say_and_count_what_each_other_would_keep(client, call, here):
    north = District.objects.create(name="Nord", slug="nord")
    theme = make_theme("Nature", en="Nature in English")
    one = make_proposal(call.process, "Banc 1", district=north, text="Près de l’École")
    two = make_proposal(call.process, "Banc 2", status="refused")
    one.themes.add(theme)
    two.themes.add(theme)
    make_proposal(call.process, "Banc 3", district=north)
    for query, found in (
        ("quartier=nord", ["1", "3"]),
        ("theme=nature", ["1", "2"]),
        ("quartier=nord&theme=nature", ["1"]),
        ("q=ecole", ["1"]),
        ("q=ECOLE+banc", ["1"]),
        ("q=rien", []),
        ("statut=refused", ["2"]),
        ("quartier=nulle-part", ["1", "2", "3"]),
    ):
        assert titles(read(client, f"{here}?tri=numero&{query}")) == found, query
    assert "Nord (1)" in read(client, f"{here}?theme=nature")
    assert "Aucun projet ne répond à tout cela." in read(client, f"{here}?q=rien")


def test_the_words_of_residents_are_only_ever_words(client, call, here):
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    row = make_proposal(call.process, hostile, summary=hostile, text=hostile, holder=hostile, status_note=hostile)
    for address in (here, call.address_of(row), f"{here}?q=%3Cscript%3E"):
        text = read(client, address)
        assert "<script>alert" not in text and "<img src=x" not in text


QUERY = st.dictionaries(
    st.sampled_from(["tri", "graine", "page", "quartier", "theme", "statut", "q", "bbox", "zoom", "change"]),
    st.text(printable + "é’\x00", max_size=30) | st.integers().map(str),
    max_size=5,
)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=QUERY, where=st.sampled_from(["", "carte/"]))
def test_no_address_makes_the_list_or_the_map_fail(client, call, here, query, where):
    make_proposal(call.process, "Banc 1", latitude=47.05, longitude=0.05)
    assert client.get(here + where, query).status_code < 500


def count(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# Of many points the map asks for groups alone.
@pytest.mark.parametrize(("number", "expected"), [(10, [16, 10, 17]), (1000, [16, 9, 17])])
def test_the_number_of_queries_does_not_grow(client, call, here, number, expected):
    district = District.objects.create(name="Nord", slug="nord", outline={"type": "Polygon", "coordinates": [SQUARE]})
    theme = make_theme()
    rows = make_proposals(
        call.process,
        *[f"Banc {n}" for n in range(number)],
        district=district,
        latitude=47.05,
        longitude=0.05,
    )
    for row in rows[:30]:
        row.themes.add(theme)
    found = [count(client, address) for address in (here, here + "carte/", call.address_of(rows[0]))]
    assert found == expected, found


def test_the_map_without_scripts_is_made_of_links_that_filter(client, call, here):
    north = District.objects.create(name="Nord", slug="nord", outline={"type": "Polygon", "coordinates": [SQUARE]})
    make_proposal(call.process, "Banc 1", district=north)
    text = read(client, here)
    assert "<svg" in text and "quartier=nord" in text


def test_a_wrong_name_in_an_address_leads_to_the_right_one_and_another_edition_to_nothing(client, call, here):
    row = make_proposal(call.process, "Un banc")
    other = make_proposal(make_process("Autre"), "Ailleurs")
    assert client.get(f"{here}{row.pk}-faux/")["Location"] == call.address_of(row)
    assert client.get(f"{here}{other.pk}-{other.slug}/").status_code == 404
    assert client.get(f"{here}999999-rien/").status_code == 404


def test_a_published_page_takes_the_address_over_and_gives_it_back(client, call):
    row = make_proposal(call.process, "Un banc")
    page = call.add_child(instance=ProposalPage(title="Le banc", proposal=row))
    page.save_revision().publish()
    assert client.get(call.address_of(row))["Location"] == page.get_url()
    page.unpublish()
    assert client.get(call.address_of(row)).status_code == 200
    assert client.get(f"/p/proposal/{row.pk}/")["Location"] == call.address_of(row)


def test_the_qr_code_is_that_of_the_short_address(client, call):
    row = make_proposal(call.process, "Un banc")
    answer = client.get(f"/p/proposal/{row.pk}/qr.svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    drawn = segno.make(f"http://testserver/p/proposal/{row.pk}/", micro=False)
    assert re.search(r"[ML][^\"]+", answer.content.decode()) and drawn.symbol_size()[0] > 20
    assert client.get("/p/proposal/999999/qr.svg").status_code == 404


def test_a_theme_has_its_name_in_the_reader_s_language(client, call):
    row = make_proposal(call.process, "Banc 1")
    row.themes.add(make_theme("Eau", en="Water"))
    english = Locale.objects.get(language_code="en")
    home_page().copy_for_translation(english).save_revision().publish()
    twin = call.copy_for_translation(english)
    twin.save_revision().publish()
    assert "Water" in read(client, type(call).objects.get(pk=twin.pk).get_url() + "propositions/")
    assert Proposal.objects.get().themes.get().name == "Eau"
