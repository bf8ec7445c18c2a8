"""Somebody at the town hall writes: news, a picture, a preview, a colleague who reads it over, a translation."""

import re
from io import BytesIO
from zlib import crc32

import pytest
from engines import needs
from journeys.browser import follow
from PIL import Image
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]

EDIT = re.compile(r"/admin/pages/\d+/edit/$")


def photograph(name):
    """A file such as a camera makes, another for each name."""
    file = BytesIO()
    Image.new("RGB", (1600, 1200), f"#{crc32(name.encode()) % 0xFFFFFF:06x}").save(file, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": file.getvalue()}


def begin_news(page, title, lead):
    """Begin a piece of news under Actualités, from the explorer as a writer does."""
    page.watch.forgive("status of 400")  # what autosave is told of a block that is only half filled in
    page.goto("/admin/pages/28/")
    follow(page.get_by_role("navigation", name="Actions", exact=True).get_by_role("link", name="Ajouter une sous-page"))
    page.wait_for_timeout(2500)  # the editor sees changes from two seconds after it was loaded: people are slower
    page.get_by_role("textbox", name="Titre*").fill(title)
    page.get_by_role("textbox", name="Chapô").fill(lead)


def add_block(page, part, kind=None):
    """Insert a block into the field `part`; the only kind there is needs no choice."""
    region = page.get_by_role("region", name=part, exact=True)
    region.get_by_role("button", name="Insérer un bloc").last.click()
    if kind:
        page.get_by_role("option", name=kind, exact=True).click()
    return region


def add_picture(page, name, words=None):
    """Upload a picture: with `words` for those who do not see it, or marked decorative."""
    region = add_block(page, "Image")
    region.get_by_role("button", name="Choisir une image").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Transférer").click()
    dialog.locator("input[type=file]").set_input_files(photograph(name))
    expect(dialog.get_by_role("textbox", name="Titre*")).to_have_value(name.partition(".")[0])
    dialog.get_by_role("button", name="Transférer").click()
    expect(dialog).to_be_hidden()
    if words:
        region.get_by_role("textbox", name="Texte alternatif").fill(words)
    else:
        region.get_by_role("checkbox", name="L'image est décorative").check()


def add_text(page, words):
    """A block of text; the editor hands it to the form a quarter of a second after the last key."""
    region = add_block(page, "Contenu", "Texte")
    region.locator("[contenteditable=true]").last.press_sequentially(words)
    expect(region.locator("input[type=hidden][name$=value]").last).to_have_value(re.compile(re.escape(words)))


def add_tag(page, word):
    page.get_by_role("region", name="Mots-clés").get_by_role("textbox").press_sequentially(f"{word},")


def more(page, action):
    """Press an action of the menu beside “save draft”."""
    bar = page.get_by_role("navigation", name="Actions (pied de page)")
    bar.get_by_role("button", name="Plus d'actions").click()
    follow(bar.get_by_role("button", name=action, exact=True))


def test_an_agent_writes_news_sees_them_and_submits_and_communication_approves(colleague):
    page = colleague("service")
    begin_news(page, "Le marché change d'heure", "Dès dimanche, le marché ouvre à 7 h.")
    add_picture(page, "IMG_0042.jpg", words="Un étal de pommes sous la halle")
    add_tag(page, "Consultation")
    add_text(page, "Venez tôt : les maraîchers de la Plaine y seront.")
    page.wait_for_url(EDIT)  # nobody pressed anything: the draft is kept by itself
    draft = page.url

    page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
    shown = page.frame_locator("#w-preview-iframe")
    expect(shown.get_by_role("heading", level=1)).to_have_text("Le marché change d’heure")
    expect(shown.get_by_role("article")).to_contain_text("les maraîchers de la Plaine")
    expect(shown.locator("article img")).to_have_attribute("alt", "Un étal de pommes sous la halle")
    more(page, "Soumettre à Relecture")
    expect(page.get_by_role("status").first).to_contain_text("a été soumise pour modération")
    assert page.request.get("/actualites/le-marché-change-dheure/").status == 404

    page = colleague("communication")
    page.goto("/admin/")
    follow(page.get_by_role("region", name="En attente de votre vérification").get_by_role("link", name="Le marché"))
    expect(page).to_have_url(draft)
    more(page, "Approuver et Publier")
    expect(page.get_by_role("status").first).to_contain_text("a été mise à jour")
    page.goto("/actualites/etiquette/consultation/")
    follow(page.get_by_role("link", name="Le marché change d’heure"))
    expect(page.locator("article img")).to_have_attribute("alt", "Un étal de pommes sous la halle")
    expect(page.locator("article .tags")).to_have_text("Consultation")


def test_communication_publishes_news_and_translates_them(colleague):
    page = colleague("communication")
    begin_news(page, "La fontaine coule de nouveau", "Place de l’Orme, l’eau est de retour.")
    page.wait_for_url(EDIT)
    add_picture(page, "DSC_0001.jpg")
    add_text(page, "Elle avait gelé en janvier.")
    more(page, "Publier")
    expect(page.get_by_role("status").first).to_contain_text("publiée")
    page.goto("/actualites/")
    follow(page.get_by_role("link", name="La fontaine coule de nouveau"))
    expect(page.locator("article img")).to_have_attribute("alt", "")
    page.locator("wagtail-userbar").get_by_role("button").first.click()
    follow(page.locator("wagtail-userbar").get_by_role("menuitem", name="Modifier"))

    page.get_by_role("navigation", name="Actions", exact=True).get_by_role("button").click()
    follow(page.get_by_role("link", name="Traduire cette page"))
    page.get_by_role("checkbox", name="Anglais").check()
    follow(page.get_by_role("main").get_by_role("button", name="Soumettre"))
    translate(page, "La fontaine coule de nouveau", "The fountain is running again")
    translate(page, "Place de l’Orme, l’eau est de retour.", "Water is back in Place de l’Orme.")
    translate(page, "Elle avait gelé en janvier.", "It froze in January.")
    page.get_by_role("tab", name="Promotion").click()
    translate(page, re.compile("^la-fontaine-coule"), "the-fountain-runs-again")
    follow(page.get_by_role("button", name=re.compile("Publier dans")))
    expect(page.get_by_role("status").first).to_contain_text("a été publié")

    page.goto("/actualites/")
    follow(page.get_by_role("link", name="La fontaine coule de nouveau"))
    follow(page.get_by_role("banner").get_by_role("link", name="English"))
    expect(page).to_have_url(re.compile(r"/en/news/the-fountain-runs-again/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The fountain is running again")
    expect(page.get_by_role("article")).to_contain_text("It froze in January.")


def translate(page, words, translation):
    """Write the translation of one segment in the translation editor."""
    segment = page.get_by_role("tabpanel").get_by_role("listitem").filter(has=page.get_by_text(words, exact=True))
    segment = segment.filter(has=page.get_by_role("button", name="Traduire", exact=True)).last
    segment.get_by_role("button", name="Traduire", exact=True).click()
    field = page.get_by_role("tabpanel").get_by_role("textbox").last
    field.fill(translation)
    page.get_by_role("tabpanel").get_by_role("button", name="Enregistrer", exact=True).click()
    expect(field).to_have_count(0)


def test_a_page_without_a_title_is_not_published_and_says_so_at_the_title(colleague):
    page = colleague("communication")
    begin_news(page, "", "Sans titre.")
    more(page, "Publier")
    expect(page.get_by_role("region", name="Titre")).to_contain_text("Champ requis.")


FACES = ("before", "open", "study", "vote", "results")
CONSULTATION, CALL, CAMPAIGN, PAST, RESULTS, PROPOSAL = range(12, 18)
# Words of each face, where a face has some of its own.
TOLD = {
    CONSULTATION: {"before": "Prochaine étape", "open": "Donnez votre avis", "study": "La ville lit vos contributions.",
                   "results": "Ce qui n’est pas retenu, et pourquoi"},
    CALL: {"before": "Prochaine étape", "open": "Déposez votre idée", "results": "Ce qui a été décidé"},
    PROPOSAL: {"vote": "Ce projet est soumis au vote.", "study": "Les services étudient les idées."},
}  # fmt: skip


def preview(page, number):
    """Open the editor of a page and its preview beside it."""
    page.goto(f"/admin/pages/{number}/edit/")
    with page.expect_response(re.compile(r"/preview/\?.*in_preview_panel=true")):
        page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
    return page.locator("[data-side-panel=preview]")


def test_the_preview_beside_the_editor_follows_the_phase_that_is_chosen(colleague):
    page = colleague("communication")
    modes = preview(page, CONSULTATION).get_by_role("combobox")
    names = ["Comme aujourd’hui", "Avant l’ouverture", "Entre deux phases", "Vote ouvert", "Résultats"]
    assert set(names) < set(modes.get_by_role("option").all_inner_texts())
    for face in ("before", "results"):
        # One frame: Wagtail drops a preview asked for while the one before is still loading.
        expect(page.locator("[data-side-panel=preview] iframe")).to_have_count(1)
        modes.select_option(face)
        shown = page.frame_locator(f"iframe[src*='mode={face}']").get_by_role("main")
        expect(shown).to_contain_text(TOLD[CONSULTATION][face])


@pytest.mark.parametrize("number", range(12, 18))
def test_the_previews_of_a_page_in_each_of_its_phases_differ(colleague, number):
    page = colleague("communication")
    preview(page, number)
    texts = {}
    for face in FACES:
        page.goto(f"/admin/pages/{number}/edit/preview/?mode={face}")
        expect(page.get_by_role("main")).to_contain_text(TOLD.get(number, {}).get(face, ""))
        texts[face] = page.get_by_role("main").inner_text()
    assert len(set(texts.values())) == len(FACES), "Two phases look the same."


def test_communication_adds_a_link_to_the_menu(colleague):
    page = colleague("communication")
    page.goto("/admin/")
    page.get_by_role("navigation", name="Menu principal").get_by_role("button", name="Paramètres").click()
    follow(page.get_by_role("link", name="Menu et pied de page"))
    follow(page.get_by_role("link", name=re.compile(r"Menu et pied de page \(Français\)")))
    menu = page.get_by_role("region", name="Menu", exact=True)
    menu.get_by_role("button", name="Insérer un bloc").last.click()
    menu.get_by_label("Ou une autre adresse").last.fill("https://www.service-public.fr/")
    menu.get_by_label("Texte du lien").last.fill("Démarches")
    follow(page.get_by_role("button", name="Enregistrer", exact=True))
    page.goto("/")
    link = page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Démarches")
    expect(link).to_have_attribute("href", "https://www.service-public.fr/")
