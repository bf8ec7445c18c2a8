"""The list of an edition's proposals: filters, counts, orders, pages, empty states."""

import re

import pytest
from factories import call_page, counted_vote, make_district, make_process, make_proposal, make_proposals, make_theme


pytestmark = pytest.mark.django_db
VOTE = {"vote": ("2026-10-01 08:00", "2099-10-18 23:59")}
RESULTS = {"vote": ("2020-10-01 08:00", "2020-10-18 23:59"), "results": ("2020-11-05 18:00", None)}


@pytest.fixture
def process():
    return make_process(**VOTE)


@pytest.fixture
def place(process):
    """The address of the list."""
    return call_page(process).below("proposals")


def titles(answer):
    """The titles of the lines, in order."""
    return re.findall(r'</span><span dir="auto">([^<]+)</span></a></h3>', answer.content.decode())


def read(client, place, **query):
    answer = client.get(place, query)
    assert answer.status_code == 200
    return answer


def counts(answer, name):
    """How many each value of a filter would keep: {value: how many}, without those that keep nothing."""
    return {value.value: value.number for value in answer.context["form"].values(name) if value.number}


@pytest.fixture
def edition(process):
    """Six proposals in two districts and the whole town, of two themes, in three states."""
    port, plain = make_district("Le Port"), make_district("La Plaine")
    green, play = make_theme("Nature", en="Nature (en)"), make_theme("Jeux")
    rows = [
        ("Un verger à l’ombre", port, "voted", [green], 12_000_00),
        ("Éclairer le quai", port, "voted", [], 30_000_00),
        ("Des jeux d’eau", port, "refused", [play, green], None),
        ("Un préau", plain, "voted", [play], 9_000_00),
        ("Œuvre sur le mur", plain, "studied", [], 5_000_00),
        ("Des bancs partout", None, "voted", [green], 8_000_00),
    ]
    for title, district, status, themes, cost in rows:
        row = make_proposal(process, title, district=district, status=status, cost=cost, text="Pour le quartier.")
        row.themes.add(*themes)
    return process


def test_each_filter_keeps_what_it_says(client, place, edition):
    kept = {
        "quartier=le-port": {"Un verger à l’ombre", "Éclairer le quai", "Des jeux d’eau"},
        "quartier=toute-la-ville": {"Des bancs partout"},
        "theme=nature": {"Un verger à l’ombre", "Des jeux d’eau", "Des bancs partout"},
        "statut=studied": {"Œuvre sur le mur"},
        "q=ECLAIRER": {"Éclairer le quai"},
        "q=oeuvre+mur": {"Œuvre sur le mur"},
        "q=quartier&quartier=la-plaine&statut=voted": {"Un préau"},
    }
    assert {query: set(titles(client.get(f"{place}?{query}"))) for query in kept} == kept


def test_each_filter_counts_with_all_the_others(client, place, edition):
    answer = read(client, place, quartier="le-port", statut="voted")
    assert counts(answer, "district") == {"le-port": 2, "la-plaine": 1, "toute-la-ville": 1}
    assert counts(answer, "status") == {"voted": 2, "refused": 1}
    assert counts(answer, "theme") == {"nature": 1}
    answer = read(client, place, theme="nature")
    assert counts(answer, "district") == {"le-port": 2, "toute-la-ville": 1}
    assert counts(answer, "status") == {"voted": 2, "refused": 1}
    assert counts(answer, "theme") == {"nature": 3, "jeux": 2}
    assert [each["whole"] for each in answer.context["form"].offered()] == [3, None, 3]


def test_what_was_asked_can_be_taken_back_one_by_one(client, place, edition):
    answer = read(client, place, q="verger", quartier="le-port", theme="nature", tri="numero", page="7")
    text = answer.content.decode()
    without = dict(re.findall(r'<a href="[^"?]*\?([^"]*)" rel="nofollow"><span class="visually-hidden">.*?</span> <span dir="auto">(.*?)<', text))  # fmt: skip # noqa: E501
    assert set(without) == {
        "quartier=le-port&amp;theme=nature&amp;tri=numero",
        "q=verger&amp;theme=nature&amp;tri=numero",
        "q=verger&amp;quartier=le-port&amp;tri=numero",
    }


