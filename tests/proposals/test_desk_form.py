"""The form of a proposal through HTTP: its number, its place, its history, what keeps it from being deleted; themes."""

from html import unescape

import pytest
from django.db import IntegrityError
from django.utils import translation
from factories import call_page, make_process, make_proposal, make_theme, signed_in
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from participation.models import Envelope, Proposal, ProposalOption, ProposalPage, Theme, Vote
from participation.proposals import actions
from participation.proposals.viewsets.forms import ProposalForm
from participation.votes.actions import add_options


pytestmark = pytest.mark.django_db
LIST = "/admin/participation/proposals/"
THEMES = "/admin/participation/themes/"
EMPTY = dict.fromkeys(
    ("number", "summary", "text", "status_note", "district", "latitude", "longitude", "holder", "cost", "picture"), ""
)


@pytest.fixture
def officer(client):
    return signed_in(client, "Budget participatif")


@pytest.fixture
def process():
    return make_process()


def form(process, **fields):
    """What the form sends back."""
    given = {"process": process.pk, "title": "Un verger", "language": "fr", "status": "proposed"}
    return EMPTY | given | fields


def said(answer):
    """The errors of a form, field by field."""
    assert answer.status_code == 200
    with translation.override("en"):
        return {name: " ".join(errors) for name, errors in answer.context["form"].errors.items()}


