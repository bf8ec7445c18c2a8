"""What is done to several proposals at once, through HTTP: status, theme, and which rows are meant."""

from html import unescape

import pytest
from factories import make_process, make_proposal, make_theme, signed_in
from wagtail.models import ModelLogEntry

from participation.models import Proposal, ProposalTheme
from participation.proposals.viewsets.bulk import ChangeStatus


pytestmark = pytest.mark.django_db
LIST = "/admin/participation/proposals/"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def officer(client):
    return signed_in(client, "Budget participatif")


@pytest.fixture
def rows():
    process = make_process()
    return [make_proposal(process, title) for title in ("Un verger", "Des bancs", "Une halle à vélos")]


def bulk(action, *rows, asked=""):
    return f"/admin/bulk/participation/proposal/{action}/?{asked}" + "".join(f"&id={row.pk}" for row in rows)


def told(answer):
    return " ".join(unescape(str(message)) for message in answer.context["messages"])


def statuses():
    return dict(Proposal.objects.values_list("title", "status"))


def test_a_status_is_given_to_several_rows_with_the_sentence_residents_read(officer, rows):
    verger, bancs, halle = rows
    before = verger.updated_at
    asked = officer.get(bulk("change_status", verger, bancs)).content.decode()
    assert "Un verger" in asked and "Des bancs" in asked and "Une halle" not in asked
    assert "Residents read it." in asked
    answer = officer.post(
        bulk("change_status", verger, bancs), {"status": "built", "note": "Depuis lundi"}, follow=True
    )
    assert "2 projects were changed." in told(answer)
    assert statuses() == {"Un verger": "built", "Des bancs": "built", "Une halle à vélos": "proposed"}
    verger.refresh_from_db()
    assert verger.status_note == "Depuis lundi" and verger.updated_at > before
    entry = ModelLogEntry.objects.for_instance(verger).get()
    assert entry.data == {"status": {"old": "proposed", "new": "built"}, "note": "Depuis lundi"}
    assert entry.user == officer.user
    history = unescape(officer.get(f"{LIST}history/{verger.pk}/").content.decode())
    assert "Status: proposed → built" in history


def test_rows_that_have_the_status_already_are_not_changed(officer, rows):
    officer.post(bulk("change_status", *rows), {"status": "built", "note": ""})
    again = officer.post(bulk("change_status", *rows), {"status": "built", "note": ""}, follow=True)
    assert "0 projects were changed." in told(again)
    assert ModelLogEntry.objects.count() == 3


@pytest.mark.parametrize("given", [{}, {"status": ""}, {"status": "done"}, {"status": "built", "note": "x" * 301}])
def test_a_status_that_is_none_is_refused_and_the_rows_are_still_there(officer, rows, given):
    answer = officer.post(bulk("change_status", *rows), given)
    assert answer.status_code == 200 and answer.context["form"].errors
    assert "Un verger" in answer.content.decode()
    assert set(statuses().values()) == {"proposed"}


def test_a_theme_is_put_on_the_rows_that_have_it_not(officer, rows):
    theme = make_theme("Nature")
    rows[0].themes.add(theme)
    answer = officer.post(bulk("add_theme", *rows), {"theme": theme.pk}, follow=True)
    assert "2 projects were changed." in told(answer)
    assert ProposalTheme.objects.filter(tag=theme).count() == 3
    assert not ModelLogEntry.objects.for_instance(rows[0]).exists()
    assert "Theme added: Nature" in officer.get(f"{LIST}history/{rows[1].pk}/").content.decode()
    assert officer.post(bulk("add_theme", *rows), {"theme": "999"}).status_code == 200


def test_every_row_of_the_list_means_those_its_filters_let_through(officer, rows):
    officer.post(bulk("change_status", asked="q=velos&id=all"), {"status": "built", "note": ""})
    assert statuses() == {"Un verger": "proposed", "Des bancs": "proposed", "Une halle à vélos": "built"}
    officer.post(bulk("change_status", asked="status=proposed&id=all"), {"status": "late", "note": ""})
    assert statuses() == {"Un verger": "late", "Des bancs": "late", "Une halle à vélos": "built"}
    officer.post(bulk("change_status", asked=f"process={rows[0].process_id}&id=all"), {"status": "voted", "note": ""})
    assert set(statuses().values()) == {"voted"}


def test_the_way_back_keeps_the_filters_and_leads_nowhere_else(officer, rows):
    back = f"{LIST}?q=velos"
    answer = officer.post(bulk("change_status", rows[2], asked="next=" + back.replace("?", "%3F")), {"status": "late"})
    assert answer["Location"] == back
    away = officer.post(bulk("change_status", rows[2], asked="next=https://evil.example/"), {"status": "built"})
    assert "evil.example" not in away["Location"]


@pytest.mark.parametrize("asked", ["", "id=", "id=abc", "id=99", "id=99999999999999999999", "id=%00", "id=all&q=rien"])
def test_rows_that_are_none_are_not_found_and_break_nothing(officer, rows, asked):
    for action in ("change_status", "add_theme"):
        assert officer.get(bulk(action, asked=asked)).status_code == 404
        assert officer.post(bulk(action, asked=asked), {"status": "built"}).status_code == 404


def test_an_action_that_is_none_is_not_found(officer, rows):
    assert officer.get(bulk("paint", *rows)).status_code == 404


def test_more_rows_than_may_be_treated_at_once_are_refused_with_words(officer, rows, monkeypatch):
    monkeypatch.setattr(ChangeStatus, "most", 2)
    address = bulk("change_status", asked="id=all")
    asked = officer.get(address).content.decode()
    assert "More than 2 projects are selected" in asked and "Change the status</button>" not in asked
    answer = officer.post(address, {"status": "built", "note": ""}, follow=True)
    assert set(statuses().values()) == {"proposed"}
    assert "More than 2 projects are selected" in told(answer) and "changed" not in told(answer)


def test_a_thousand_rows_are_treated_at_once_and_not_all_listed(officer, django_assert_max_num_queries):
    process = make_process()
    Proposal.objects.bulk_create(
        Proposal(process=process, number=number, title=f"Projet {number}") for number in range(1, 1001)
    )
    with django_assert_max_num_queries(20):
        asked = officer.get(bulk("change_status", asked="id=all")).content.decode()
    assert "And 900 others." in asked and "Projet 100<" in asked and "Projet 101<" not in asked
    officer.post(bulk("change_status", asked="id=all"), {"status": "built", "note": ""})
    assert set(statuses().values()) == {"built"}


def test_a_hostile_title_is_shown_as_it_was_written(officer):
    row = make_proposal(make_process(HOSTILE), HOSTILE)
    for action in ("change_status", "add_theme"):
        shown = officer.get(bulk(action, row)).content.decode()
        assert HOSTILE not in shown and HOSTILE in unescape(shown)
    officer.post(bulk("change_status", row), {"status": "built", "note": HOSTILE})
    assert HOSTILE not in officer.get(f"{LIST}history/{row.pk}/").content.decode() + officer.get(LIST).content.decode()