@pytest.mark.parametrize(
    "query",
    ["quartier=nulle-part", "theme=rien", "statut=perdu", "tri=beaute", "tri=voix", "page=0", "page=zwei", "inconnu=1"],
)
def test_what_does_not_exist_is_left_out(client, place, edition, query):
    assert len(titles(client.get(f"{place}?{query}"))) == 6


def test_orders(client, place, edition):
    first = {"numero": "Un verger à l’ombre", "cout": "Œuvre sur le mur", "cout-decroissant": "Éclairer le quai",
             "recents": "Des bancs partout"}  # fmt: skip
    assert {tri: titles(read(client, place, tri=tri))[0] for tri in first} == first
    for tri in ("cout", "cout-decroissant"):
        assert titles(read(client, place, tri=tri))[-1] == "Des jeux d’eau", "no cost comes last"


def test_chance_has_its_seed_in_the_address_and_no_cookie(client, place, process):
    make_proposals(process, *[f"Banc {n}" for n in range(60)])
    one, again, other = (titles(read(client, place, tri="hasard", graine=seed)) for seed in ("48213", "48213", "7"))
    assert one == again and one != other
    answer = read(client, place)
    assert not answer.cookies
    seed = answer.context["form"].asked.seed
    links = re.findall(rf'href="{place}([^"]*)"', answer.content.decode())
    listed = [link for link in links if "tri=numero" not in link and link != "?tri=hasard" and link]
    assert len(listed) > 20 and all(f"tri=hasard&amp;graine={seed}" in link for link in listed)
    assert f'<input type="hidden" name="graine" value="{seed}">' in answer.content.decode()
    assert titles(read(client, place, graine=seed)) == titles(answer)


def test_a_shuffled_list_holds_every_row_on_exactly_one_page(client, place, process):
    make_proposals(process, *[f"Banc {n}" for n in range(55)])
    found = [title for page in (1, 2, 3) for title in titles(read(client, place, graine="12", page=page))]
    assert len(found) == len(set(found)) == 55
    assert titles(read(client, place, graine="12", page="99")) == found[40:]


def test_a_new_proposal_does_not_reshuffle_the_others(client, place, process):
    make_proposals(process, *[f"Banc {n}" for n in range(19)])
    before = titles(read(client, place, graine="5"))
    make_proposal(process, "Un nouveau")
    after = titles(read(client, place, graine="5"))
    assert [title for title in after if title != "Un nouveau"] == before


def test_every_project_comes_first_about_as_often(process):
    from participation.proposals.rules import shuffled

    rows = [(number, number) for number in range(1, 11)]
    first = [shuffled(rows, seed)[0] for seed in range(4000)]
    assert all(320 < first.count(number) < 480 for number in range(1, 11))


def test_a_change_is_seen_at_once(client, place, edition):
    assert counts(read(client, place), "status")["voted"] == 4
    row = edition.proposals.get(title="Un préau")
    row.status = "refused"
    row.save()
    assert counts(read(client, place), "status") == {"voted": 3, "refused": 2, "studied": 1}
    row.delete()
    assert len(titles(read(client, place, tri="numero"))) == 5


def test_only_its_own_process_is_listed(client, place, edition):
    other = make_process("Une autre édition", **VOTE)
    make_proposal(other, "Ailleurs")
    assert "Ailleurs" not in titles(read(client, place))


