"""Publishing proposals as pages and withdrawing them, through HTTP: what the page says, whose address is whose."""

import re
from html import unescape
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from factories import call_page, consultation_page, home_page, make_process, make_proposal, signed_in
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import GroupApprovalTask, Locale, ModelLogEntry, Page, Workflow, WorkflowPage, WorkflowTask

from participation.models import BudgetCallPage, Proposal, ProposalPage
from participation.proposals import actions


pytestmark = pytest.mark.django_db
LIST = "/admin/participation/proposals/"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def officer(client):
    return signed_in(client, "Communication")


@pytest.fixture
def process():
    return make_process(vote=("2026-10-01 08:00", "2026-10-18 23:59"))


@pytest.fixture
def call(process):
    return call_page(process)


def bulk(action, *rows, more=""):
    """The address where an action on the rows is confirmed."""
    return f"/admin/bulk/participation/proposal/{action}/?next={LIST}{more}" + "".join(f"&id={row.pk}" for row in rows)


def publish(client, *rows):
    """What the officer is told after publishing the rows."""
    answer = client.post(bulk("publish_as_page", *rows), follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    return " ".join(unescape(str(message)) for message in answer.context["messages"])


def withdraw(client, *rows):
    answer = client.post(bulk("withdraw_page", *rows), follow=True)
    return " ".join(unescape(str(message)) for message in answer.context["messages"])


def picture(**fields):
    file = BytesIO()
    Image.new("RGB", (80, 60), "green").save(file, "PNG")
    return get_image_model().objects.create(title="Dessin", file=ImageFile(BytesIO(file.getvalue()), "d.png"), **fields)


def test_a_row_becomes_a_page_with_its_words_and_stays_as_it_was_submitted(officer, process, call):
    row = make_proposal(process, summary="Vingt arbres", text="À l’ombre.\nIci.\n\nDes bancs.", cost=834600, number=3)
    before = Proposal.objects.filter(pk=row.pk).values().get()
    assert "1 page is published." in publish(officer, row)
    page = ProposalPage.objects.get()
    assert page.live and page.slug == "un-verger-partage"
    assert (page.title, page.lead) == ("Un verger partagé", "Vingt arbres")
    assert page.get_parent().pk == call.pk and page.owner == officer.user
    assert str(page.body[0].value.source) == "<p>À l’ombre.<br/>Ici.</p>\n\n<p>Des bancs.</p>"
    assert Proposal.objects.filter(pk=row.pk).values().get() == before
    shown = officer.get(page.url).content.decode()
    assert "Des bancs." in shown and "8\u202f346" in shown
    assert officer.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert ModelLogEntry.objects.for_instance(row).get().action == "participation.publish_as_page"


def test_the_address_of_the_row_leads_to_the_page_only_while_it_is_published(officer, process, call, client):
    row = make_proposal(process)
    publish(officer, row)
    page = ProposalPage.objects.get()
    address = f"/p/proposal/{row.pk}/"
    assert officer.get(address)["Location"] == page.url
    assert "1 page is withdrawn and kept as a draft." in withdraw(officer, row)
    assert officer.get(address, follow=True).redirect_chain == [(call.address_of(row), 302)]
    assert officer.get(page.url).status_code == 404
    assert ProposalPage.objects.get().proposal == row


@pytest.mark.parametrize("deed", ["unpublish", "delete"])
def test_what_is_done_in_the_explorer_gives_the_row_its_address_back(officer, process, call, deed):
    row = make_proposal(process)
    publish(officer, row)
    page = ProposalPage.objects.get()
    if deed == "delete":
        page.permissions_for_user(officer.user)
    assert officer.post(f"/admin/pages/{page.pk}/{deed}/").status_code == 302
    assert not ProposalPage.objects.live().exists()
    assert officer.get(f"/p/proposal/{row.pk}/")["Location"] == call.address_of(row)
    assert Proposal.objects.filter(pk=row.pk).exists()


def test_ten_rows_are_published_and_one_withdrawn(officer, process, call):
    rows = [make_proposal(process, f"Projet {number}") for number in range(10)]
    asked = officer.get(bulk("publish_as_page", *rows)).content.decode()
    assert "Projet 9" in asked and "under “Budget participatif”, published" in asked
    told = publish(officer, *rows)
    assert "10 pages are published." in told
    assert "withdraw_page/?" in told and "&id=" in told  # the way back is offered at once
    assert withdraw(officer, rows[4])
    assert ProposalPage.objects.live().count() == 9
    assert BudgetCallPage.objects.get().get_children().count() == 10
    assert Page.find_problems() == ([], [], [], [], [])


def test_rows_that_have_a_page_are_skipped_and_named(officer, process, call):
    published, draft, fresh = (make_proposal(process, title) for title in ("Un verger", "Des bancs", "Une halle"))
    publish(officer, published, draft)
    withdraw(officer, draft)
    asked = unescape(officer.get(bulk("publish_as_page", published, draft, fresh)).content.decode())
    for text in (asked, publish(officer, published, draft, fresh)):
        assert "“Un verger” has a page already: “Un verger”." in text
        assert "“Des bancs” has a page already, a draft: “Des bancs”." in text
    assert ProposalPage.objects.count() == 3


def test_without_a_published_page_of_the_call_nothing_is_made_and_the_reason_said(officer, process):
    row = make_proposal(process)
    asked = unescape(officer.get(bulk("publish_as_page", row)).content.decode())
    sentence = "publish first the page of the call “Budget participatif 2026”, in the main language."
    assert sentence in asked and "Yes, make the pages" not in asked
    assert sentence in publish(officer, row)
    call_page(process).unpublish()
    assert sentence in publish(officer, row)
    assert not ProposalPage.objects.exists()


def test_the_page_of_a_consultation_takes_no_projects(officer):
    process = make_process("Les quais", kind="consultation")
    consultation_page(process)
    assert "the page “Les quais” takes no project pages." in publish(officer, make_proposal(process))


def test_a_hostile_or_strange_row_becomes_a_harmless_page(officer, process, call):
    link = '<a linktype="page" id="1">x</a><embed embedtype="media" url="https://evil.example/"/>'
    rows = [
        make_proposal(process, HOSTILE, summary=HOSTILE, text=f"{HOSTILE}\n\n{link}\n\n=1+1"),
        make_proposal(process, "x" * 500, text="   "),
        make_proposal(process, "???"),
        make_proposal(process, ""),
        make_proposal(process, "Propositions"),
    ]
    asked = officer.get(bulk("publish_as_page", *rows)).content.decode()
    assert HOSTILE not in asked and HOSTILE in unescape(asked)
    assert "5 pages are published." in publish(officer, *rows)
    told = officer.get(LIST).content.decode() + officer.get(f"{LIST}history/{rows[0].pk}/").content.decode()
    assert HOSTILE not in told
    pages = {page.proposal_id: page for page in ProposalPage.objects.all()}
    shown = officer.get(pages[rows[0].pk].url).content.decode()
    assert HOSTILE not in shown and "evil.example/&quot;" in shown
    assert len(pages[rows[1].pk].title) == 255 and not pages[rows[1].pk].body
    assert [pages[row.pk].slug for row in rows[2:]] == ["proposal", "proposal-2", "propositions-2"]
    assert pages[rows[3].pk].title == "n° 4"


def test_words_in_another_language_are_shown_from_the_row_and_marked(officer, process, call):
    row = make_proposal(process, "An orchard", language="en", text="Twenty trees")
    publish(officer, row)
    page = ProposalPage.objects.get()
    assert not page.body
    assert re.search('<div lang="en"[^>]*><p>Twenty trees</p></div>', officer.get(page.url).content.decode())


@pytest.mark.parametrize(("words", "decorative"), [("Un verger en fleurs", False), ("", True)])
def test_the_picture_is_carried_over_with_its_words_or_as_decorative(officer, process, call, words, decorative):
    row = make_proposal(process, picture=picture(description=words))
    publish(officer, row)
    value = ProposalPage.objects.get().main_picture
    assert (value.pk, value.contextual_alt_text, value.decorative) == (row.picture.pk, words, decorative)


def test_what_the_row_says_is_never_kept_on_the_page(officer, process, call):
    row = make_proposal(process, cost=100_000, status="works")
    publish(officer, row)
    page = ProposalPage.objects.get()
    old_draft = page.save_revision()
    Proposal.objects.filter(pk=row.pk).update(cost=834600, status="built", status_note="Ouvert lundi")
    old_draft.publish()
    row.refresh_from_db()
    assert (row.cost, row.status, row.status_note) == (834600, "built", "Ouvert lundi")
    shown = officer.get(page.url).content.decode()
    assert "8\u202f346" in shown and "1\u202f000" not in shown


def test_a_translated_page_shows_the_same_numbers_and_is_withdrawn_with_the_other(officer, process, call):
    row = make_proposal(process, cost=834600)
    publish(officer, row)
    english = Locale.objects.get(language_code="en")
    home_page().copy_for_translation(english).save_revision().publish()
    BudgetCallPage.objects.get(pk=call.pk).copy_for_translation(english).save_revision().publish()
    twin = ProposalPage.objects.get().copy_for_translation(english)
    twin.save_revision().publish()
    assert "€8,346" in officer.get(twin.url).content.decode()
    assert "2 pages are withdrawn" in withdraw(officer, row)
    assert not ProposalPage.objects.live().exists()


def test_the_editor_shows_the_facts_of_the_row_and_the_way_to_them(officer, process, call):
    row = make_proposal(process, "Un <b>verger</b>", cost=834600)
    publish(officer, row)
    text = officer.get(f"/admin/pages/{ProposalPage.objects.get().pk}/edit/").content.decode()
    assert "€8,346" in text and f"{LIST}edit/{row.pk}/" in text and "Un <b>verger</b>" not in text


def review(home):
    """Somebody else reads over what is written under the home page."""
    workflow = Workflow.objects.create(name="Relecture")
    task = GroupApprovalTask.objects.create(name="Communication")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=home)


