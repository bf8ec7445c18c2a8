"""The list as CSV and XLSX through HTTP: its columns in the reader's language, and no cell that is a formula."""

import csv
import io

import pytest
from django.utils import timezone
from factories import call_page, make_process, make_proposal, make_theme, moment, signed_in
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from participation.models import District, Proposal, ProposalPage


pytestmark = pytest.mark.django_db
LIST = "/admin/participation/proposals/"


def as_csv(client, asked="", delimiter=","):
    """The lines of the CSV file, each {heading: cell}; the mark at its beginning is there."""
    answer = client.get(f"{LIST}?export=csv{asked}")
    assert answer.streaming and answer["Content-Type"] == "text/csv; charset=utf-8"
    whole = b"".join(answer.streaming_content)
    assert whole.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(whole.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def as_xlsx(client, asked=""):
    """The lines of the workbook, each {heading: value}."""
    answer = client.get(f"{LIST}?export=xlsx{asked}")
    assert "spreadsheetml" in answer["Content-Type"]
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    first, *lines = sheet.iter_rows()
    assert not [cell for line in lines for cell in line if cell.data_type == "f"]
    return [dict(zip([cell.value for cell in first], [cell.value for cell in line], strict=True)) for line in lines]


@pytest.fixture
def orchard():
    """A proposal of which everything is known."""
    process = make_process("Budget 2026")
    port = District.objects.create(name="Le Port", slug="port")
    row = make_proposal(
        process, "Un verger", number=12, summary="Vingt arbres", text="À l’ombre.\n\nDes bancs.", cost=834650,
        status="works", status_note="Depuis lundi", holder="Les voisins", district=port, latitude=47.7012,
        longitude=-0.0754,
    )  # fmt: skip
    row.themes.add(make_theme("Vélo", en="Cycling"), make_theme("Nature"))
    page = call_page(process).add_child(instance=ProposalPage(title="Un verger", proposal=row))
    page.save_revision().publish()
    Proposal.objects.filter(pk=row.pk).update(created_at=moment("2026-03-01 09:30"))
    return row


def test_a_line_in_english(client, orchard):
    line = as_csv(signed_in(client, "Élu référent"))[0]
    address = f"http://testserver/p/proposal/{orchard.pk}/"
    assert line | {"Changed on": ""} == {
        "Number": "12", "Title": "Un verger", "In one sentence": "Vingt arbres", "Process": "Budget 2026",
        "Description": "À l’ombre.\n\nDes bancs.", "District": "Le Port", "Themes": "Cycling, Nature",
        "Status": "Under way", "Status in a sentence": "Depuis lundi", "Project holder": "Les voisins",
        "Cost": "8346.50", "Currency": "EUR", "Latitude": "47.7012", "Longitude": "-0.0754", "Language": "fr",
        "Page": "Published", "Address": address, "Submitted on": "2026-03-01T09:30:00", "Changed on": "",
    }  # fmt: skip


def test_in_french_cells_stand_between_semicolons_and_decimals_after_a_comma(client, orchard):
    line = as_csv(signed_in(client, "Élu référent", language="fr"), delimiter=";")[0]
    assert line["Numéro"] == "12" and line["Titre"] == "Un verger" and line["Quartier"] == "Le Port"
    assert line["Coût"] == "8346,50" and line["Latitude"] == "47,7012"


def test_numbers_and_dates_stay_what_they_are_in_a_workbook(client, orchard):
    line = as_xlsx(signed_in(client, "Élu référent"))[0]
    assert (line["Number"], line["Cost"], line["Longitude"]) == (12, 8346.5, -0.0754)
    assert line["Submitted on"].isoformat() == "2026-03-01T09:30:00"
    assert line["Themes"] == "Cycling, Nature" and line["Page"] == "Published"


def test_what_is_not_known_is_left_empty(client):
    make_proposal(make_process())
    reader = signed_in(client, "Élu référent")
    for line in (as_csv(reader)[0], as_xlsx(reader)[0]):
        assert not line["Cost"] and not line["Latitude"] and not line["Themes"]
        assert (line["District"], line["Page"]) == ("Whole town", "No page")


FORMULAS = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "＝1",
    '=HYPERLINK("https://x.example")',
]


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_is_a_formula(client, words):
    process = make_process(words)
    make_proposal(process, words, summary=words, text=words, holder=words, status_note=words)
    reader = signed_in(client, "Élu référent")
    for line in (as_csv(reader)[0], as_xlsx(reader)[0]):
        for heading in ("Title", "In one sentence", "Description", "Process", "Project holder", "Status in a sentence"):
            assert line[heading].startswith("'"), (heading, line[heading])


def test_signs_that_no_workbook_can_hold_are_left_out_and_a_sentence_is_not_cut_by_them(client):
    make_proposal(make_process(), 'Un\x0bverger\x1f;"a,b"', text="é" * 40_000)
    reader = signed_in(client, "Élu référent")
    assert as_csv(reader)[0]["Title"] == 'Unverger;"a,b"'
    assert as_xlsx(reader)[0]["Title"] == 'Unverger;"a,b"'


def test_the_files_hold_what_the_filters_let_through_in_the_order_of_the_list(client):
    process = make_process()
    for title, cost in (("Des bancs", 300), ("Une halle à vélos", 100), ("Des arceaux à vélos", 200)):
        make_proposal(process, title, cost=cost)
    reader = signed_in(client, "Élu référent")
    for read in (as_csv, as_xlsx):
        titles = [line["Title"] for line in read(reader, "&q=velos&ordering=-cost")]
        assert titles == ["Des arceaux à vélos", "Une halle à vélos"]
        assert len(read(reader, "&p=99&theme=abc")) == 3
        assert read(reader, "&q=rien") == []


def test_the_file_is_named_with_its_day_and_the_list_leads_to_it(client):
    make_proposal(make_process())
    reader = signed_in(client, "Élu référent")
    for form in ("csv", "xlsx"):
        answer = reader.get(f"{LIST}?export={form}")
        assert (
            answer["Content-Disposition"] == f'attachment; filename="projects-{timezone.localdate():%Y-%m-%d}.{form}"'
        )
        b"".join(answer.streaming_content)
    assert "export=csv" in reader.get(f"{LIST}?q=verger").content.decode()
    assert reader.get(f"{LIST}?export=exe").status_code == 200


def test_hours_are_the_town_s_whatever_zone_an_editor_lives_in(client, orchard):
    UserProfile.objects.filter(user=signed_in(client, "Élu référent").user).update(current_time_zone="Asia/Tokyo")
    for line in (as_csv(client)[0], as_xlsx(client)[0]):
        assert str(line["Submitted on"]).replace("T", " ") == "2026-03-01 09:30:00"
