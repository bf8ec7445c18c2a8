"""How a row finds its page, each sentence a test; and what a page shows in each phase."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from factories import call_page, campaign_page, consultation_page, home_page, make_process
from wagtail.models import Locale, Page

from participation.models import BudgetCallPage, ConsultationPage, ProposalPage, Vote, page_of, pages_of


pytestmark = pytest.mark.django_db


@pytest.fixture
def process():
    return make_process(call=("2026-03-01 09:00", "2026-04-12 23:59"), vote=("2026-10-01 08:00", "2026-10-18 23:59"))


@pytest.fixture
def french():
    home_page()
    return Locale.objects.get(language_code="fr")


@pytest.fixture
def english():
    home_page()
    return Locale.objects.get(language_code="en")


def translated(page, locale, process_kept=True):
    home = home_page()
    if not home.has_translation(locale):
        home.copy_for_translation(locale).save_revision().publish()
    twin = page.copy_for_translation(locale)
    twin.save_revision().publish()
    return type(page).objects.get(pk=twin.pk)


def test_a_process_answers_with_its_page_in_the_reader_s_language_else_the_main_one(process, french, english):
    assert page_of(process, "fr") is None
    page = call_page(process)
    assert page_of(process, "fr").pk == page.pk
    assert page_of(process, "en").pk == page.pk
    twin = translated(page, english)
    assert twin.process == process
    assert page_of(process, "en").pk == twin.pk
    assert page_of(process, "fr").pk == page.pk


def test_many_rows_find_their_pages_in_one_query_a_page_type(french, django_assert_num_queries):
    processes = [make_process(f"Édition {n}") for n in range(5)]
    pages = [call_page(each, title=each.name) for each in processes]
    with django_assert_num_queries(2):  # two page types present processes
        found = pages_of(processes, "fr")
    assert {row: page.pk for row, page in found.items()} == {
        process.pk: page.pk for process, page in zip(processes, pages, strict=True)
    }


def test_an_unpublished_page_presents_nothing(process, french):
    page = call_page(process)
    page.unpublish()
    assert page_of(process, "fr") is None


def test_a_second_page_on_the_same_process_and_language_is_refused_with_a_sentence(process):
    call_page(process, title="La première")
    second = BudgetCallPage(title="La seconde", slug="seconde", process=process, locale=home_page().locale)
    with pytest.raises(ValidationError) as refused:
        second.clean()
    assert "La première" in str(refused.value)


def test_the_database_is_the_last_guard(process):
    first, second = call_page(process), call_page(title="Autre")
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetCallPage.objects.filter(pk=second.pk).update(presented_key=first.presented_key)


def test_a_copy_starts_with_none_and_so_do_its_drafts(process, french):
    page = call_page(process)
    copy = page.copy(update_attrs={"slug": "copie", "title": "Copie"}, copy_revisions=True, keep_live=True)
    copy = BudgetCallPage.objects.get(pk=copy.pk)
    assert copy.process is None
    assert copy.get_latest_revision_as_object().process is None
    copy.get_latest_revision().publish()
    assert BudgetCallPage.objects.get(pk=copy.pk).process is None
    assert page_of(process, "fr").pk == page.pk


def test_publishing_an_older_draft_never_points_the_page_elsewhere(process, french):
    other = make_process("Autre édition")
    page = call_page()  # published with no process: a draft may still choose one
    draft = BudgetCallPage.objects.get(pk=page.pk)
    draft.process = process
    draft.save_revision().publish()
    old = BudgetCallPage.objects.get(pk=page.pk).save_revision()
    content = dict(old.content, process=other.pk)
    type(old).objects.filter(pk=old.pk).update(content=content)
    old.refresh_from_db()
    old.publish()
    assert BudgetCallPage.objects.get(pk=page.pk).process == process
    assert page_of(process, "fr").pk == page.pk


def test_a_published_page_cannot_be_given_another_process(process):
    page = call_page(process)
    page.process = make_process("Autre édition")
    with pytest.raises(ValidationError, match="process"):
        page.clean()


def test_deleting_a_page_touches_no_process_and_frees_it(process, french):
    call_page(process).delete()
    process.refresh_from_db()
    again = call_page(process, title="De nouveau")
    assert page_of(process, "fr").pk == again.pk


def test_deleting_a_page_above_is_no_error(process, client, admin_user):
    page = call_page(process)
    vote = Vote.objects.create(process=process, title="Vote")
    campaign_page(vote, parent=page)
    client.force_login(admin_user)
    answer = client.post(f"/admin/pages/{page.pk}/delete/")
    assert answer.status_code == 302
    assert not Page.objects.filter(pk=page.pk).exists()
    assert Vote.objects.filter(pk=vote.pk).exists()


@pytest.mark.parametrize("address", ["/p/{process}/", "/p/vote/{vote}/", "/p/proposal/{proposal}/"])
def test_a_permanent_address_is_valid_without_a_page(process, client, address):
    home_page()
    vote = Vote.objects.create(process=process, title="Vote")
    proposal = process.proposals.create(number=1, title="Un banc <script>alert(1)</script>")
    answer = client.get(address.format(process=process.pk, vote=vote.pk, proposal=proposal.pk))
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_a_permanent_address_leads_to_the_page_and_back_when_it_is_unpublished(process, client):
    call = call_page(process)
    vote = Vote.objects.create(process=process, title="Vote")
    proposal = process.proposals.create(number=1, title="Un banc")
    told = ProposalPage(title="Le banc", proposal=proposal)
    call.add_child(instance=told)
    told.save_revision().publish()
    pages = {
        f"/p/{process.pk}/": call,
        f"/p/vote/{vote.pk}/": campaign_page(vote, parent=call),
        f"/p/proposal/{proposal.pk}/": told,
    }
    for address, page in pages.items():
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, page.get_url())
    ProposalPage.objects.get(pk=told.pk).unpublish()
    answer = client.get(f"/p/proposal/{proposal.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, call.address_of(proposal))
    call.unpublish()
    assert client.get(f"/p/proposal/{proposal.pk}/").status_code == 200


def test_unknown_permanent_addresses_are_not_found(client):
    home_page()
    assert [client.get(f"/p/{kind}999/").status_code for kind in ("", "vote/", "proposal/")] == [404, 404, 404]


@pytest.mark.parametrize("kind", ["consultation", "call", "campaign", "proposal"])
def test_previews_differ_by_phase_on_every_participation_page(kind, process, client):
    body = [("text", "<p>Le texte.</p>")]
    if kind == "consultation":
        page = consultation_page(make_process("Quais", "consultation"), answer=body, take_part="<p>Au marché</p>")
    else:
        page = call = call_page(process, who="<p>Tous</p>", how="<p>Sur papier</p>")
    if kind == "campaign":
        page = campaign_page(Vote.objects.create(process=process, title="Vote"), parent=call, bring="<p>Rien</p>")
    if kind == "proposal":
        page = call.add_child(
            instance=ProposalPage(title="Un banc", proposal=process.proposals.create(number=1, title="b"))
        )
    seen = {}
    for mode in ("before", "open", "study", "vote", "results"):
        answer = page.make_preview_request(preview_mode=mode)
        answer.render()
        assert answer.status_code == 200
        assert answer.context_data["face"] == mode
        main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
        seen[mode] = main
    assert len(set(seen.values())) == 5, "two phases look the same"


def test_the_previews_are_offered_to_the_editor_by_name():
    assert [mode for mode, _name in ConsultationPage.preview_modes] == [
        "",
        "before",
        "open",
        "study",
        "vote",
        "results",
    ]
