"""Ballot modes, receipts, the order of options, the root: pure, and the same for web, desk, paper and import."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.ballots.rules import (
    Limits,
    Mode,
    Offer,
    digest_of,
    judge,
    left_to_choose,
    line_of,
    new_code,
    normal_code,
    order_for,
    root_of,
    shown_code,
)
from participation.ballots.rules.sheets import disputed, settled, unread


TOWN, NORTH, SOUTH = "town", "north", "south"
OFFERS = (
    Offer("1", 100, TOWN),
    Offer("2", 60, TOWN),
    Offer("3", 50, NORTH, "n"),
    Offer("4", 30, NORTH, "n"),
    Offer("5", 20, SOUTH, "s"),
)


def codes(mode, ballot, own=None):
    return [refusal.code for refusal in judge(mode, OFFERS, ballot, own)]


APPROVAL = Mode("approval", usual=Limits(least=1, most=2))


@pytest.mark.parametrize(
    ("mode", "ballot", "expected"),
    [
        (APPROVAL, ("1", "2"), []),
        (APPROVAL, (), []),
        (Mode("approval", blank=False), (), ["empty"]),
        (APPROVAL, ("9",), ["unknown-option"]),
        (APPROVAL, ("1", "1"), ["twice"]),
        (Mode("approval", usual=Limits(most=1)), ("1", "2"), ["too-many"]),
        (Mode("approval", usual=Limits(most=1)), ("1", "3", "5"), []),  # each envelope has its own limits
        (Mode("approval", usual=Limits(least=2)), ("1", "2", "5"), ["too-few"]),
        (Mode("choose-1"), ("1", "2"), ["too-many"]),
        (Mode("choose-1"), ("1", "3"), []),
        (Mode("approval", limits={TOWN: Limits(cents=150)}), ("1", "2"), ["over-budget"]),
        (Mode("approval", limits={TOWN: Limits(cents=160)}), ("1", "2"), []),
        (Mode("approval", limits={TOWN: Limits(cents=160, least_percent=50)}), ("2",), ["too-little"]),
        (Mode("cumulative", usual=Limits(points=5)), (("1", 3), ("2", 2)), []),
        (Mode("cumulative", usual=Limits(points=5)), (("1", 3), ("2", 3)), ["too-many-points"]),
        (Mode("cumulative", usual=Limits(points=9, points_each=4)), (("1", 5),), ["too-many-on-one"]),
        (Mode("scoring"), (("1", 0),), ["no-points"]),
        (Mode("scoring"), (("1", -3),), ["no-points"]),
        (Mode("scoring"), (("1", True),), ["no-points"]),
        (Mode("ordinal", usual=Limits(most=2)), ("2", "1"), []),
        (Mode("ordinal", usual=Limits(most=1)), ("2", "1"), ["too-many"]),
        (Mode("yes-no"), ("yes",), []),
        (Mode("yes-no"), ("maybe",), ["not-an-answer"]),
        (Mode("yes-no"), ("yes", "no"), ["not-an-answer"]),
        (Mode("mentions", mentions=("good", "bad")), (("1", "good"), ("2", "bad")), []),
        (Mode("mentions", mentions=("good", "bad")), (("1", "fine"),), ["unknown-mention"]),
    ],
)
def test_a_ballot_is_judged_by_its_mode(mode, ballot, expected):
    assert codes(mode, ballot) == expected


def test_districts():
    own, chosen = Mode("approval", "own"), Mode("approval", "chosen")
    assert codes(own, ("1", "3"), own="n") == []
    assert codes(own, ("1", "3"), own="s") == codes(own, ("3",)) == ["other-district"]
    assert codes(chosen, ("1", "3", "4")) == []
    assert codes(chosen, ("3", "5")) == ["several-districts"]
    assert codes(Mode("approval"), ("1", "3", "5")) == []


def test_which_envelope_is_still_to_be_voted_is_always_known():
    assert left_to_choose(Mode("approval"), OFFERS, ("1",)) == (NORTH, SOUTH)
    assert left_to_choose(Mode("approval", "own"), OFFERS, (), own="s") == (TOWN, SOUTH)
    assert left_to_choose(Mode("approval", "chosen"), OFFERS, ("5",)) == (TOWN,)
    assert left_to_choose(Mode("cumulative"), OFFERS, (("1", 2), ("3", 1), ("5", 1))) == ()
    assert left_to_choose(Mode("yes-no"), OFFERS, ("yes",)) == ()


def test_a_refusal_says_how_much():
    mode = Mode("approval", limits={TOWN: Limits(cents=150)})
    (refusal,) = judge(mode, OFFERS, ("1", "2"))
    assert (refusal.envelope, refusal.limit, refusal.found) == (TOWN, 150, 160)


ANYTHING = st.recursive(
    st.none() | st.integers() | st.text(max_size=4), lambda each: st.tuples(each, each), max_leaves=4
)


@given(st.sampled_from(["approval", "choose-1", "ordinal", "yes-no"]), st.lists(st.text(max_size=3), max_size=5))
def test_no_ballot_of_words_makes_the_judge_stumble(kind, ballot):
    assert all(refusal.code for refusal in judge(Mode(kind), OFFERS, tuple(ballot)))


@given(
    st.sampled_from(["cumulative", "scoring", "mentions"]),
    st.lists(st.tuples(st.text(max_size=2), ANYTHING), max_size=4),
)
def test_no_ballot_of_pairs_makes_the_judge_stumble(kind, ballot):
    assert all(refusal.code for refusal in judge(Mode(kind), OFFERS, tuple(ballot)))


@given(st.integers(0, 2**80 - 1))
def test_a_code_read_aloud_and_typed_again_is_the_same_code(number):
    code = new_code(number)
    typed = shown_code(code).lower().replace("0", "o").replace("1", "l").replace(" ", " - ")
    assert normal_code(typed) == code and len(code) == 16


def test_two_numbers_give_two_codes_and_no_number_too_large():
    assert new_code(0) == "0" * 16 and new_code(2**80 - 1) == "Z" * 16 and new_code(1) != new_code(2)
    with pytest.raises(ValueError):
        new_code(2**80)


@pytest.mark.parametrize("typed", ["", "ABCD", "é" * 16, "U" * 16, "A" * 17, "<script>alert(1)"])
def test_what_is_no_code_is_none(typed):
    assert normal_code(typed) == ""


def test_a_digest_hangs_on_the_box_the_code_and_the_word():
    found = {digest_of(box, code, word) for box in "ab" for code in ("X" * 16, "Y" * 16) for word in ("", "chat")}
    assert len(found) == 8
    assert digest_of("a", "X" * 16, " Chat  noir ") == digest_of("a", "X" * 16, "chat noir")


@given(st.lists(st.text(min_size=1), unique=True, max_size=8), st.text(), st.randoms())
def test_the_order_is_the_voter_s_and_stays_the_same(options, voter, dice):
    mixed = list(options)
    dice.shuffle(mixed)
    assert order_for(voter, mixed) == order_for(voter, options)
    assert sorted(order_for(voter, options)) == sorted(options)


def test_every_option_comes_first_for_about_as_many():
    first = [order_for(f"voter {n}", "abcd")[0] for n in range(4000)]
    assert all(900 < first.count(option) < 1100 for option in "abcd")


def naive_root(leaves):
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0].encode()).digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


@given(st.lists(st.text(max_size=5), max_size=40))
def test_the_root_is_the_one_of_the_rfc(leaves):
    assert root_of(leaves) == naive_root(leaves).hex()


@given(st.lists(st.text(max_size=5), min_size=1, max_size=20), st.data())
def test_removing_adding_or_altering_a_ballot_changes_the_root(leaves, data):
    at = data.draw(st.integers(0, len(leaves) - 1))
    without, more, other = list(leaves), list(leaves), list(leaves)
    del without[at]
    more.insert(at, leaves[at])
    other[at] += "!"
    assert root_of(leaves) not in {root_of(without), root_of(more), root_of(other)}


def test_a_line_has_one_spelling():
    line = line_of("online", ["2", "é"], "ab")
    assert line == '{"batch":null,"channel":"online","choices":["2","é"],"receipt":"ab"}'
    assert json.loads(line)["choices"] == ["2", "é"]


def test_sheets():
    one, two = ("valid", '["1"]'), ("valid", '["2"]')
    readings = {1: {1: one, 2: one}, 2: {1: one, 2: two}}
    assert disputed(2, readings) == [2] and settled(2, readings) is None and unread(3, readings, 1) == [3]
    readings[2][3] = two
    assert disputed(2, readings) == [] and settled(2, readings) == [one, two]
    assert settled(3, readings) is None
