"""The officer of the participatory budget at the desk of processes: dates, editions, archives."""

import re
from datetime import datetime, timedelta

import pytest
from engines import needs
from journeys.browser import follow
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]

CURRENT = 1
DATE = "%Y-%m-%d %H:%M"


@pytest.fixture
def officer(colleague):
    return colleague("budget")


def desk(page):
    """From the dashboard to the list of processes, by the menu."""
    page.goto("/admin/")
    page.get_by_role("navigation", name="Menu principal").get_by_role("button", name="Participation").click()
    follow(page.get_by_role("link", name="Démarches"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Démarches")


def process(page, name):
    """Open one process from the list."""
    desk(page)
    follow(page.get_by_role("table").get_by_role("link", name=name, exact=True))


def choose(page, name, action):
    """Pick an action in the menu of one line of the list."""
    desk(page)
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))
    row.get_by_role("button", name=re.compile("Plus d’options")).click()
    follow(page.get_by_role("link", name=action, exact=True))


def phase(page, number):
    return page.get_by_role("region", name=f"Phase {number}", exact=True)


def move(page, number, field, when):
    """Write another date into a phase."""
    box = phase(page, number).get_by_role("textbox", name=field)
    box.fill(when)
    page.keyboard.press("Escape")
    return box


def save(page):
    follow(page.get_by_role("button", name="Enregistrer", exact=True))


def test_a_call_that_overlaps_the_vote_is_refused_in_the_words_of_the_officer(officer):
    process(officer, edition(officer))
    call_closes = phase(officer, 1).get_by_role("textbox", name="Clôture")
    before = call_closes.input_value()
    vote_opens = datetime.fromisoformat(phase(officer, 4).get_by_role("textbox", name="Ouverture").input_value())
    overlapping = (vote_opens + timedelta(days=2)).strftime(DATE)
    move(officer, 1, "Clôture", overlapping)
    save(officer)
    expect(officer.get_by_role("status").first).to_contain_text(
        re.compile(r"«\sDépôt des idées\s» et «\sVote\s» se chevauchent\s: le dépôt des idées doit être terminé")
    )
    expect(call_closes).to_have_value(overlapping)  # what was typed is kept
    process(officer, edition(officer))
    expect(call_closes).to_have_value(before)


def test_a_running_phase_is_moved_only_with_a_reason_that_residents_then_read(officer):
    title = "Quelle place pour la voiture sur les quais"
    desk(officer)
    follow(officer.get_by_role("table").get_by_role("link", name=re.compile(f"^{title}")))
    closes = phase(officer, 2).get_by_role("textbox", name="Clôture")
    later = (datetime.fromisoformat(closes.input_value()) + timedelta(hours=-30)).strftime(DATE)
    move(officer, 2, "Clôture", later)
    save(officer)
    reason = officer.get_by_role("region", name="Raison du changement de date")
    expect(reason).to_contain_text(re.compile(r"Dites pourquoi les dates changent"))
    assert officer.request.get("/quais/").text().count("Des dates ont changé") == 0

    reason.get_by_role("textbox").fill("La salle du Port est fermée ce jour-là.")
    save(officer)
    expect(officer).to_have_url(re.compile(r"/processes/$"))
    for path, words in (("/quais/", "Des dates ont changé"), ("/en/quays/", "Dates that have been changed")):
        officer.goto(path)
        told = officer.get_by_role("region", name=words)
        expect(told).to_contain_text("La salle du Port est fermée ce jour-là.")


def test_a_phase_that_is_not_under_way_is_moved_without_a_reason(officer):
    process(officer, edition(officer))
    closes = phase(officer, 6).get_by_role("textbox", name="Ouverture")
    move(officer, 6, "Ouverture", (datetime.fromisoformat(closes.input_value()) + timedelta(days=7)).strftime(DATE))
    save(officer)
    expect(officer).to_have_url(re.compile(r"/processes/$"))


