"""One proposal: its place below the call page, its short address, its QR code, its published page."""

import json

import pytest
import segno
from engines import find
from factories import call_page, consultation_page, counted_vote, make_district, make_process, make_proposal, make_theme
from wagtail.models import Locale

from participation.models import ProposalPage


pytestmark = pytest.mark.django_db
VOTE = {"vote": ("2026-10-01 08:00", "2099-10-18 23:59")}
RESULTS = {"vote": ("2020-10-01 08:00", "2020-10-18 23:59"), "results": ("2020-11-05 18:00", None)}
HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ request }} {% now 'Y' %}",
    "javascript:alert(1)",
    "\u202eאבג מימין לשמאל",
    "mot" * 160,
    "</textarea></title><svg/onload=alert(1)>",
]


@pytest.fixture
def process():
    return make_process(**VOTE)


@pytest.fixture
def call(process):
    return call_page(process)


@pytest.fixture
def bench(process):
    return make_proposal(process, "Un banc à l’ombre", text="Au soleil on cuit.", summary="Six bancs.")


def told(call, proposal, title="Le banc"):
    page = call.add_child(instance=ProposalPage(title=title, proposal=proposal, locale=call.locale))
    page.save_revision().publish()
    return ProposalPage.objects.get(pk=page.pk)


def english_twin(page):
    english = Locale.objects.get(language_code="en")
    if not page.get_parent().has_translation(english):
        page.get_parent().specific.copy_for_translation(english).save_revision().publish()
    twin = page.copy_for_translation(english)
    twin.save_revision().publish()
    return type(page).objects.get(pk=twin.pk)


def leads(client, address):
    answer = client.get(address)
    return answer.status_code, answer.get("Location")


def test_it_shows_what_is_known_of_it(client, call, bench):
    bench.district, bench.cost, bench.holder = make_district("Le Port"), 12_000_00, "Les voisins"
    bench.save()
    bench.themes.add(make_theme("Nature"))
    before, after = make_proposal(call.process, "Avant", number=900), make_proposal(call.process, "Après", number=7)
    text = client.get(call.address_of(bench)).content.decode()
    for said in (
        "Un banc à l’ombre",
        "Au soleil on cuit.",
        "Six bancs.",
        "Le Port",
        "Nature",
        "Les voisins",
        "12\u202f000",
    ):
        assert said in text, said
    assert f'href="{call.address_of(after)}"' in text and f'href="{call.address_of(before)}"' not in text
    assert f"/p/proposal/{bench.pk}/" in text and f"/p/proposal/{bench.pk}/qr.svg" in text
    assert f'<link rel="canonical" href="http://testserver{call.address_of(bench)}">' in text
    assert '<meta property="og:title" content="Un banc à l’ombre">' in text


def test_the_way_back_keeps_what_was_asked_and_nothing_else(client, call, bench):
    place = call.below("proposals")
    text = client.get(call.address_of(bench), {"quartier": "le-port", "q": "a&b", "evil": "http://x", "page": "2"})
    assert f'href="{place}?q=a%26b&amp;quartier=le-port&amp;page=2" rel="nofollow"' in text.content.decode()
    assert f'href="{place}"' in client.get(call.address_of(bench)).content.decode()


def test_an_old_slug_leads_to_the_right_one_for_good(client, call, bench):
    wrong = f"{call.below('proposals')}{bench.pk}-un-vieux-titre/?quartier=port&evil=1"
    assert leads(client, wrong) == (301, f"{call.address_of(bench)}?quartier=port")


@pytest.mark.parametrize("key", ["999999", "9" * 30, "0"])
def test_what_does_not_exist_is_not_found(client, call, key):
    assert client.get(f"{call.below('proposals')}{key}-rien/").status_code == 404


def test_a_proposal_of_another_process_is_not_found_here(client, call):
    other = make_proposal(make_process("Autre"), "Ailleurs")
    assert client.get(call.address_of(other)).status_code == 404


def test_a_call_page_without_a_process_has_nothing_below(client):
    page = call_page()
    for address in (page.below("proposals"), page.below("proposals-map"), page.below("proposals") + "1-rien/"):
        assert client.get(address).status_code == 404


def test_its_own_page_goes_before_and_gives_the_place_back(client, call, bench):
    short, place = f"/p/proposal/{bench.pk}/", call.address_of(bench)
    assert (leads(client, short), client.get(place).status_code) == ((302, place), 200)
    page = told(call, bench)
    assert leads(client, short) == leads(client, place) == (302, page.get_url())
    assert f'href="{page.get_url()}"' in client.get(call.below("proposals")).content.decode()
    page.unpublish()
    assert (leads(client, short), client.get(place).status_code) == ((302, place), 200)
    ProposalPage.objects.get(pk=page.pk).delete()
    assert (leads(client, short), client.get(place).status_code) == ((302, place), 200)
    call.unpublish()
    assert client.get(short).status_code == 200 and client.get(place).status_code == 404


