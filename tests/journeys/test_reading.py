"""A resident reads: what is open, what comes, what was decided. With scripts and without."""

import re
from xml.etree import ElementTree

import pytest
from engines import needs
from journeys.browser import follow
from journeys.pages import CALL, CAMPAIGN, PAST, PROPOSAL, RESULTS
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]
with_and_without_scripts = pytest.mark.parametrize("script", [True, False], ids=["scripts", "no-scripts"])
on_both_devices = pytest.mark.parametrize("device", ["phone", "desk"])

PRICE = re.compile(r"\d\s€")


@with_and_without_scripts
@on_both_devices
def test_from_the_home_page_to_the_open_consultation_and_how_to_take_part(reader, device, script):
    page = reader(device, script=script)
    page.goto("/")
    open_now = page.locator("article.process").filter(has_text="Quelle place pour la voiture")
    expect(open_now.locator(".state.open")).to_contain_text("jusqu’au")
    follow(open_now.get_by_role("link", name="Quelle place pour la voiture"))
    expect(page).to_have_url(re.compile(r"/quais/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quelle place pour la voiture sur les quais")
    expect(page.locator(".title .state.open")).to_contain_text("Votre avis : jusqu’au")
    expect(page.locator(".phases [aria-current=step]")).to_contain_text("Nous sommes ici")
    page.get_by_role("link", name="Comment participer").click()
    expect(page).to_have_url(re.compile(r"/quais/#take-part$"))
    how = page.get_by_role("region", name="Comment participer")
    expect(how).to_be_in_viewport()
    expect(how).to_contain_text("Sur papier")
    expect(how).to_contain_text("01 99 00 15 24")


@with_and_without_scripts
def test_the_documents_of_the_consultation_are_downloaded_and_say_their_type_and_weight(reader, script):
    page = reader(script=script)
    page.goto("/quais/")
    documents = page.locator(".documents li")
    assert documents.count() >= 2
    for document in documents.all():
        expect(document).to_contain_text(re.compile(r"PDF, [\d,.]+\sK"))
    with page.expect_download() as saved:
        documents.first.get_by_role("link").click()
    assert saved.value.path().read_bytes().startswith(b"%PDF-")
    assert saved.value.suggested_filename.endswith(".pdf")


@with_and_without_scripts
@on_both_devices
def test_the_result_of_the_past_vote_says_who_won_and_why_and_where_the_money_goes(reader, device, script):
    page = reader(device, script=script)
    page.goto(PAST)
    follow(page.get_by_role("region", name="Où en est-on").get_by_role("link"))
    expect(page).to_have_url(re.compile(f"{RESULTS}$"))
    expect(page.locator(".title .state.result")).to_contain_text("Résultats depuis le")
    summary = page.locator("main .lead").nth(1)
    chosen = int(re.match(r"(\d+) projets sont retenus", summary.inner_text())[1])

    votes = page.get_by_role("table", name="Voix ou points, coût et résultat de chaque projet")
    lines = votes.locator("tbody tr")
    won = lines.filter(has=page.locator(".yes"))
    assert won.count() == chosen > 1
    assert lines.count() == 45
    for line in lines.all():
        why = line.locator(".why").inner_text()
        assert why.startswith("Retenu" if line.locator(".yes").count() else "Non retenu"), why
        assert why.endswith(".")
        assert PRICE.search(why), f"{why!r} tells no money."

    money = page.get_by_role("region", name="Où va l’argent")
    expect(money.get_by_role("img")).to_have_accessible_name(re.compile(r"sont attribués sur .*ne sont pas dépensés"))
    spent, left, whole = (int(re.sub(r"\D", "", cell)) for cell in money.locator("td.amount").all_inner_texts())
    assert spent + left == whole == 150_000


def test_the_names_of_the_winners_are_in_the_first_lines_for_who_scans_the_table(reader):
    page = reader()
    page.goto(RESULTS)
    cells = page.locator(".bars tbody td.amount:nth-child(2)").all_inner_texts()
    scores = [int(re.sub(r"\D", "", each)) for each in cells]
    assert scores == sorted(scores, reverse=True)
    widths = page.locator(".bars rect").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().width)")
    assert widths[0] == max(widths)
    assert all(later <= earlier + 1 for earlier, later in zip(widths, widths[1:], strict=False))


