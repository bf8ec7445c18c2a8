"""The list of votes and the form of a draft, through HTTP: what is offered, refused, kept, and in which words."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import campaign_page, counted_vote, freeze, make_closed_vote, make_draft, make_edition, make_process
from factories import signed_in as sign_in

from participation.models import Option, Vote
from participation.votes.actions import count_vote


pytestmark = pytest.mark.django_db
DESK = "/admin/participation/votes/"
KINDS = {
    "approval": "equal-shares:add1",
    "choose-1": "greedy:",
    "cumulative": "greedy-per-cost:",
    "scoring": "greedy-stop:",
    "ordinal": "borda:",
    "yes-no": "majority:",
    "mentions": "judgment:",
}


@pytest.fixture
def officer(client):
    return sign_in(client, "Budget participatif")


def text(answer):
    return unescape(answer.content.decode())


def form(process, **fields):
    typed = {"process": process.pk, "title": "Budget 2097", "question": "Quels projets ?", "ballot_kind": "approval"}
    return typed | {"way": "greedy:"} | fields


def test_the_list_says_where_each_vote_stands(officer):
    make_draft(make_edition(), title="Au brouillon")
    freeze(make_draft(make_edition(), title="Figé"))
    counted = make_closed_vote(title="Dépouillé", rule="equal-shares", completion="add1")
    count_vote(counted, counted.frozen_at)
    counted_vote(process=make_process("Passé", vote=("2020-01-01 08:00", "2020-02-01 08:00")))
    shown = text(officer.get(DESK))
    for words in (
        "Draft",
        "Options frozen",
        "Counted, not published",
        "Result published",
        "Equal shares: shares raised",
    ):
        assert words.casefold() in shown.casefold(), words
    assert shown.count("<td") >= 4 * 5
    assert f'href="{DESK}inspect/{counted.pk}/"' in shown and f"{DESK}edit/{counted.pk}/" not in shown
    assert "Au brouillon" in text(officer.get(DESK + "results/?q=brouillon"))
    assert officer.get(DESK + "?process=zz&p=zz&ordering=zz&q=%00").status_code == 200


def test_the_list_asks_as_much_for_three_votes_as_for_eighteen(officer):
    costs = []
    for _round in range(2):
        for number in range(3 if not costs else 15):
            make_draft(make_edition(), title=f"Vote {number}")
        officer.get(DESK)
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(DESK).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 20, costs


def test_a_new_vote_begins_with_the_next_process_and_leads_to_its_projects(officer):
    make_edition(vote=("2020-01-01 08:00", "2020-02-01 08:00"))
    process = make_edition()
    make_process("Les quais", kind="consultation")
    shown = officer.get(DESK + "new/")
    assert shown.context["form"].initial["process"] == process.pk
    assert process.name in text(shown) and "Les quais" not in text(shown)
    answer = officer.post(DESK + "new/", form(process, minimum_score="12"))
    vote = Vote.objects.get()
    assert answer["Location"] == f"{DESK}options/{vote.pk}/"
    assert (vote.rule, vote.completion, vote.minimum_score, vote.state) == ("greedy", "", 12, "draft")


@pytest.mark.parametrize(("kind", "way"), KINDS.items())
def test_every_ballot_is_offered_with_the_rules_that_count_it_told_in_words(officer, kind, way):
    process = make_edition()
    shown = officer.post(DESK + "new/", form(process, ballot_kind=kind, refresh="1", title="Mon titre"))
    assert shown.status_code == 200 and not Vote.objects.exists()
    assert "Mon titre" in text(shown) and "error" not in [message.level_tag for message in shown.context["messages"]]
    ways = [value for _rule, lines in shown.context["form"].fields["way"].choices for value, _label in lines]
    assert way in ways and f'value="{way}"' in text(shown)
    for rule in {each.partition(":")[0] for each in ways}:
        assert f'value="{rule}:' in text(shown)
    if kind == "approval":
        assert "The projects are taken from the most supported down." in text(shown)
        assert "the shares are raised step by step" in text(shown)
    answer = officer.post(DESK + "new/", form(process, ballot_kind=kind, way=way, scale="Bien\nAssez bien\nMal"))
    assert answer.status_code == 302, answer.context["form"].errors
    vote = Vote.objects.get()
    assert f"{vote.rule}:{vote.completion}" == way
    assert vote.mentions == (["Bien", "Assez bien", "Mal"] if kind == "mentions" else [])
    assert officer.get(f"{DESK}edit/{vote.pk}/").context["form"].initial["way"] == way


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"ballot_kind": "ordinal", "way": "majority:"}, "That rule cannot count the ballot you chose."),
        ({"way": "equal-shares:zz"}, "That rule cannot count the ballot you chose."),
        ({"way": ""}, "Choose how it is counted."),
        ({"ballot_kind": "zz"}, "Select a valid choice."),
        ({"title": ""}, "This field is required."),
        ({"minimum_score": "-1"}, "greater than or equal to 0"),
        ({"ballot_kind": "yes-no", "way": "majority:", "quorum_percent": "20"}, "A quorum needs the number"),
        ({"ballot_kind": "yes-no", "way": "majority:", "registered": "0"}, "Nobody could vote"),
        (
            {"ballot_kind": "yes-no", "way": "majority:", "quorum_percent": "101", "registered": "9"},
            "less than or equal to 100",
        ),
        ({"ballot_kind": "mentions", "way": "judgment:", "scale": "Bien"}, "from 2 to 12 mentions"),
        ({"ballot_kind": "mentions", "way": "judgment:", "scale": "Bien\n bien \nMal"}, "Two mentions are the same"),
        ({"ballot_kind": "mentions", "way": "judgment:", "scale": "Bien\n" + "x" * 61}, "is too long"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_what_was_typed_is_kept(officer, typed, sentence):
    answer = officer.post(DESK + "new/", form(make_edition(), question="Mot à garder") | typed)
    assert answer.status_code == 200
    assert sentence in text(answer), answer.context["form"].errors
    assert "Mot à garder" in text(answer) and not Vote.objects.exists()


def test_only_budgets_that_are_not_archived_are_offered(officer):
    consultation = make_process("Les quais", kind="consultation")
    archived = make_edition()
    type(archived).objects.filter(pk=archived.pk).update(archived_at="2026-01-01T00:00Z")
    for process in (consultation, archived):
        assert officer.post(DESK + "new/", form(process)).status_code == 200
    assert officer.post(DESK + "new/", form(consultation) | {"process": "zz"}).status_code == 200
    assert not Vote.objects.exists()


def test_the_process_of_a_vote_with_projects_stays(officer):
    vote, other = make_draft(), make_edition()
    answer = officer.post(f"{DESK}edit/{vote.pk}/", form(other))
    assert "Take the projects off the list first" in text(answer)
    Option.objects.filter(vote=vote).delete()
    assert officer.post(f"{DESK}edit/{vote.pk}/", form(other)).status_code == 302
    assert Vote.objects.get().process == other


def test_another_ballot_forgets_what_only_the_first_one_needs(officer):
    vote = make_draft(ballot_kind="yes-no", rule="majority", registered=900, quorum_percent=20)
    assert officer.post(f"{DESK}edit/{vote.pk}/", form(vote.process, registered="7")).status_code == 302
    vote.refresh_from_db()
    assert (vote.registered, vote.quorum_percent, vote.rule) == (7, None, "greedy")


def test_a_draft_is_deleted_unless_a_published_page_presents_it(officer):
    vote = make_draft()
    page = campaign_page(vote, title="Voter en octobre")
    answer = officer.post(f"{DESK}delete/{vote.pk}/", follow=True)
    assert "unpublish or delete the page “Voter en octobre” first" in text(answer)
    page.unpublish()
    officer.post(f"{DESK}delete/{vote.pk}/")
    assert not Vote.objects.exists() and not Option.objects.exists()
    assert vote.process.proposals.count() == 3


def test_a_vote_that_is_not_there_is_not_found(officer):
    for screen in ("edit", "inspect", "options", "paper", "result", "publish", "delete", "history"):
        assert officer.get(f"{DESK}{screen}/4711/").status_code == 404, screen


def test_hostile_words_stay_words(officer):
    words = "<script>alert(1)</script>{% now %}\u202e&amp;"
    vote = make_draft(make_edition(words, words), title=words, question=words)
    for screen in ("", "inspect/", "options/", "paper/", "edit/", "delete/"):
        answer = officer.get(f"{DESK}{screen}{vote.pk}/" if screen else DESK)
        assert answer.status_code == 200 and b"<script>alert" not in answer.content, screen
