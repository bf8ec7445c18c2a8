"""What every public page keeps: few queries, no cookie, a strict policy, nothing from elsewhere, the legal links."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import call_page, campaign_page, consultation_page, home_page, make_process, news_index, news_page
from wagtail.models import Locale, Site

from municipal.home.models import SiteFrame, StandardPage
from participation.models import ProposalPage, Vote


pytestmark = pytest.mark.django_db
QUAYS = {"name": "Quais", "kind": "consultation", "call": ("2026-03-01 09:00", "2099-04-12 23:59")}
PHASES = {"call": ("2026-03-01 09:00", "2026-04-12 23:59"), "vote": ("2026-10-01 08:00", "2026-10-18 23:59")}


def paragraph(text):
    return [("text", f"<p>{text}</p>")]


def frame(call, legal):
    """The menu and the legal links of French pages."""
    link = {"page": legal.pk, "address": "", "label": ""}
    SiteFrame.objects.create(
        locale=Locale.objects.get(language_code="fr"),
        menu=[{"type": "link", "value": {**link, "page": call.pk}}],
        legal=[{"type": "link", "value": link}],
    )


@pytest.fixture
def town():
    """One published page of each type; {name: address}."""
    home = home_page()
    home.sections = [
        ("welcome", {"title": "Dites", "lead": "Proposez", "link": {"page": None, "address": "", "label": ""}}),
        ("processes", {"heading": "Où en est-on ?"}),
        ("realisations", {"heading": "Ce qui a été fait", "number": 3}),
        ("news", {"heading": "Actualités", "number": 5}),
    ]
    home.save_revision().publish()
    process = make_process(**PHASES)
    call = call_page(process, body=paragraph("Corps"), who="<p>Tous</p>")
    vote = Vote.objects.create(process=process, title="Vote")
    proposal = process.proposals.create(number=1, title="Un banc")
    told = call.add_child(instance=ProposalPage(title="Le banc", proposal=proposal))
    told.save_revision().publish()
    legal = home.add_child(instance=StandardPage(title="Mentions légales", body=paragraph("Éditeur")))
    legal.save_revision().publish()
    frame(call, legal)
    pages = {
        "home": home,
        "standard": legal,
        "consultation": consultation_page(make_process(**QUAYS), body=paragraph("Corps"), take_part="<p>Au marché</p>"),
        "call": call,
        "campaign": campaign_page(vote, parent=call),
        "proposal page": told,
        "news index": news_index(),
        "news": news_page(body=paragraph("Des pommes")),
    }
    addresses = {name: page.get_url() for name, page in pages.items()}
    other = process.proposals.create(number=2, title="Une fontaine")
    return addresses | {
        "proposals": call.below("proposals"),
        "proposal": call.address_of(other),
        "search": "/recherche/?q=banc",
        "feed": pages["news index"].get_url() + "flux/",
        "sitemap": "/sitemap.xml",
    }


def count(client, address):
    """Queries of a page asked a second time, its site known."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(queries), answer


# How many queries each page asks. A number that moves is looked at, not adjusted.
QUERIES = {
    "home": 16,
    "standard": 11,
    "consultation": 14,
    "call": 18,
    "campaign": 17,
    "proposal page": 18,
    "proposals": 17,
    "proposal": 17,
    "news index": 16,
    "news": 16,
    "search": 8,
    "feed": 9,
    "sitemap": 13,
}


def test_the_number_of_queries_of_each_public_page_is_pinned(town, client):
    found = {name: count(client, address)[0] for name, address in town.items()}
    assert {name: number for name, number in found.items() if number > 20} == {}
    assert found == QUERIES, str(found)


def test_it_does_not_grow_with_what_there_is_to_show(town, client):
    before = {name: count(client, town[name])[0] for name in ("home", "news index", "call", "search", "feed")}
    process = make_process("Autre", **PHASES)
    call_page(process, title="Autre appel")
    call = ProposalPage.objects.get().get_parent().specific
    for number in range(12):
        news_page(title=f"Nouvelle {number}")
        told = call.add_child(instance=ProposalPage(title=f"Un banc {number}"))
        told.save_revision().publish()
    after = {name: count(client, town[name])[0] for name in before}
    assert after == before


