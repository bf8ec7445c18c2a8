"""What is open now, which timelines are refused, what is warned of."""

from datetime import UTC, datetime, timedelta

import pytest
from factories import moment
from hypothesis import given
from hypothesis import strategies as st

from participation.phases.rules import (
    FACES,
    KINDS,
    Span,
    check_timeline,
    example,
    in_order,
    moved,
    remarks,
    shift,
    standing,
)


def span(kind, opens=None, closes=None):
    return Span(kind, opens and moment(opens), closes and moment(closes))


YEAR = (
    span("call", "2026-03-01 09:00", "2026-04-12 23:59"),
    span("admissibility", "2026-04-13 00:00", "2026-05-15 18:00"),
    span("study", "2026-05-10 00:00", "2026-08-28 18:00"),
    span("vote", "2026-10-01 08:00", "2026-10-18 23:59"),
    span("results", "2026-11-05 18:00", None),
)


@pytest.mark.parametrize(
    ("now", "face", "current", "coming"),
    [
        ("2026-02-28 12:00", "before", [], "call"),
        ("2026-03-01 08:59", "before", [], "call"),
        ("2026-03-01 09:00", "open", ["call"], "admissibility"),
        ("2026-04-12 23:58", "open", ["call"], "admissibility"),
        ("2026-04-12 23:59", "study", [], "admissibility"),  # closed at that very minute
        ("2026-05-12 12:00", "study", ["admissibility", "study"], "vote"),  # two beside each other
        ("2026-09-01 12:00", "study", [], "vote"),  # a gap: nothing is open, the vote comes next
        ("2026-10-18 23:58", "vote", ["vote"], "results"),
        ("2026-10-18 23:59", "study", [], "results"),
        ("2026-11-05 18:00", "results", ["results"], None),
        ("2030-01-01 00:00", "results", ["results"], None),  # results have no end
    ],
)
def test_a_year_of_the_budget(now, face, current, coming):
    found = standing(YEAR, moment(now))
    assert found.face == face
    assert [each.kind for each in found.current] == current
    assert (found.coming and found.coming.kind) == coming


def test_a_phase_shown_until_2359_in_paris_ends_then_for_readers_everywhere():
    vote = span("vote", "2026-10-01 08:00", "2026-10-18 23:59")
    assert vote.is_open(datetime(2026, 10, 18, 21, 58, 59, 999999, tzinfo=UTC))
    assert not vote.is_open(datetime(2026, 10, 18, 21, 59, tzinfo=UTC))


def test_a_vote_that_ends_in_the_night_of_winter_time_ends_once():
    """On 25 October 2026 at 3:00 clocks go back to 2:00; 3:30 comes once, an hour and a half after 2:00+02:00."""
    vote = span("vote", "2026-10-20 08:00", "2026-10-25 03:30")
    assert vote.is_open(datetime(2026, 10, 25, 2, 29, tzinfo=UTC))
    assert not vote.is_open(datetime(2026, 10, 25, 2, 30, tzinfo=UTC))


@pytest.mark.parametrize("kind", ["call", "vote"])
def test_a_call_or_vote_without_both_dates_never_opens(kind):
    now = moment("2026-03-02 00:00")
    assert not span(kind, "2026-03-01 00:00", None).is_open(now)
    assert not span(kind, None, "2026-03-03 00:00").is_open(now)


def test_an_archived_process_has_nothing_open_and_nothing_to_come():
    found = standing(YEAR, moment("2026-10-10 12:00"), archived=True)
    assert (found.face, found.current, found.coming) == ("closed", (), None)


def test_a_call_without_a_date_is_not_waited_for():
    spans = (span("call"), span("study", "2026-05-01 00:00", "2026-06-01 00:00"), span("vote"))
    assert standing(spans, moment("2026-05-02 00:00")).face == "study"


def test_no_phase_at_all_is_before_everything():
    assert standing((), moment("2026-01-01 00:00")).face == "before"