def test_a_page_in_one_language_does_not_stand_in_for_the_list_in_another(client, call, bench):
    page, twin = told(call, bench), english_twin(call)
    assert leads(client, f"/en/p/proposal/{bench.pk}/") == (302, twin.address_of(bench))
    assert client.get(twin.address_of(bench)).status_code == 200
    translated = english_twin(page)
    assert leads(client, f"/en/p/proposal/{bench.pk}/") == (302, translated.get_url())
    assert leads(client, twin.address_of(bench)) == (302, translated.get_url())


def test_without_a_list_in_its_language_the_page_in_the_main_one_is_shown(client, call, bench):
    assert leads(client, f"/en/p/proposal/{bench.pk}/") == (302, call.address_of(bench))
    page = told(call, bench)
    assert leads(client, f"/en/p/proposal/{bench.pk}/") == (302, page.get_url())


def test_a_consultations_page_lists_no_proposals(client):
    process = make_process("Les quais", "consultation", **VOTE)
    consultation_page(process)
    row = make_proposal(process, "Une idée")
    answer = client.get(f"/p/proposal/{row.pk}/")
    assert answer.status_code == 200 and "Une idée" in answer.content.decode()


def test_the_qr_code_is_that_of_the_short_address(client, call, bench):
    answer = client.get(f"/p/proposal/{bench.pk}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "max-age=31536000" in answer["Cache-Control"] and "public" in answer["Cache-Control"]
    code = segno.make(f"http://testserver/p/proposal/{bench.pk}/", error="m", micro=False)
    wanted = code.svg_inline(scale=4, border=4, light="#fff", svgclass=None, lineclass=None)
    assert wanted.split("<path")[2] == answer.content.decode().strip().split("<path")[2]
    assert client.get("/p/proposal/999999/qr.svg").status_code == 404


def test_what_the_result_says_is_said_of_each(client):
    vote = counted_vote(process=make_process(**RESULTS))
    call = call_page(vote.process)
    first, last = vote.process.proposals.get(title="Des bancs"), vote.process.proposals.get(title="Une fontaine")
    text = client.get(call.address_of(first)).content.decode()
    assert "5 voix" in text and f"/p/vote/{vote.pk}/" in text
    assert "1 voix" in client.get(call.address_of(last)).content.decode()
    page = told(call, first)
    for address in (page.get_url(), english_twin(call) and english_twin(page).get_url()):
        text = client.get(address).content.decode()
        assert "10\u202f000" in text or "10,000" in text
        assert "5 v" in text and f"/p/vote/{vote.pk}/" in text


def test_numbers_on_a_page_are_those_of_the_row_today(client, call, bench):
    page = told(call, bench)
    for cents, said in ((12_000_00, "12\u202f000"), (13_000_00, "13\u202f000")):
        bench.cost = cents
        bench.save()
        assert said in client.get(page.get_url()).content.decode()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(client, call, words):
    row = make_proposal(
        call.process, words, summary=words[:300], text=words, holder=words[:160], status_note=words[:300],
        language=words[:12], latitude=47.7, longitude=-0.09, district=make_district("<b>Le Port", slug="port"),
    )  # fmt: skip
    page = told(call, row, "Dite")
    addresses = [call.below("proposals"), f"{call.below('proposals')}?q={words[:30]}", page.get_url(), "/"]
    addresses += [call.below("proposals-map")]
    page.unpublish()
    for address in [*addresses, call.address_of(row), f"/p/proposal/{row.pk}/"]:
        answer = client.get(address, follow=True)
        text = answer.content.decode()
        if "json" in answer["Content-Type"]:
            assert json.loads(text)["points"][0]["title"] == words
            continue
        assert "<script>alert" not in text and "<img src=x" not in text and "<svg/onload" not in text, address
        assert "<b>Le Port" not in text and 'href="javascript' not in text


def test_naughty_strings_are_only_words(client, call):
    if not (shared := find("shared")):
        pytest.skip("the big list of naughty strings is not here")
    strings = json.loads((shared / "data" / "text" / "blns.json").read_text(encoding="utf-8"))
    strings = [string.replace("\0", "") for string in strings if string.strip("\0 ")]
    for number, string in enumerate(strings, 1):
        make_proposal(call.process, string[:500], number=number, summary=string[:300], text=string)
    place = call.below("proposals")
    pages = -(-len(strings) // 20)
    shown = [client.get(place, {"tri": "numero", "page": page}) for page in range(1, pages + 1)]
    assert {answer.status_code for answer in shown} == {200}
    assert sum(answer.content.decode().count('<article class="row">') for answer in shown) == len(strings)
    asked = {client.get(place, {"q": string, "quartier": string, "theme": string}).status_code for string in strings}
    assert asked == {200}
    for row in list(call.process.proposals.all())[::25]:
        answer = client.get(call.address_of(row))
        assert answer.status_code == 200 and "<script>alert" not in answer.content.decode()
