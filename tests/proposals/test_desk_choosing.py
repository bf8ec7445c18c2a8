"""How a page's editor chooses its proposal, through HTTP: a window with a search, however many there are."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import call_page, make_process, make_proposal, signed_in

from participation.models import Proposal, ProposalPage


pytestmark = pytest.mark.django_db
WINDOW = "/admin/participation/choose-proposal/"
HOSTILE = "<script>alert(1)</script>"


def html(answer):
    """The window as the editor shows it."""
    assert answer.status_code == 200
    return answer.json()["html"] if answer["Content-Type"].startswith("application/json") else answer.content.decode()


def many(number):
    process = make_process(f"Budget {number}")
    Proposal.objects.bulk_create(
        Proposal(process=process, number=each, title=f"Projet {each}") for each in range(1, number + 1)
    )
    return process


def test_a_draft_is_given_its_proposal_in_a_window_and_the_form_lists_none(client):
    editor = signed_in(client, "Communication")
    process = many(30)
    page = call_page(process).add_child(instance=ProposalPage(title="Le verger", live=False))
    form = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert WINDOW in form and "Choose a proposal" in form and "Projet 7" not in form
    chosen = process.proposals.get(number=7)
    assert "Projet 7" in editor.get(f"{WINDOW}chosen/{chosen.pk}/").content.decode()


def test_the_window_finds_words_without_their_accents_and_shows_number_and_process(client):
    editor = signed_in(client, "Communication")
    make_proposal(make_process("Budget 2026"), "Une halle à vélos", number=12)
    make_proposal(make_process(HOSTILE), HOSTILE)
    found = html(editor.get(f"{WINDOW}results/?q=VELOS"))
    assert "Une halle à vélos" in found and "Budget 2026" in found and "12" in found and "alert(1)" not in found
    everything = html(editor.get(WINDOW))
    assert HOSTILE not in everything and HOSTILE in unescape(everything)
    assert "Une halle" not in html(editor.get(f"{WINDOW}results/?q=xylophone"))


def test_the_window_costs_the_same_for_ten_and_for_a_thousand(client):
    editor, costs = signed_in(client, "Communication"), []
    editor.get(WINDOW)
    for number in (20, 1000):
        many(number)
        with CaptureQueriesContext(connection) as queries:
            editor.get(WINDOW)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 20