def test_every_page_is_strict_cookieless_and_keeps_to_itself(town, client):
    for name, address in town.items():
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "unsafe-inline" not in policy and "default-src 'none'" in policy, name
        assert not answer.cookies and "sessionid" not in client.cookies, name
        text = answer.content.decode()
        if "xml" in answer["Content-Type"]:
            continue
        assert not re.search(r"<[^>]+\sstyle=", text) and not re.search(r"\son\w+=", text), name
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), name
        outside = [link for link in re.findall(r'(?:src|srcset)="([^"]+)"', text) if "//" in link]
        assert outside == [], name
        assert "Mentions légales" in text.split("<footer")[1], name


def test_a_signed_in_answer_is_never_kept_by_a_shared_cache(town, client, admin_user):
    assert "no-store" not in client.get(town["home"]).get("Cache-Control", "")
    client.force_login(admin_user)
    for address in town.values():
        assert {"private", "no-store"} <= set(re.split(r",\s*", client.get(address)["Cache-Control"]))


def test_the_editor_has_a_policy_of_its_own(client, admin_user):
    home_page()
    client.force_login(admin_user)
    assert "'unsafe-inline'" in client.get("/admin/")["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/nulle-part/", "/en/nowhere/", "/actualites/etiquette/rien/", "/p/999/"])
def test_an_unknown_address_is_a_page_of_the_town(address, client):
    home_page()
    answer = client.get(address)
    assert answer.status_code == 404
    assert 'class="masthead"' in answer.content.decode()


def test_an_error_page_needs_no_database(settings):
    from django.template.loader import render_to_string

    text = render_to_string("500.html")
    assert 'lang="fr"' in text and "<script" not in text


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "  ",
        "verger",
        "a" * 5000,
        "<script>alert(1)</script>",
        "'; DROP TABLE",
        "\x00",
        "%_\\",
        '"quai',
        "\"\\'`><img src=x onerror=alert(1)>",
        "a AND NOT (b",
        "NEAR(quai*",
        "“éé”",
        "🍏" * 50,
    ],
)
def test_no_question_breaks_the_search(town, client, asked):
    answer = client.get("/recherche/", {"q": asked})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "9999", "deux", "1e9", ""])
def test_no_page_number_breaks_a_list(town, client, page):
    assert client.get(town["news index"], {"page": page}).status_code == 200
    assert client.get("/recherche/", {"q": "banc", "page": page}).status_code == 200


def test_drafts_are_not_shown_in_search_feed_sitemap_or_by_their_address(town, client):
    page = news_page(title="Secret de Polichinelle")
    address = page.get_url()
    page.unpublish()
    assert client.get(address).status_code == 404
    for place in ("/recherche/?q=Polichinelle", town["feed"], "/sitemap.xml", town["news index"], "/"):
        assert "Secret de" not in client.get(place).content.decode(), place


def test_a_page_behind_a_password_is_in_no_list(town, client):
    from wagtail.models import PageViewRestriction

    page = news_page(title="Réservé aux membres")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="secret")
    for place in ("/recherche/?q=membres", town["feed"], "/sitemap.xml", town["news index"], "/"):
        assert "Réservé aux membres" not in client.get(place).content.decode(), place


def test_robots_and_sitemap_agree_on_the_site(town, client):
    cache.clear()
    Site.objects.update(hostname="testserver")
    assert "Disallow: /admin/" in client.get("/robots.txt").content.decode()
    assert town["consultation"] in client.get("/sitemap.xml").content.decode()


ENCODINGS = ["unicode_escape", "utf-7", "utf-16", "rot13", "idna", "undefined"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_request_in_another_encoding_is_refused_whatever_it_holds(client, encoding):
    typed = '--B\r\nContent-Disposition: form-data; name="email"\r\n\r\n\\ud800+2AA-@ville.example\r\n--B--\r\n'
    kind = f"multipart/form-data; boundary=B; charset={encoding}"
    assert client.generic("POST", "/connexion/", typed.encode(), content_type=kind).status_code == 400
    plain = kind.replace(encoding, "UTF8")
    assert client.generic("POST", "/connexion/", typed.encode(), content_type=plain).status_code == 200


NUMBERED = ["p/", "p/proposal/", "p/vote/"]
BELOW = ["bulletin/", "bulletin/qui/", "recu/", "tablette/", "verifier/", "verifier/root.txt", "comparer/"]


@pytest.mark.parametrize("address", [*NUMBERED, *(f"p/vote/{{}}/{tail}" for tail in BELOW)])
def test_a_number_that_no_database_holds_is_no_page(client, town, address):
    huge = "9" * 30
    address = address.format(huge) if "{}" in address else f"{address}{huge}/"
    assert client.get(f"/{address}").status_code == 404
