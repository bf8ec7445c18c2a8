"""Setting up a poll: what the form offers and never will, what it keeps, what it refuses in which words."""

from html import unescape

import pytest
from django.utils import timezone
from factories import freeze, make_draft, make_ready_poll, open_ready
from factories import signed_in as sign_in

from municipal.users.models import User
from participation.ballots.actions import answer_risk
from participation.ballots.actions import set_up as keep_draft
from participation.ballots.rules import Limits
from participation.ballots.rules.risk import QUESTIONS, VERSION, is_current, level_of
from participation.frozen import Frozen
from participation.models import JournalEntry, Poll


pytestmark = pytest.mark.django_db
DESK = "/admin/participation/polls/"


@pytest.fixture
def clerk(client):
    return sign_in(client, "Greffe du scrutin")


@pytest.fixture
def vote():
    return freeze(make_draft())


def text(answer):
    return unescape(answer.content.decode())


def typed(clerk, **changes):
    """The form as a clerk fills it in."""
    plain = {
        "purpose": "budget",
        "access": "roll",
        "minimum_age": "11",
        "agreement_below": "15",
        "residence": "J’habite Orméval.",
        "online": "on",
        "scope": "own",
        "blank": "on",
        "help_elsewhere": "Mairie, du lundi au vendredi, 01 02 03 04 05",
        "readers": [str(clerk.user.pk)],
        "privacy_notice": "https://ville.example/donnees",
        "impact_assessment": "Classée au greffe, n° 12",
        "knapsack": "on",
        "limit-least_percent": "30",
    }
    return {name: value for name, value in (plain | changes).items() if value is not None}


def set_up(clerk, vote, **changes):
    return clerk.post(f"{DESK}{vote.pk}/setup/", typed(clerk, **changes))


def test_a_draft_is_kept_as_it_was_typed_and_the_journal_says_so(clerk, vote):
    assert "has not been set up yet" in text(clerk.get(f"{DESK}{vote.pk}/"))
    assert set_up(clerk, vote).status_code == 302
    poll = Poll.objects.get()
    assert (poll.access, poll.scope, poll.minimum_age, poll.online) == ("roll", "own", 11, True)
    assert list(poll.readers.all()) == [clerk.user] and poll.opened_at is None
    mode = poll.mode(list(vote.options.select_related("envelope")))
    town, port = (mode.of(each.pk) for each in vote.process.envelopes.all())
    assert town == Limits(cents=25_000_00, least_percent=30) == port
    entry = JournalEntry.objects.first()
    assert (entry.act, entry.by) == ("poll-made", str(clerk.user.pk)) and "knapsack" in entry.facts["limits"]
    shown = text(clerk.get(f"{DESK}{vote.pk}/setup/"))
    assert 'value="30"' in shown and "01 02 03 04 05" in shown
    set_up(clerk, vote, minimum_age="16")
    assert Poll.objects.get().minimum_age == 16 and JournalEntry.objects.first().act == "poll-changed"


def test_an_envelope_may_differ(clerk, vote):
    port = vote.process.envelopes.get(district__isnull=False)
    own = {f"limit-most-{port.pk}": "1", "limit-most": "3", "knapsack": None, "limit-least_percent": ""}
    assert set_up(clerk, vote, **own).status_code == 302
    poll = Poll.objects.get()
    assert poll.limits == {"usual": {"most": 3}, "envelopes": {str(port.pk): {"most": 1}}}
    mode = poll.mode(list(vote.options.select_related("envelope")))
    assert mode.of(port.pk).most == 1 and mode.of("another").most == 3


@pytest.mark.parametrize(
    ("kind", "rule", "limits"),
    [
        ("cumulative", "greedy", {"points": 10, "points_each": 4}),
        ("scoring", "greedy", {"points_each": 5}),
        ("ordinal", "borda", {"most": 3}),
        ("yes-no", "majority", {}),
    ],
)
def test_each_kind_of_ballot_has_its_own_limits(clerk, kind, rule, limits):
    draft = make_draft(ballot_kind=kind, rule=rule)
    if kind == "yes-no":
        draft.options.exclude(code="1").delete()
    asked = {f"limit-{name}": str(number) for name, number in limits.items()}
    assert set_up(clerk, draft, **asked, knapsack=None, **{"limit-least_percent": None}).status_code == 302
    assert Poll.objects.get().limits == {"usual": limits}


WRONG = [
    ({"help_elsewhere": ""}, "This field is required"),
    ({"minimum_age": "19"}, "Adults may vote"),
    ({"agreement_below": "21"}, "from 18 on"),
    ({"privacy_notice": "javascript:alert(1)"}, "Write a whole address"),
    ({"privacy_notice": "//ailleurs.example"}, "Write a whole address"),
    ({"limit-most": "1", "limit-least": "2"}, "nobody could fill that in"),
    ({"limit-least": "9"}, "It has only"),
    ({"limit-least_percent": "101"}, "less than or equal to 100"),
    ({"knapsack": None}, "A share needs choices"),
    ({"readers": ["999999"]}, "not one of the available choices"),
    ({"purpose": "referendum"}, "not one of the available choices"),
    ({"purpose": "local referendum"}, "not one of the available choices"),
]


