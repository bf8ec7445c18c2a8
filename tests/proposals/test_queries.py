"""What a list costs does not grow with what there is, and no address breaks it."""

import random
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import call_page, make_district, make_process, make_theme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from PIL import Image as Pixels
from wagtail.images import get_image_model

from participation.models import Proposal, ProposalPage, ProposalTheme, Vote


pytestmark = pytest.mark.django_db
RESULTS = {"vote": ("2020-10-01 08:00", "2020-10-18 23:59"), "results": ("2020-11-05 18:00", None)}
STATUSES = ["selected", "not-selected", "built", "refused"]
# Of a town with pictures, themes, districts, a published result and pages of its own. A number that moves is looked at.
QUERIES = {"list": 17, "searched": 17, "proposal": 16, "map": 10, "window": 10}
GATHERED = {"map": 9, "window": 9}  # of many points a map asks for groups alone


def picture():
    file = BytesIO()
    Pixels.new("RGB", (960, 720), "green").save(file, "PNG")
    return get_image_model().objects.create(title="Un dessin", file=ContentFile(file.getvalue(), "dessin.png"))


def make_edition(number):
    """A past edition of so many proposals, and its addresses."""
    process = make_process(f"Édition de {number}", **RESULTS)
    page = call_page(process, title=f"Budget {number}")
    districts = [make_district(f"Quartier {number} {each}") for each in range(4)]
    themes, drawing = [make_theme(f"Thème {number} {each}") for each in range(4)], picture()
    dice = random.Random(number)
    rows = Proposal.objects.bulk_create(
        Proposal(
            process=process, number=place, title=f"Un projet {place}", text="Des mots. " * 20, cost=1000 * place,
            status=dice.choice(STATUSES), district=dice.choice([*districts, None]), picture=drawing,
            latitude=47.7 + dice.random() / 50, longitude=-0.1 + dice.random() / 25,
        )
        for place in range(1, number + 1)
    )  # fmt: skip
    ProposalTheme.objects.bulk_create(ProposalTheme(tag=dice.choice(themes), content_object=row) for row in rows)
    told = page.add_child(instance=ProposalPage(title="Le premier", proposal=rows[0], locale=page.locale))
    told.save_revision().publish()
    publish_a_result(process)
    place = page.below("proposals")
    return {
        "list": place,
        "searched": f"{place}?q=projet&tri=cout",
        "proposal": page.address_of(rows[5]),
        "map": page.below("proposals-map"),
        "window": f"{page.below('proposals-map')}?bbox=-0.1,47.7,0,47.8&zoom=13",
    }


def publish_a_result(process):
    from participation.models import Result

    vote = Vote.objects.create(process=process, title="Vote")
    result = Result.objects.create(
        vote=vote,
        rule="greedy",
        rule_version="1",
        input_digest="",
        ballots=1,
        counts=[],
        counted_at="2020-11-01T00:00Z",
    )
    Vote.objects.filter(pk=vote.pk).update(result=result)


def asked(client, address):
    client.get(address)  # what is made once is made: counts, orders, renditions
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(queries)


def test_ten_a_thousand_and_ten_thousand_proposals_ask_the_same_few_queries(client):
    for number in (10, 1000, 10_000):
        addresses = make_edition(number)
        found = {name: asked(client, address) for name, address in addresses.items()}
        assert found == (QUERIES if number == 10 else QUERIES | GATHERED), f"{number}: {found}"
    assert max(QUERIES.values()) <= 20
    reads_afresh(client, addresses["list"])


def reads_afresh(client, address):
    """The first reader after a change counts and orders ten thousand rows for the others."""
    client.get(f"{address}?graine=1&page=400")  # its pictures are made
    Proposal.objects.order_by("-pk").first().save()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"{address}?graine=1&page=400")
    assert answer.status_code == 200 and answer.content.count(b'<article class="row">') == 20
    assert len(queries) <= QUERIES["list"] + 7
    assert len(answer.content) < 150_000


def test_a_list_never_reads_the_long_texts(client):
    addresses = make_edition(30)
    for address in (addresses["list"], addresses["map"]):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        chosen = [query["sql"].split(" FROM ")[0] for query in queries if "participation_proposal" in query["sql"]]
        assert not [sql for sql in chosen if '"text"' in sql or '"folded"' in sql or '"outline"' in sql]


NAMES = ["q", "quartier", "theme", "statut", "tri", "graine", "page", "bbox", "zoom", "autre"]
KNOWN = [
    "",
    "\x00",
    "%",
    "_",
    "'",
    "é",
    "le-port",
    "toute-la-ville",
    "nature",
    "voted",
    "built",
    "hasard",
    "numero",
    "cout",
    "resultat",
    "1",
    "0",
    "-1",
    "99999999999999999999",
    "1e9",
    "-0.1,47,1,48",
    "nan,nan,nan,nan",
]
values = some.one_of(some.sampled_from(KNOWN), some.text(max_size=60), some.integers().map(str), some.floats().map(str))
queries = some.lists(some.tuples(some.sampled_from(NAMES), values), max_size=8)


@pytest.fixture
def small(client):
    """A small edition, read by a client that reports every error as an answer."""
    client.raise_request_exception = False
    process = make_process(**RESULTS)
    page = call_page(process)
    port, nature = make_district("Le Port"), make_theme("Nature")
    rows = Proposal.objects.bulk_create(
        Proposal(process=process, number=n, title=f"Banc {n}", status="voted", district=port if n % 2 else None,
                 latitude=47.7, longitude=n / 1000)
        for n in range(1, 26)
    )  # fmt: skip
    rows[0].themes.add(nature)
    return [
        page.below("proposals"),
        page.below("proposals-map"),
        page.address_of(rows[3]),
        f"/p/proposal/{rows[3].pk}/",
    ]


@given(asked=queries)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_address_breaks_a_list_a_map_or_a_proposal(client, small, asked):
    query = urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in asked])
    for address in small:
        answer = client.get(f"{address}?{query}")
        assert answer.status_code in (200, 302), f"{address}?{query}"
