"""The door: what it refuses, what an Outcome says, and that it says it in the same bytes everywhere."""

import json
from fractions import Fraction
from hashlib import sha256

import pytest

from participation.votes.rules import (
    KINDS,
    RULES,
    CountError,
    Option,
    Profile,
    Rule,
    Selection,
    count,
    fitting,
)


OPTIONS = [Option("é1", 30_00, "Nord"), Option("b2", 20_00), Option("c3", 40_00)]


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("unknown-rule", {"rule": "coin"}),
        ("wrong-kind", {"rule": "schulze"}),
        ("unknown-completion", {"rule": "equal-shares", "completion": "add2"}),
        ("unknown-completion", {"completion": "none"}),
        ("unknown-option", {"ballots": [("x",)]}),
        ("repeated-option", {"ballots": [("b2", "b2")]}),
        ("too-many-options", {"ballots": [("b2", "c3")], "kind": "choose-1"}),
        ("bad-points", {"ballots": [(("b2", -1),)], "kind": "cumulative"}),
        ("bad-answer", {"rule": "majority", "ballots": [("maybe",)], "kind": "yes-no"}),
        ("bad-weight", {"ballots": {("b2",): 0}}),
        ("bad-cost", {"options": [Option("b2", -1)]}),
        ("duplicate-option", {"options": OPTIONS + OPTIONS}),
        ("bad-budget", {"budget": -1}),
        ("bad-scale", {"rule": "judgment", "kind": "mentions", "ballots": []}),
        ("other-kind", {"ballots": Profile("ordinal", {})}),
    ],
)
def test_what_cannot_be_counted_is_refused(code, how):
    how = {"rule": "greedy", "options": OPTIONS, "ballots": [("b2",)], "budget": 10_00} | how
    with pytest.raises(CountError) as refused:
        count(how.pop("rule"), how.pop("options"), how.pop("ballots"), how.pop("budget"), **how)
    assert refused.value.code == code
    assert isinstance(refused.value, ValueError)


def test_every_kind_has_a_rule_and_hosts_may_add_theirs(monkeypatch):
    assert all(fitting(kind) for kind in KINDS)
    first = Rule(lambda election: Selection(tuple(election.options)[:1], dict.fromkeys(election.options, {})), KINDS)
    monkeypatch.setitem(RULES, "first", first)
    assert count("first", OPTIONS, []).winners == ("é1",)


def test_an_outcome_is_json():
    outcome = count("equal-shares", OPTIONS, [("é1", "b2"), ("b2",)], 100_00, completion="add1+greedy")
    again = json.loads(json.dumps(outcome.as_json()))
    assert again == outcome.as_json()
    assert (again["rule"], again["completion"], again["version"]) == ("equal-shares", "add1+greedy", "1")
    assert (again["budget"], again["cost"]) == (100_00, outcome.cost)


def test_the_digest_is_that_of_the_canonical_text():
    outcome = count("greedy", OPTIONS, [("é1", "b2"), ("b2", "é1"), ()], 100_00)
    text = (
        '{"budget":10000,"kind":"approval","options":[["b2",2000,null],["c3",4000,null],["é1",3000,"Nord"]]}\n'
        '[["b2","é1"],2]\n'
        "[[],1]"
    )
    assert outcome.input_digest == sha256(text.encode()).hexdigest()


def test_a_file_and_its_ballots_one_by_one_have_the_same_digest():
    points = [(("b2", 3), ("é1", 0)), (("b2", 3),)]
    merged = Profile("cumulative", {(("b2", 3),): 2})
    digests = {count("greedy", OPTIONS, ballots, 1, kind="cumulative").input_digest for ballots in (points, merged)}
    assert len(digests) == 1


def election(kind):
    """Sixty voters who differ, without a random generator whose numbers could change."""
    ballots = []
    for voter in range(60):
        ids = [f"p{(voter * step + 3 * step) % 11}" for step in (1, 4, 6, 9)]
        distinct = tuple(dict.fromkeys(ids))
        ballots.append(tuple((option, 1 + voter % 3) for option in distinct) if kind == "scoring" else distinct)
    return [Option(f"p{place}", 700 + 311 * place % 1300) for place in range(11)], ballots


@pytest.mark.parametrize(
    ("rule", "completion", "kind", "digest"),
    [
        ("greedy", None, "approval", "bdabefa384ff0146"),
        ("equal-shares", "add1+greedy", "scoring", "95a851b7e6a310c0"),
        ("equal-shares", "add1-exhaustive", "ordinal", "ad82055499984e73"),
        ("schulze", None, "ordinal", "962619077d9ff1d4"),
    ],
)
def test_the_same_bytes_on_every_python(rule, completion, kind, digest):
    options, ballots = election(kind)
    outcome = count(rule, options, ballots, 5000, kind=kind, completion=completion, quorum=Fraction(1, 2), unit=1)
    assert sha256(json.dumps(outcome.as_json()).encode()).hexdigest()[:16] == digest