@with_and_without_scripts
def test_the_vote_under_way_says_until_when_and_where(reader, script):
    page = reader(script=script)
    page.goto("/")
    notice = page.get_by_role("region", name="Budget participatif 2")
    expect(notice).to_contain_text("Jusqu’au")
    expect(notice.get_by_role("link", name="Voter en ligne")).to_be_visible()
    voting = page.locator("article.process").filter(has_text="Soixante projets")
    expect(voting.locator(".state.open")).to_contain_text("Vote : jusqu’au")
    follow(voting.get_by_role("link", name="Budget participatif").first)
    expect(page).to_have_url(re.compile(f"{CALL}$"))
    expect(page.locator(".now .deadline")).to_contain_text("Jusqu’au")
    expect(page.locator(".phases [aria-current=step]")).to_contain_text("Vote")
    steps = page.locator(".phases li")
    names = ["Dépôt des idées", "Recevabilité", "Étude par les services", "Vote", "Résultats", "Réalisation"]
    assert [step.locator("b").inner_text() for step in steps.all()] == names
    for step in steps.all():
        expect(step).to_contain_text(re.compile(r"(du .* au|à partir du|Terminé le) .*\d"))
    total = page.locator(".ledger .total")
    assert PRICE.search(total.inner_text())
    follow(page.get_by_role("link", name="Où et comment voter").first)
    expect(page).to_have_url(re.compile(f"{CAMPAIGN}$"))
    places = page.get_by_role("table", name="Lieux de vote sur papier")
    assert places.locator("tbody tr").count() == 7
    expect(places).to_contain_text("accès de plain-pied")


@with_and_without_scripts
def test_a_project_that_was_built_tells_its_story(reader, script):
    page = reader(script=script)
    page.goto(PAST)
    follow(page.get_by_role("link", name="Un verger partagé à la Plaine"))
    expect(page).to_have_url(re.compile(f"{PROPOSAL}$"))
    expect(page.locator(".state.built")).to_be_visible()
    facts = page.get_by_role("complementary", name="Le projet en bref")
    expect(facts).to_contain_text(re.compile(r"Coût\s*12\s000\s€"))
    crumbs = page.get_by_role("navigation", name="Vous êtes ici")
    expect(crumbs.get_by_role("link").first).to_have_text("Accueil")
    expect(crumbs.locator("[aria-current=page]")).to_have_text("Un verger partagé à la Plaine")


@with_and_without_scripts
@on_both_devices
def test_from_the_news_to_a_subject_to_an_article_and_on_to_the_next(reader, device, script):
    page = reader(device, script=script)
    page.goto("/actualites/")
    assert page.locator(".news li").count() == 10
    follow(page.get_by_role("link", name="Suivant"))
    expect(page.get_by_role("navigation", name="Pages")).to_contain_text("Page 2 sur 2")
    follow(page.get_by_role("complementary", name="Chercher et suivre").get_by_role("link", name="Consultation"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Consultation")
    follow(page.locator(".news li a").first)
    expect(page.locator("article time").first).to_have_attribute("datetime", re.compile(r"\d{4}-\d\d-\d\d"))
    expect(page.locator("article .tags")).to_contain_text("Consultation")
    title = page.get_by_role("heading", level=1).inner_text()
    follow(page.get_by_role("complementary", name="À lire aussi").get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)


def test_the_feed_of_the_news_is_announced_and_holds_the_latest(reader):
    page = reader()
    page.goto("/actualites/")
    address = page.locator("link[type='application/rss+xml']").get_attribute("href")
    assert page.get_by_role("link", name="Flux RSS des actualités").get_attribute("href") == address
    answer = page.request.get(address)
    channel = ElementTree.fromstring(answer.body()).find("channel")  # noqa: S314 our own feed
    assert channel.findtext("language") == "fr"
    items = channel.findall("item")
    assert items[0].findtext("title") == page.locator(".news li h2").first.inner_text().replace("\u202f", " ")
    assert all(each.findtext("link").startswith("http") and each.findtext("pubDate") for each in items)


def test_the_pictures_are_light_and_never_speak_of_their_file(reader):
    page = reader("phone")
    page.goto("/actualites/le-vote-est-ouvert/")
    picture = page.locator("main picture")
    kinds = picture.locator("source").evaluate_all("sources => sources.map(source => source.type)")
    assert kinds == ["image/avif", "image/webp"]
    assert picture.locator("img").evaluate("picture => picture.currentSrc").endswith(".avif")
    for image in page.locator("img").all():
        assert not re.search(r"\.\w{3,4}$|[-_]", image.get_attribute("alt"))


@with_and_without_scripts
def test_the_dates_moved_in_a_running_phase_are_told_with_the_reason(reader, script):
    page = reader(script=script)
    page.goto("/p/4/")
    told = page.get_by_role("region", name="Des dates ont changé")
    expect(told).to_contain_text(re.compile(r"Dépôt des idées\s*: jusqu’au .* au lieu du .*La salle était fermée\."))
