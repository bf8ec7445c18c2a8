"""The list of the desk through HTTP: columns, filters, search, order, bad addresses, and what it costs."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import call_page, make_process, make_proposal, make_theme, signed_in

from participation.models import District, Proposal, ProposalPage, ProposalTheme


pytestmark = pytest.mark.django_db
LIST = "/admin/participation/proposals/"
HOSTILE = "<script>alert('x')</script>\" onmouseover=\"alert(1)"


@pytest.fixture
def officer(client):
    return signed_in(client, "Communication")


def titles(answer):
    """The titles of a list, in order."""
    return [row.title for row in answer.context["object_list"]]


def told(proposal, live=True):
    """A page of a proposal under the call page of its process."""
    parent = call_page(proposal.process) if not hasattr(proposal, "parent") else proposal.parent
    page = parent.add_child(instance=ProposalPage(title=proposal.title, proposal=proposal, live=live))
    if live:
        page.save_revision().publish()
    return page


def test_a_line_says_number_title_process_place_status_cost_page_and_day(officer):
    port = District.objects.create(name="Le Port", slug="port")
    proposal = make_proposal(
        make_process("Budget 2026"), number=12, district=port, status="works", status_note="Depuis lundi", cost=834600
    )
    page = told(proposal)
    text = unescape(officer.get(LIST).content.decode())
    for words in ("Un verger partagé", "Budget 2026", "Le Port", "under way", "Depuis lundi", "€8,346", "Published"):
        assert words.lower() in text.lower(), words
    assert f"/admin/pages/{page.pk}/edit/" in text
    assert f"{LIST}edit/{proposal.pk}/" in text


def test_the_menu_leads_there(officer):
    call_page(make_process())
    menu = officer.get("/admin/").content.decode()
    assert f'"url": "{LIST}"' in menu and "Projects" in menu


@pytest.fixture
def various():
    """Five proposals that differ in all that a filter looks at."""
    first, second = make_process("Budget 2025"), make_process("Budget 2026")
    port, plain = (District.objects.create(name=name, slug=name.lower()) for name in ("Port", "Plaine"))
    nature, wheels = make_theme("Nature"), make_theme("Vélo")
    rows = {
        "verger": make_proposal(first, "Un verger", district=port, status="built", cost=300),
        "arceaux": make_proposal(first, "Des arceaux", district=plain, text="Pour les vélos d’Œuvre"),
        "halle": make_proposal(second, "Une halle à vélos", status="works", cost=100),
        "bancs": make_proposal(second, "Des bancs", status="built", holder="Éléonore", cost=200),
        "fontaine": make_proposal(second, "Une fontaine", district=port),
    }
    rows["verger"].themes.add(nature)
    rows["bancs"].themes.add(nature, wheels)
    rows["halle"].themes.add(wheels)
    rows["verger"].parent = call_page(first)
    rows["halle"].parent = call_page(second, title="Le budget")
    told(rows["verger"])
    told(rows["halle"], live=False)
    rows |= {"first": first, "second": second, "port": port, "nature": nature, "wheels": wheels}
    return rows


EVERY = {"verger", "arceaux", "halle", "bancs", "fontaine"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", EVERY),
        ("process={first}", {"verger", "arceaux"}),
        ("process={first}&process={second}&status=built", {"verger", "bancs"}),
        ("district={port}", {"verger", "fontaine"}),
        ("theme={nature}&theme={wheels}", {"verger", "halle", "bancs"}),
        ("page=published", {"verger"}),
        ("page=draft", {"halle"}),
        ("page=none", {"arceaux", "bancs", "fontaine"}),
        ("q=VELOS", {"arceaux", "halle"}),
        ("q=oeuvre", {"arceaux"}),
        ("q=eleonore", {"bancs"}),
        ("q=velos+halle&status=works", {"halle"}),
        ("q=%25", set()),
        # What is no filter is not heeded, and nothing breaks.
        (
            "theme=abc&page=soon&status=1&district=-1&ordering=folded&p=zzz",
            {"verger", "arceaux", "halle", "bancs", "fontaine"},
        ),
        ("process=99999999999999999999", EVERY),
        ("q=%00&p=99", EVERY),
    ],
)
def test_filters_and_search_find(officer, various, asked, found):
    for address in (LIST, f"{LIST}results/"):
        answer = officer.get(f"{address}?{asked.format(**{k: getattr(v, 'pk', v) for k, v in various.items()})}")
        assert answer.status_code == 200
        assert set(titles(answer)) == {various[name].title for name in found}


def test_the_newest_process_comes_first_in_the_order_of_its_numbers_and_columns_sort(officer, various):
    assert titles(officer.get(LIST)) == ["Une halle à vélos", "Des bancs", "Une fontaine", "Un verger", "Des arceaux"]
    dear = titles(officer.get(f"{LIST}?ordering=-cost"))
    assert dear[:3] == ["Un verger", "Des bancs", "Une halle à vélos"]  # those without a cost come last, both ways
    assert titles(officer.get(f"{LIST}?ordering=cost"))[:3] == dear[2::-1]
    assert titles(officer.get(f"{LIST}?ordering=title"))[0] == "Des arceaux"
    for column in ("number", "process__name", "district__name", "status", "updated_at"):
        assert len(titles(officer.get(f"{LIST}?ordering=-{column}"))) == 5


def test_a_hostile_title_is_shown_as_it_was_written(officer):
    make_proposal(make_process(HOSTILE), HOSTILE, status_note=HOSTILE)
    make_proposal(make_process(), "")
    text = officer.get(LIST).content.decode()
    assert HOSTILE not in text and "<script>alert" not in text
    assert HOSTILE in unescape(text)
    assert "n° 1" in text


def test_who_may_change_nothing_reads_and_is_offered_nothing_else(client):
    proposal = make_proposal(make_process(), text="Mille arbres", cost=834600)
    reader = signed_in(client, "Élu référent")
    text = reader.get(LIST).content.decode()
    assert f"{LIST}inspect/{proposal.pk}/" in text and f"{LIST}edit/{proposal.pk}/" not in text
    assert "data-bulk-action-checkbox" not in text and "publish_as_page" not in text
    read = unescape(reader.get(f"{LIST}inspect/{proposal.pk}/").content.decode())
    assert "Mille arbres" in read and "€8,346" in read and "Whole town" in read


def many(number, process):
    """So many proposals, each with a theme, every tenth with a page."""
    rows = Proposal.objects.bulk_create(
        Proposal(process=process, number=each, title=f"Projet {each}", cost=each * 100) for each in range(1, number + 1)
    )
    theme = make_theme()
    ProposalTheme.objects.bulk_create(ProposalTheme(tag=theme, content_object=row) for row in rows)
    return rows


@pytest.mark.parametrize("asked", ["", "?q=projet&page=none&status=proposed&ordering=-title", "?export=csv"])
def test_the_list_costs_the_same_for_ten_a_thousand_and_ten_thousand_rows(officer, asked):
    call_page(make_process("Ancien"))
    officer.get(LIST)
    costs = {}
    for number in (10, 1000, 10_000):
        Proposal.objects.all().delete()
        ProposalTheme.objects.all().delete()
        type(make_theme("Autre")).objects.all().delete()
        many(number, make_process(f"Budget {number}"))
        with CaptureQueriesContext(connection) as queries:
            answer = officer.get(LIST + asked)
            size = sum(map(len, answer.streaming_content)) if answer.streaming else len(answer.content)
        costs[number] = len(queries)
        assert size > 1000
    if asked.startswith("?export"):  # a query more for every five hundred rows: their themes
        assert costs[10_000] <= costs[10] + 20
    else:
        assert costs[10] == costs[1000] == costs[10_000] <= 20, costs
