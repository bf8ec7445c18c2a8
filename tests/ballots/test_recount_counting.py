"""The published program counts as the product does: random elections of every kind, and real ones. No database."""

import hashlib
import random
import runpy
from collections import Counter
from fractions import Fraction

import pytest
from ballots.sealed import SCALE
from engines import find, needs
from hypothesis import given
from hypothesis import strategies as st

from participation.ballots.exports import SCRIPT
from participation.ballots.rules import root_of
from participation.ballots.rules.merkle import leaf_of
from participation.votes.rules import KINDS, Option, count, pabulib, ways


PROGRAM = runpy.run_path(str(SCRIPT))
ROOT = hashlib.sha256(b"a root").hexdigest()
ANSWERS = [("yes",), ("no",), ("blank",)]


def recounted(kind, rule, completion, costs, ballots, budget, **terms):
    """The winners by the published program, for one envelope."""
    told = {"question": "", "ballot": kind, "rule": rule, "completion": completion, "mentions": SCALE}
    told |= {"minimum_score": None, "registered": None, "quorum_percent": None, "envelopes": [[7, budget, 2026]]}
    told["options"] = [[code, code, cost, None, 7] for code, cost in costs.items()]
    vote = PROGRAM["Vote"]({"terms": told | terms, "poll": {"limits": {}}, "envelopes": [{"id": 7, "district": None}]})
    return PROGRAM["RULES"][rule](PROGRAM["Election"](vote, 7, Counter(ballots), ROOT))


def counted(kind, rule, completion, costs, ballots, budget, *, quorum_percent=None, **terms):
    """The winners by the product."""
    options = [Option(code, cost) for code, cost in costs.items()]
    quorum = None if quorum_percent is None else Fraction(quorum_percent, 100)
    how = {"kind": kind, "completion": completion or None, "ties": f"draw:{ROOT}", "mentions": SCALE, "quorum": quorum}
    return list(count(rule, options, ballots, budget, **how, **terms).winners)


def random_ballot(dice, kind, options):
    if kind == "yes-no":
        return dice.choice(ANSWERS)
    chosen = dice.sample(options, dice.randint(0, 1 if kind == "choose-1" else len(options)))
    if kind == "mentions":
        return tuple((option, dice.choice(SCALE)) for option in chosen)
    return tuple((option, dice.randint(1, 4)) for option in chosen) if kind in ("cumulative", "scoring") else (*chosen,)


def differences(number):
    """Where the two part on one random election: every rule and completion that fits its ballots."""
    dice = random.Random(number)
    kind = sorted(KINDS)[number % len(KINDS)]
    options = ["q"] if kind == "yes-no" else [f"o{place}" for place in range(dice.randint(1, 7))]
    costs = {option: dice.randint(0, 12) * dice.choice((50, 100)) for option in options}
    pool = [random_ballot(dice, kind, options) for _ in range(dice.randint(1, 6))]
    ballots = [dice.choice(pool) for _ in range(dice.randint(1, 9))]
    terms = {"minimum_score": dice.choice((None, None, 1, 3)), "registered": dice.choice((None, 9, 20))}
    terms["quorum_percent"] = dice.choice((None, 30, 50)) if terms["registered"] else None
    for rule, completion in ways(kind):
        election = (kind, rule, completion, costs, ballots, dice.randint(1, 25) * 100)
        if (mine := recounted(*election, **terms)) != (theirs := counted(*election, **terms)):
            yield rule, completion, mine, theirs


def test_350_random_elections_are_counted_alike_by_every_rule():
    assert {number: wrong for number in range(350) if (wrong := list(differences(number)))} == {}


def test_a_share_that_rises_by_hundreds_of_steps_is_found_alike():
    dice, costs = random.Random(5), {f"o{n}": (n + 3) * 90_00 for n in range(9)}
    ballots = [random_ballot(dice, "approval", list(costs)[:4]) for _ in range(8)] + [("o8",), ("o7", "o6"), ("o5",)]
    for completion in ("add1", "add1-exhaustive", "add1-exhaustive+greedy"):
        for budget in (1_200_00, 3_200_00, sum(costs.values())):
            election = ("approval", "equal-shares", completion, costs, ballots, budget)
            assert recounted(*election) == counted(*election), election


@given(st.lists(st.text(max_size=5), max_size=40))
def test_the_root_is_the_one_that_sealing_works_out(lines):
    assert PROGRAM["root_of"]([leaf_of(line) for line in lines]) == root_of(lines)


RAISED = [
    "Netherlands_Assen_2024",
    "Poland_Krakow_2020_Czyzyny",
    "Poland_Wieliczka_2023_Green_Budget",
    "Switzerland_Zurich_S5R",
    "US_Stanford_Dataset_PB_Chicago_39th_Ward_2021_vote_rankings",
    "Worldwide_Mechanical_Turk_Utilities_8",
]


@needs("shared")
@pytest.mark.parametrize(("rule", "completion"), [("greedy", ""), ("equal-shares", "none"), ("equal-shares", "add1")])
def test_real_elections_are_counted_alike(rule, completion):
    files = sorted((find("shared") / "data" / "pb").glob("*.pb*"))
    files = [path for path in files if completion != "add1" or path.name.split(".")[0] in RAISED]
    assert len(files) >= len(RAISED)
    for path in files:
        file = pabulib.read(path)
        costs = {option.id: option.cost for option in file.options}
        election = (file.kind, rule, completion, costs, list(file.ballots()), file.budget)
        assert recounted(*election) == counted(*election), path.name
