import subprocess
from hashlib import sha256

import pytest

from participation.votes.rules import CountError, Option, count


OPTIONS = [Option("dear", 30_00), Option("cheap", 20_00), Option("twin", 20_00)]
BALLOTS = [("dear", "cheap", "twin")]


def winner(ties, ballots=BALLOTS, **how):
    return count("greedy", OPTIONS, ballots, 30_00, ties=ties, **how).winners[0]


def lowest(seed, ids):
    return min(ids, key=lambda option: sha256((seed + option).encode()).hexdigest())


def test_the_draw_is_the_lowest_hash_of_seed_and_id():
    for seed in ("a1b2", "x", "2026"):
        assert winner(f"draw:{seed}") == lowest(seed, ["dear", "cheap", "twin"])


def test_anybody_can_repeat_the_draw_with_sha256sum():
    shell = "for id in dear cheap twin; do echo $(printf '%s%s' s33d $id | sha256sum) $id; done | sort"
    lines = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True).stdout
    assert lines.split()[2] == winner("draw:s33d")


def test_without_a_seed_the_draw_starts_from_the_input():
    outcome = count("greedy", OPTIONS, BALLOTS, 30_00)
    assert outcome.ties[0]["seed"] == outcome.input_digest
    assert outcome.winners[0] == lowest(outcome.input_digest, ["dear", "cheap", "twin"])


def test_the_draw_decides_what_a_criterion_leaves_open():
    outcome = count("greedy", OPTIONS, BALLOTS, 30_00, ties="cheaper,draw:7")
    assert outcome.winners[0] == lowest("7", ["cheap", "twin"])
    assert outcome.ties[0]["decided_by"] == "draw"


def test_more_voters_goes_before_fewer():
    points = [(("dear", 4), ("cheap", 2)), (("cheap", 2),)]
    assert winner("more-voters", points, kind="scoring") == "cheap"


def test_file_order_is_the_order_of_the_options_given():
    assert winner("file-order") == "dear"


def test_the_age_of_an_id_means_nothing():
    won = {
        count("greedy", [Option(f"{n}", 1) for n in range(10)], [tuple("0123456789")], 1, ties=f"draw:{seed}").winners[
            0
        ]
        for seed in range(200)
    }
    assert won == set("0123456789")


@pytest.mark.parametrize("ties", ["", "draw:", "oldest", "cheaper,oldest", "draw,draw:1"])
def test_an_unknown_rule_for_ties_is_refused(ties):
    with pytest.raises(CountError) as refused:
        count("greedy", OPTIONS, BALLOTS, 30_00, ties=ties)
    assert refused.value.code == "unknown-ties"