@pytest.mark.parametrize("reviewed", [False, True])
def test_an_agent_drafts_pages_that_communication_publishes(client, process, call, reviewed):
    WorkflowPage.objects.all().delete()
    if reviewed:
        review(home_page())
    agent, row = signed_in(client, "Agent de service"), make_proposal(process)
    assert "as a draft" in agent.get(bulk("publish_as_page", row)).content.decode()
    assert "1 page is a draft: the communication team publishes it." in publish(agent, row)
    page = ProposalPage.objects.get()
    assert not page.live and page.workflow_in_progress is reviewed
    assert agent.get(f"/p/proposal/{row.pk}/")["Location"] == call.address_of(row)
    page.save_revision().publish()
    refused = withdraw(agent, row)
    assert "you may not unpublish the page “Un verger partagé”." in refused
    assert ProposalPage.objects.live().exists()


def test_who_writes_no_pages_makes_none(client, process, call):
    row = make_proposal(process)
    budget = signed_in(client, "Budget participatif")
    for action in ("publish_as_page", "withdraw_page"):
        for answer in (budget.get(bulk(action, row)), budget.post(bulk(action, row))):
            assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert not ProposalPage.objects.exists()


def test_a_hundred_pages_at_most_are_made_at_once(officer, process, call):
    rows = Proposal.objects.bulk_create(
        Proposal(process=process, number=number, title=f"Projet {number}") for number in range(1, 102)
    )
    asked = officer.get(bulk("publish_as_page", more="&id=all")).content.decode()
    assert "More than 100 projects are selected" in asked and "Yes, make the pages" not in asked
    officer.post(bulk("publish_as_page", more="&id=all"))
    assert not ProposalPage.objects.exists()
    with pytest.raises(actions.TooMany):
        actions.publish_as_page(rows, None, officer.user)
    with pytest.raises(actions.TooMany):
        actions.withdraw_pages(rows, officer.user)


def test_a_town_may_say_under_which_page(officer, process, call):
    other = call_page(title="Autre appel")
    done = actions.publish_as_page([make_proposal(process)], other, officer.user)
    assert done.published[0].get_parent().pk == other.pk


def test_all_or_nothing(officer, process, call, monkeypatch):
    rows = [make_proposal(process, f"Projet {number}") for number in range(3)]
    free = actions._free_slug
    monkeypatch.setattr(actions, "_free_slug", lambda slug, taken: 1 / 0 if "projet-2" in slug else free(slug, taken))
    with pytest.raises(ZeroDivisionError):
        officer.post(bulk("publish_as_page", *rows))
    assert not ProposalPage.objects.exists()
    assert BudgetCallPage.objects.get().numchild == 0