@pytest.mark.parametrize(
    ("spans", "codes"),
    [
        (YEAR, []),
        ((span("call", "2026-04-12 10:00", "2026-04-12 10:00"),), ["ends-before-it-begins"]),
        ((span("call", "2026-04-12 10:00", "2026-04-12 09:59"),), ["ends-before-it-begins"]),
        ((span("call"), span("call")), ["twice"]),
        (
            (
                span("call", "2026-03-01 00:00", "2026-04-12 23:59"),
                span("vote", "2026-04-12 23:58", "2026-05-01 00:00"),
            ),
            ["call-and-vote-overlap"],
        ),
        (
            (
                span("call", "2026-03-01 00:00", "2026-04-12 23:59"),
                span("vote", "2026-04-12 23:59", "2026-05-01 00:00"),
            ),
            [],
        ),
        (
            (span("call", "2026-03-01 00:00", None), span("vote", "2027-04-12 23:58", "2027-05-01 00:00")),
            ["call-and-vote-overlap"],
        ),
        (
            (span("vote", "2026-03-01 00:00", "2026-04-01 00:00"), span("results", "2026-03-31 23:59")),
            ["results-before-the-vote-ends"],
        ),
        ((span("admissibility", "2026-03-01 00:00", "2026-05-01 00:00"), *YEAR[2:4]), []),
    ],
)
def test_refused_timelines(spans, codes):
    assert [refusal.code for refusal in check_timeline(spans)] == codes


def test_past_and_missing_dates_are_pointed_out():
    spans = (span("call", "2026-03-01 00:00", "2026-04-01 00:00"), span("vote", "2026-10-01 00:00"), span("results"))
    found = [(each.code, each.span.kind) for each in remarks(spans, moment("2026-06-01 00:00"))]
    assert found == [
        ("is-over", "call"),
        ("no-closing", "vote"),
        ("no-opening", "results"),
        ("no-closing", "results"),
    ]
    assert [each.code for each in remarks((), moment("2026-06-01 00:00"))] == ["no-phases"]


def test_only_phases_under_way_count_as_moved():
    before = YEAR
    later = tuple(
        Span(each.kind, each.opens, each.closes and each.closes + timedelta(days=1), each.name) for each in before
    )
    assert [old.kind for old, _new in moved(before, later, moment("2026-10-05 00:00"))] == ["vote"]
    assert [(old.kind, new) for old, new in moved(before, (), moment("2026-10-05 00:00"))] == [("vote", None)]
    assert moved(before, before, moment("2026-10-05 00:00")) == ()


def test_a_shift_keeps_the_hour_on_the_clock_across_summer_time():
    from zoneinfo import ZoneInfo

    paris = ZoneInfo("Europe/Paris")
    assert shift(moment("2026-10-18 23:59"), 14, paris) == moment("2026-11-01 23:59")
    assert shift(None, 14, paris) is None


@pytest.mark.parametrize("face", ["before", "open", "study", "vote", "results"])
@pytest.mark.parametrize("spans", [(), YEAR, YEAR[:1], YEAR[3:], (span("results"),)])
def test_an_example_shows_the_face_that_was_asked_for(face, spans):
    assert example(spans, face, moment("2026-06-01 12:00")).face == face


moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1), timezones=st.just(UTC))
spans_of = st.lists(
    st.builds(Span, st.sampled_from(KINDS), st.none() | moments, st.none() | moments),
    max_size=6,
    unique_by=lambda s: s.kind,
)


@given(spans_of, moments)
def test_open_means_begun_and_not_over(spans, now):
    found = standing(tuple(spans), now)
    assert found.face in FACES
    assert set(found.spans) == set(spans)
    for each in spans:
        begun = each.opens is not None and each.opens <= now
        assert each.is_open(now) == (each in found.current)
        assert not each.is_open(now) or (begun and not each.is_over(now))
    if found.coming:
        assert all(each.opens is None or each.opens <= now or found.coming.opens <= each.opens for each in spans)


@given(spans_of, moments)
def test_an_accepted_timeline_never_has_call_and_vote_open_together(spans, now):
    if not check_timeline(tuple(spans)):
        assert not {"call", "vote"} <= {each.kind for each in standing(tuple(spans), now).current}


@given(spans_of)
def test_order_keeps_every_span(spans):
    assert sorted(map(repr, in_order(spans))) == sorted(map(repr, spans))