def test_a_proposal_is_written_down_with_all_that_is_known_of_it(officer, process):
    nature = make_theme("Nature")
    data = form(
        process, summary="Vingt arbres", text="À l’ombre.\n\nAvec des bancs.", cost="8346.50", latitude="47,7012",
        longitude="-0.0754", holder="Les voisins", themes=[nature.pk], status="works", status_note="Depuis lundi",
    )  # fmt: skip
    answer = officer.post(f"{LIST}new/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    row = Proposal.objects.get()
    assert (row.number, row.cost, row.latitude, row.longitude) == (1, 834650, 47.7012, -0.0754)
    assert (row.text, row.status_note, row.author) == ("À l’ombre.\n\nAvec des bancs.", "Depuis lundi", None)
    assert [theme.name for theme in row.themes.all()] == ["Nature"]
    assert "vingt arbres" in row.folded and "les voisins" in row.folded
    shown = unescape(officer.get(f"{LIST}edit/{row.pk}/").content.decode())
    assert "8346.5" in shown and "Residents read it." in shown


def test_the_next_free_number_of_the_newest_process_is_proposed(officer, process):
    make_proposal(process, number=41)
    proposed = officer.get(f"{LIST}new/").context["form"].initial
    assert (proposed["process"], proposed["number"]) == (process, 42)
    other = make_process("Édition suivante")
    assert officer.post(f"{LIST}new/", form(other)).status_code == 302
    assert other.proposals.get().number == 1
    assert officer.post(f"{LIST}new/", form(process)).status_code == 302
    assert process.proposals.order_by("number").last().number == 42


def test_a_number_that_is_taken_is_refused_on_its_field_and_the_free_one_said(officer, process):
    taken = make_proposal(process, number=7)
    errors = said(officer.post(f"{LIST}new/", form(process, number="7")))
    assert errors == {"number": "Number 7 is taken in this process. The next free one is 8."}
    assert officer.post(f"{LIST}edit/{taken.pk}/", form(process, number="7")).status_code == 302
    assert officer.post(f"{LIST}new/", form(make_process("Autre"), number="7")).status_code == 302


def test_two_officers_who_take_a_number_at_once_are_not_shown_an_error_page(officer, process, monkeypatch):
    checked = ProposalForm._post_clean

    def overtaken(form):
        """The other officer saves between this one's last check and saving."""
        checked(form)
        make_proposal(process, "Celle de l’autre", number=7)

    monkeypatch.setattr(ProposalForm, "_post_clean", overtaken)
    errors = said(officer.post(f"{LIST}new/", form(process, number="7")))
    assert "Number 7 is taken" in errors["number"]


def test_another_fault_of_the_database_is_not_taken_for_a_number(officer, process, monkeypatch):
    def broken(row, *args, **kwargs):
        raise IntegrityError("something else")

    monkeypatch.setattr(Proposal, "save", broken)
    with pytest.raises(IntegrityError, match="something else"):
        officer.post(f"{LIST}new/", form(process, number="7"))


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"latitude": "47.7"}, "longitude", "both degrees, or neither"),
        ({"longitude": "0"}, "latitude", "both degrees, or neither"),
        ({"latitude": "91", "longitude": "0"}, "latitude", "less than or equal to 90"),
        ({"latitude": "nan", "longitude": "0"}, "latitude", "Enter a number"),
        ({"latitude": "1e999", "longitude": "0"}, "latitude", "Enter a number"),
        ({"cost": "-1"}, "cost", "greater than or equal to 0"),
        ({"cost": "1e400"}, "cost", "no more than"),
        ({"number": "0"}, "number", "greater than or equal to 1"),
        ({"number": "99999999999999999999"}, "number", "less than or equal to"),
        ({"number": "douze"}, "number", "whole number"),
        ({"title": ""}, "title", "required"),
        ({"title": "a\x00b"}, "title", "Null characters"),
        ({"title": "x" * 501}, "title", "at most 500"),
        ({"language": "xx"}, "language", "not one of the available choices"),
        ({"status": "done"}, "status", "not one of the available choices"),
        ({"district": "999"}, "district", "not one of the available choices"),
        ({"picture": "999"}, "picture", "not one of the available choices"),
        ({"themes": ["999"]}, "themes", "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_on_its_own_field_and_nothing_is_kept(officer, process, given, field, words):
    errors = said(officer.post(f"{LIST}new/", form(process, **given)))
    assert list(errors) == [field] and words in errors[field]
    assert not Proposal.objects.exists()


def test_themes_are_ticked_and_unticked(officer, process):
    row, nature, wheels = make_proposal(process), make_theme("Nature"), make_theme("Vélo")
    row.themes.add(nature)
    boxes = officer.get(f"{LIST}edit/{row.pk}/").context["form"]["themes"]
    assert [box.data["selected"] for box in boxes] == [True, False]
    officer.post(f"{LIST}edit/{row.pk}/", form(process, number="1", themes=[wheels.pk]))
    assert [theme.name for theme in row.themes.all()] == ["Vélo"]
    assert "themes" in ModelLogEntry.objects.for_instance(row).get().data["fields"]
    officer.post(f"{LIST}edit/{row.pk}/", form(process, number="1"))
    assert row.themes.count() == 0


def test_a_language_that_the_town_does_not_have_is_kept(officer, process):
    row = make_proposal(process, "Ogród", language="pl")
    assert officer.post(f"{LIST}edit/{row.pk}/", form(process, number="1", language="pl")).status_code == 302
    assert officer.post(f"{LIST}edit/{row.pk}/", form(process, number="1", language="und")).status_code == 302
    assert Proposal.objects.get().language == "und"


def test_the_history_says_who_changed_what_and_the_status_from_what_to_what(officer, process):
    row = make_proposal(process, status="works")
    data = form(process, number="1", status="built", status_note="<b>Ouvert</b>", cost="12")
    assert officer.post(f"{LIST}edit/{row.pk}/", data).status_code == 302
    entry = ModelLogEntry.objects.for_instance(row).get()
    assert entry.data["status"] == {"old": "works", "new": "built"}
    assert set(entry.data["fields"]) == {"title", "cost", "status", "status_note"}
    assert entry.user == officer.user
    told = unescape(officer.get(f"{LIST}history/{row.pk}/").content.decode())
    assert "Status: under way → built. Changed: title" in told and "Budget" in told
    data["status"] = "late"
    officer.post(f"{LIST}edit/{row.pk}/", data)
    officer.post(f"{LIST}edit/{row.pk}/", data)
    told = unescape(officer.get(f"{LIST}history/{row.pk}/").content.decode())
    assert "Status: built → late" in told and "Saved without a change" in told


def test_a_proposal_nobody_needs_is_deleted(officer, process):
    row = make_proposal(process)
    assert officer.get(f"{LIST}delete/{row.pk}/").status_code == 200
    assert officer.post(f"{LIST}delete/{row.pk}/").status_code == 302
    assert not Proposal.objects.exists()
    assert ModelLogEntry.objects.get(action="wagtail.delete").deleted


def test_a_proposal_that_a_page_tells_or_a_vote_needs_is_not_deleted_and_the_reason_is_said(officer, process):
    row = make_proposal(process, "Un <b>verger</b>")
    page = call_page(process).add_child(instance=ProposalPage(title="Le verger", proposal=row))
    page.save_revision().publish()
    text = unescape(officer.post(f"{LIST}delete/{row.pk}/", follow=True).content.decode())
    assert "“Un <b>verger</b>” was not deleted. Unpublish or delete first: “Le verger”." in unescape(text)
    page.unpublish()
    vote = Vote.objects.create(process=process, title="Vote")
    money = Envelope.objects.create(process=process, cents=100, year=2026)
    add_options(vote, [("1", row.title, 1, None, money)])
    ProposalOption.objects.create(option=vote.options.get(), proposal=row)
    text = unescape(officer.post(f"{LIST}delete/{row.pk}/", follow=True).content.decode())
    assert "It is needed elsewhere (proposals in a vote: 1). Change its status instead." in text
    assert Proposal.objects.filter(pk=row.pk).exists()
    assert not ModelLogEntry.objects.filter(action="wagtail.delete").exists()


def test_deleting_a_row_leaves_its_draft_page_to_its_writer(officer, process):
    row = make_proposal(process)
    page = call_page(process).add_child(instance=ProposalPage(title="Le verger", proposal=row, live=False))
    actions.delete_proposal(row, officer.user)
    page.refresh_from_db()
    assert page.proposal is None and page.title == "Le verger"


def theme_form(name, *names, initial=0):
    lines = [{"language": language, "name": word} for language, word in names]
    return nested_form_data({"name": name, "names": inline_formset(lines, initial=initial)})


def test_a_theme_has_a_name_in_each_language_and_the_list_says_how_often_it_is_used(officer, process):
    answer = officer.post(f"{THEMES}new/", theme_form("Vélo", ("en", "Cycling")))
    assert answer.status_code == 302
    theme = Theme.objects.get()
    assert theme.names.get().name == "Cycling"
    for _each in range(3):
        make_proposal(process).themes.add(theme)
    shown = officer.get(THEMES)
    assert [row.number for row in shown.context["object_list"]] == [3]
    assert "Cycling" in shown.content.decode()
    assert [row.name for row in officer.get(f"{THEMES}?q=cycl").context["object_list"]] == ["Vélo"]


def test_a_theme_has_no_two_names_in_one_language_and_no_name_twice(officer):
    make_theme("Vélo")
    assert officer.post(f"{THEMES}new/", theme_form("Vélo")).status_code == 200
    twice = officer.post(f"{THEMES}new/", theme_form("Nature", ("en", "Nature"), ("en", "Wild")))
    assert twice.status_code == 200
    assert Theme.objects.count() == 1


def test_deleting_a_theme_says_who_loses_it(officer, process):
    theme = make_theme("Vélo")
    row = make_proposal(process)
    row.themes.add(theme)
    shown = officer.get(f"{THEMES}delete/{theme.pk}/").content.decode()
    assert "1 proposal has this theme and will lose it." in shown
    assert officer.post(f"{THEMES}delete/{theme.pk}/").status_code == 302
    assert Proposal.objects.get().themes.count() == 0