@pytest.mark.parametrize(
    ("changes", "words"), WRONG, ids=[next(iter(each)) + str(n) for n, (each, _w) in enumerate(WRONG)]
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(clerk, vote, changes, words):
    answer = set_up(clerk, vote, **changes)
    assert answer.status_code == 422 and words in text(answer) and not Poll.objects.exists()
    assert "J’habite Orméval." in text(answer), "what was typed stays"


def test_points_need_their_number(clerk):
    vote = make_draft(ballot_kind="cumulative")
    base = {"knapsack": None, "limit-least_percent": None}
    assert set_up(clerk, vote, **base).status_code == 422
    more = set_up(clerk, vote, **base, **{"limit-points": "5", "limit-points_each": "6"})
    assert "More for one project than there are points" in text(more)


def test_what_electoral_law_keeps_to_paper_is_shown_shut(clerk, vote):
    shown = text(clerk.get(f"{DESK}{vote.pk}/setup/"))
    for name in ("Local referendum", "Consultation of the voters", "Political election"):
        assert f'<input type="radio" disabled> {name}' in shown
    assert "held on paper, under electoral law" in shown
    assert set(Poll.Purpose.values) == {"budget", "advice", "council"}


def test_only_who_counts_or_publishes_is_offered_as_a_reader(clerk, vote):
    officer = User.objects.create_user("agent@ville.example", "secret", first_name="Agathe")
    gone = User.objects.create_user(
        "parti@ville.example", "secret", first_name="Gaston", is_superuser=True, is_active=False
    )
    shown = text(clerk.get(f"{DESK}{vote.pk}/setup/"))
    assert str(clerk.user) in shown and str(officer) not in shown and str(gone) not in shown


def test_once_opened_nothing_of_it_changes(clerk, settings):
    settings.PARTICIPATION = {**settings.PARTICIPATION, "VOTES_ON_SQLITE": True}
    poll = open_ready(make_ready_poll())
    for screen in ("setup", "risk", "drop"):
        answer = clerk.post(f"{DESK}{poll.vote_id}/{screen}/", typed(clerk, minimum_age="12"), follow=True)
        assert "the rules of the poll change no more" in text(answer), screen
    assert Poll.objects.get().minimum_age == 16


def test_the_questionnaire_is_kept_with_its_version_who_and_when(clerk, vote):
    set_up(clerk, vote)
    url = f"{DESK}{vote.pk}/risk/"
    shown = text(clerk.get(url))
    assert VERSION in shown and "no statement of conformity" in shown and "checked" not in shown
    some = dict.fromkeys(list(QUESTIONS)[1:], "no")
    refused = clerk.post(url, some)
    assert refused.status_code == 422 and "Answer yes or no." in text(refused) and not Poll.objects.get().risk
    told = clerk.post(url, dict.fromkeys(QUESTIONS, "no") | {"large": "yes", "campaigns": "yes"}, follow=True)
    poll = Poll.objects.get()
    assert "Level 2" in text(told) and "Belenios" in text(told)
    assert (poll.risk["level"], poll.risk["version"], poll.risk["by"]) == (2, VERSION, str(clerk.user.pk))
    assert poll.risk["answers"]["large"] and poll.risk["at"]
    entry = JournalEntry.objects.first()
    assert (entry.act, entry.facts["yes"]) == ("risk-answered", ["campaigns", "large"])


def test_an_older_questionnaire_is_asked_again():
    assert is_current({"version": VERSION}) and not is_current({"version": "2010-371/1"}) and not is_current({})


def test_levels_rise_with_what_is_at_stake():
    none = dict.fromkeys(QUESTIONS, False)
    weak = [code for code, strong in QUESTIONS.items() if not strong]
    assert [level_of(none | dict.fromkeys(weak[:n], True)) for n in (0, 1, 2, 4, 5)] == [1, 1, 2, 2, 3]
    assert all(level_of(none | {code: True}) == 3 for code, strong in QUESTIONS.items() if strong)
    with pytest.raises(KeyError):
        level_of({})


def test_a_draft_without_a_roll_is_removed_one_with_a_roll_stays(clerk, vote):
    set_up(clerk, vote)
    url = f"{DESK}{vote.pk}/drop/"
    assert clerk.get(url).status_code == 200 and Poll.objects.exists()
    clerk.post(url)
    assert not Poll.objects.exists() and JournalEntry.objects.first().act == "poll-dropped"
    make_ready_poll(vote)
    assert "cannot be removed" in text(clerk.post(url, follow=True)) and Poll.objects.exists()


def test_a_form_that_was_read_before_the_opening_neither_shuts_the_box_nor_changes_who_reads(clerk, settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {"VOTES_ON_SQLITE": True}
    poll = make_ready_poll()
    read_before = Poll.objects.get(pk=poll.pk)
    opened = open_ready(poll)
    with pytest.raises(Frozen):
        keep_draft(read_before, [clerk.user], clerk.user)
    kept = Poll.objects.get(pk=poll.pk)
    assert kept.opened_at == opened.opened_at and kept.fingerprint == opened.fingerprint
    assert clerk.user not in kept.readers.all() and kept.readers.count() == 2


def test_a_form_leaves_alone_what_was_answered_while_it_was_read(clerk):
    poll = make_ready_poll()
    read_before = Poll.objects.get(pk=poll.pk)
    answer_risk(poll, dict.fromkeys(QUESTIONS, True), clerk.user, timezone.now())
    keep_draft(read_before, [clerk.user], clerk.user)
    assert Poll.objects.get(pk=poll.pk).risk["level"] == 3


def test_a_draft_set_up_twice_at_once_is_one_draft(clerk, vote):
    for level in (Poll.Access.EMAIL, Poll.Access.ROLL):
        keep_draft(Poll(vote=vote, access=level), [clerk.user], clerk.user)
    assert Poll.objects.get().access == "roll" and Poll.objects.get().readers.get() == clerk.user
    assert [entry.act for entry in JournalEntry.objects.order_by("pk")][-2:] == ["poll-made", "poll-changed"]