def test_the_next_edition_keeps_the_weekdays_and_the_town_can_archive_restore_and_delete_it(officer):
    name = "Budget participatif de l’an prochain"
    choose(officer, edition(officer), "Copier")
    expect(officer.get_by_role("heading", level=1)).to_contain_text("Nouvelle édition")
    expect(officer.get_by_label("Décalage, en jours")).to_have_value("364")
    officer.get_by_label("Nom de la nouvelle édition").fill(name)
    follow(officer.get_by_role("button", name="Créer la nouvelle édition"))
    expect(officer.get_by_role("status").first).to_contain_text("est prête. Vérifiez ses dates, une par une.")
    opens = datetime.fromisoformat(phase(officer, 1).get_by_role("textbox", name="Ouverture").input_value())
    number = re.search(r"/edit/(\d+)/", officer.url)[1]
    officer.goto(f"/admin/participation/processes/edit/{CURRENT}/")
    first = datetime.fromisoformat(phase(officer, 1).get_by_role("textbox", name="Ouverture").input_value())
    assert opens - first == timedelta(days=364)

    choose(officer, name, "Archiver")
    expect(officer.get_by_role("heading", level=1)).to_contain_text("Archiver")
    follow(officer.get_by_role("button", name="Archiver"))
    expect(officer.get_by_role("status").first).to_contain_text("est archivée")
    officer.goto(f"/p/{number}/")
    expect(officer.locator(".state.closed")).to_have_text("Démarche archivée")

    choose(officer, name, "Restaurer")
    follow(officer.get_by_role("button", name="Restaurer"))
    expect(officer.get_by_role("status").first).to_contain_text("est de retour dans les listes")

    choose(officer, name, "Supprimer")
    follow(officer.get_by_role("button", name="Oui, supprimer"))
    expect(officer.get_by_role("table").get_by_role("link", name=name)).to_have_count(0)
    officer.watch.forgive("status of 404")
    assert officer.goto(f"/p/{number}/").status == 404


def test_a_process_that_a_page_presents_or_a_resident_has_written_in_is_not_deleted(officer):
    for name, reason in (
        (edition(officer), "Dépubliez ou supprimez d’abord"),
        ("Budget des écoles", "Des habitants y ont déjà écrit (propositions : 1). Archivez-la plutôt."),
    ):
        choose(officer, name, "Supprimer")
        follow(officer.get_by_role("button", name="Oui, supprimer"))
        expect(officer.get_by_role("status").first).to_contain_text("n’a pas été supprimée.")
        expect(officer.get_by_role("status").first).to_contain_text(reason)


def test_the_officer_writes_no_page_and_communication_moves_no_date(officer, colleague):
    expect(officer.get_by_role("navigation", name="Menu principal").get_by_role("button", name="Pages")).to_have_count(
        0
    )
    page = colleague("communication")
    page.goto(f"/admin/participation/processes/edit/{CURRENT}/")
    expect(page).to_have_url(re.compile(r"/admin/$"))
    page.goto("/admin/pages/12/edit/")
    expect(page.get_by_role("main")).to_contain_text(
        "Les dates et le budget sont réglés par l’équipe du budget participatif."
    )


def edition(page):
    """The name of the edition under vote: its year follows the calendar."""
    page.goto("/budget-participatif/")
    return page.get_by_role("heading", level=1).inner_text()


def test_the_same_refusal_is_told_in_english_to_who_chose_english(officer):
    page = officer  # the last test: the officer keeps the language
    page.goto("/admin/account/")
    page.get_by_role("combobox", name="Langue préférée").select_option("en")
    follow(page.get_by_role("button", name=re.compile("^Enregistrer")))
    expect(page.get_by_role("heading", level=1)).to_have_text("Account")
    page.goto(f"/admin/participation/processes/edit/{CURRENT}/")
    move(page, 1, "Closes", "2099-01-01 12:00")
    follow(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("status").first).to_contain_text("overlap: the call must be over before the vote opens.")