@pytest.mark.parametrize(
    ("phases", "usual"),
    [
        ({"call": ("2020-03-01 09:00", "2099-04-12 23:59")}, "hasard"),
        ({"call": ("2098-03-01 09:00", "2099-04-12 23:59")}, "hasard"),
        (VOTE, "hasard"),
        ({"vote": ("2020-03-01 09:00", "2020-04-12 23:59"), "results": ("2099-01-01 00:00", None)}, "hasard"),
        ({"vote": ("2020-03-01 09:00", "2020-04-12 23:59")}, "numero"),
        (RESULTS, "numero"),
    ],
)
def test_the_usual_order_favours_nobody_while_residents_act(client, phases, usual):
    process = make_process(**phases)
    make_proposals(process, "a", "b")
    answer = read(client, call_page(process).below("proposals"))
    assert answer.context["form"].sort.name == usual
    assert "voix" not in answer.context["form"].sorts


def test_after_the_result_the_selected_come_first_then_the_votes(client):
    vote = counted_vote(process=make_process(**RESULTS))
    place = call_page(vote.process).below("proposals")
    answer = read(client, place)
    assert answer.context["form"].sort.name == "resultat"
    found = titles(answer)
    scores = {row.title: row.option_links.get() for row in vote.process.proposals.all()}
    assert found == sorted(found, key=lambda title: (not scores[title].selected, -scores[title].score))
    assert "5 voix" in answer.content.decode()
    by_votes = titles(read(client, place, tri="voix"))
    assert by_votes == sorted(by_votes, key=lambda title: -scores[title].score)


def test_an_archived_edition_can_still_be_read(client, place, edition):
    from participation.phases.actions import archive

    archive(edition, edition.created_at)
    answer = read(client, place)
    assert len(titles(answer)) == 6 and answer.context["standing"].archived


def test_without_any_proposal_it_says_what_comes_next(client, process):
    for phases in ({"call": ("2020-03-01 09:00", "2099-04-12 23:59")}, {"call": ("2098-03-01 09:00", None)}, {}, VOTE):
        empty = make_process(f"Édition {len(phases)} {phases}"[:100], **phases)
        page = call_page(empty, title=f"Budget {empty.pk}")
        text = read(client, page.below("proposals")).content.decode()
        assert 'class="empty' in text and "<form" not in text.split("<main")[1].split("</main>")[0]
        assert page.get_url() in text.split('class="empty')[1]


def test_without_a_result_it_says_what_was_looked_for_and_how_to_go_on(client, place, edition):
    text = read(client, place, q="xylophone", quartier="le-port").content.decode()
    empty = text.split('class="empty')[1].split("</div>")[0]
    assert "xylophone" in empty and "Le Port" in empty
    assert f'href="{place}"' in empty
    assert empty.count("<li>") == 2


def test_a_page_of_the_list_holds_at_most_a_hundred(client, place, process, settings):
    make_proposals(process, *[f"Banc {n}" for n in range(120)])
    for asked, shown in ((5, 5), (5000, 100), (0, 1)):
        settings.PARTICIPATION = {"PROPOSALS_PER_PAGE": asked}
        assert len(titles(read(client, place))) == shown


def test_themes_speak_the_readers_language(client, process):
    from wagtail.models import Locale

    page = call_page(process)
    english = Locale.objects.get(language_code="en")
    page.get_parent().specific.copy_for_translation(english).save_revision().publish()
    twin = page.copy_for_translation(english)
    twin.save_revision().publish()
    row = make_proposal(process, "Un verger", language="fr")
    row.themes.add(make_theme("Nature et eau", en="Nature and water"))
    for address, word in ((page.below("proposals"), "Nature et eau"), (twin.below("proposals"), "Nature and water")):
        for place in (address, address + row.tail(row.pk, row.title)):
            text = client.get(place).content.decode()
            assert word in text, place
    text = client.get(twin.below("proposals")).content.decode()
    assert '<span lang="fr" dir="auto">Un verger</span>' in text
    assert f'hreflang="fr" href="{page.get_full_url()}propositions/"'.replace("http://testserver", "") in text
