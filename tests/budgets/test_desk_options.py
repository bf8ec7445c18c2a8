"""Which proposals a draft puts to the vote: filters, boxes that are kept, and the money each would be paid from."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import freeze, make_draft, make_edition, make_proposal
from factories import signed_in as sign_in

from participation.models import District, Envelope, Option, Proposal, ProposalOption


pytestmark = pytest.mark.django_db
DESK = "/admin/participation/votes/"


@pytest.fixture
def officer(client):
    return sign_in(client, "Budget participatif")


@pytest.fixture
def draft():
    """A draft without projects; its process has three."""
    return make_draft(proposals=())


def url(vote):
    return f"{DESK}options/{vote.pk}/"


def text(answer):
    return unescape(answer.content.decode())


def on_list(vote):
    return list(vote.options.values_list("code", flat=True))


def keys(vote, *numbers):
    return [vote.process.proposals.get(number=number).pk for number in numbers]


def test_what_is_ticked_becomes_the_options_of_the_draft(officer, draft):
    shown = text(officer.get(url(draft)))
    for words in ("Un verger", "Le Port", "€10,000", "Admissible"):
        assert words in shown, words
    one, two, three = keys(draft, 1, 2, 3)
    answer = officer.post(url(draft), {"shown": [one, two, three], "chosen": [three, two], "done": "1"})
    assert answer["Location"] == f"{DESK}inspect/{draft.pk}/"
    rows = draft.options.values_list("code", "title", "cost", "district__name", "envelope__district__name", "position")
    assert list(rows) == [
        ("2", "Un verger", 10_000_00, "Le Port", "Le Port", 2),
        ("3", "Une fontaine", 10_000_00, None, None, 3),
    ]
    assert list(ProposalOption.objects.order_by("pk").values_list("proposal", flat=True)) == [two, three]
    assert "2 projects are on the list" in text(officer.get(url(draft)))


def test_boxes_that_were_not_shown_stay_as_they_are(officer, draft):
    one, two, three = keys(draft, 1, 2, 3)
    officer.post(url(draft), {"shown": [one, two, three], "chosen": [one, two]})
    officer.post(url(draft), {"q": "fontaine", "shown": [three], "chosen": [three], "narrow": "1"})
    assert on_list(draft) == ["1", "2", "3"]
    answer = officer.post(url(draft), {"shown": [one], "district": "town", "page": "2"})
    assert on_list(draft) == ["2", "3"]
    assert answer["Location"] == f"{url(draft)}?district=town&page=2"


def test_all_admissible_ones_at_once_and_none(officer, draft):
    make_proposal(draft.process, "Refusé", status="refused", cost=1)
    make_proposal(draft.process, "À l’étude", status="studied", cost=1)
    assert "Add the 3 admissible projects shown" in text(officer.get(url(draft)))
    officer.post(url(draft), {"all": "1"})
    assert on_list(draft) == ["1", "2", "3"]
    officer.post(url(draft), {"none": "1", "shown": keys(draft, 1)})
    assert on_list(draft) == []
    port = District.objects.get()
    officer.post(url(draft), {"all": "1", "district": port.pk})
    assert on_list(draft) == ["2"]


def test_filters_narrow_the_list_and_nonsense_is_ignored(officer, draft):
    make_proposal(draft.process, "Refusé", status="refused", cost=1)
    port = District.objects.get()
    for query, titles in (
        ("status=refused", {"Refusé"}),
        (f"district={port.pk}", {"Un verger"}),
        ("district=town&status=admitted", {"Des bancs", "Une fontaine"}),
        ("q=VERGER", {"Un verger"}),
        ("status=zz&district=zz&page=zz&q=", {"Des bancs", "Un verger", "Une fontaine", "Refusé"}),
        ("district=%00&page=-1&q=%00", None),
        ("district=99999999999999999999", {"Des bancs", "Un verger", "Une fontaine", "Refusé"}),
    ):
        answer = officer.get(f"{url(draft)}?{query}")
        assert answer.status_code == 200, query
        if titles is not None:
            assert {line["proposal"].title for line in answer.context["lines"]} == titles, query
    hostile = {"shown": ["zz", "²", "-1", "9" * 40], "chosen": ["zz", "٣", "9" * 18, "1e3"], "envelope-1": "zz"}
    assert officer.post(url(draft), hostile).status_code == 302
    assert on_list(draft) == []


def test_a_proposal_of_another_process_is_never_taken(officer, draft):
    stranger = make_proposal(make_edition(), "Ailleurs", cost=1, status="admitted")
    officer.post(url(draft), {"shown": [stranger.pk], "chosen": [stranger.pk]})
    assert on_list(draft) == []


def test_one_that_cannot_be_put_to_the_vote_has_no_box(officer, draft):
    refused = make_proposal(draft.process, "Refusé", status="refused", cost=1)
    assert f'value="{refused.pk}" aria-labelledby' not in text(officer.get(url(draft)))
    Proposal.objects.filter(pk=refused.pk).update(status="admitted")
    officer.post(url(draft), {"all": "1"})
    Proposal.objects.filter(pk=refused.pk).update(status="withdrawn")
    assert f'value="{refused.pk}" aria-labelledby' in text(officer.get(url(draft))), "so that it can be taken out"


def test_without_an_envelope_a_proposal_is_left_out_and_named(officer, draft):
    Envelope.objects.filter(district=None).delete()
    assert "no envelope" in text(officer.get(url(draft)))
    answer = officer.post(url(draft), {"all": "1"}, follow=True)
    assert on_list(draft) == ["2"]
    assert "no envelope of the process pays for their district: no. 1, no. 3." in text(answer)
    Option.objects.all().delete()
    Envelope.objects.all().delete()
    assert "This process has no envelope" in text(officer.get(url(draft)))


def test_the_district_s_own_envelope_pays_and_the_officer_chooses_where_several_may(officer, draft):
    plain = Envelope.objects.get(district=None)
    youth = Envelope.objects.create(process=draft.process, name="Jeunes", cents=5_000_00, year=2026)
    shown = officer.get(url(draft))
    lines = {line["proposal"].number: line for line in shown.context["lines"]}
    assert (lines[1]["payer"], len(lines[1]["payers"])) == (plain.pk, 2)
    assert [name for _key, name in lines[2]["payers"]] == ["Le Port"]
    one, two = keys(draft, 1, 2)
    posted = {"shown": [one, two], "chosen": [one, two], f"envelope-{one}": youth.pk, f"envelope-{two}": youth.pk}
    officer.post(url(draft), posted)
    assert list(draft.options.values_list("envelope__name", flat=True)) == ["Jeunes", ""]
    officer.post(url(draft), {"all": "1"})
    assert draft.options.get(code="1").envelope == youth, "kept"
    lines = {line["proposal"].number: line for line in officer.get(url(draft)).context["lines"]}
    assert lines[1]["too_dear"] and not lines[3]["too_dear"]


def test_no_cost_and_too_dear_are_said_beside_the_line(officer, draft):
    Proposal.objects.filter(number=1).update(cost=None)
    Proposal.objects.filter(number=2).update(cost=25_000_01)
    shown = text(officer.get(url(draft)))
    assert "no cost" in shown and shown.count("more than its envelope") == 1


def test_a_frozen_list_cannot_be_chosen_again(officer):
    vote = freeze(make_draft())
    for answer in (officer.get(url(vote)), officer.post(url(vote), {"none": "1"})):
        assert answer["Location"] == f"{DESK}inspect/{vote.pk}/"
    assert on_list(vote) == ["1", "2", "3"]


def test_the_screen_costs_the_same_for_3_and_for_300_proposals(officer, draft):
    costs, places = [], []
    for _round in range(2):
        officer.post(url(draft), {"all": "1"})
        for page in ("", "?page=2"):
            with CaptureQueriesContext(connection) as queries:
                answer = officer.get(url(draft) + page)
            places.append(len(answer.context["lines"]))
            costs.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            officer.post(url(draft), {"shown": keys(draft, 1), "chosen": keys(draft, 1)})
        assert len(queries) <= 60  # rows are written in batches
        for number in range(297 if draft.options.count() == 3 else 0):
            make_proposal(draft.process, f"Projet {number}", number=number + 10, status="admitted", cost=1_00)
    assert len(set(costs)) == 1 and costs[0] <= 20, costs
    assert places == [3, 3, 100, 100] and draft.options.count() == 300
