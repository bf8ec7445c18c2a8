"""240 small elections of equal costs: our committee is one of all the tied ones that abcvoting found."""

import gzip
import json

import pytest
from votes.test_corpus import DATA

from participation.votes.rules import Option, count


pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared")
RULES = {
    "av": ("greedy", None),
    "equal-shares": ("equal-shares", "none"),
    "equal-shares-with-av-completion": ("equal-shares", "greedy"),
}


def elections():
    with gzip.open(DATA / "abcvoting_unit_cost_1.jsonl.gz", "rt") as lines:
        yield from map(json.loads, lines)


@pytest.mark.parametrize("name", RULES)
def test_our_committee_is_among_the_tied_ones(name):
    rule, completion = RULES[name]
    compared = 0
    for election in elections():
        (found,) = [each for each in election["results"] if each["rule"] == name and not each["resolute"]]
        options = [Option(str(place), 1) for place in range(election["num_cand"])]
        ballots = [tuple(map(str, ballot)) for ballot in election["profile"]]
        outcome = count(rule, options, ballots, election["committeesize"], completion=completion)
        committees = [set(map(str, committee)) for committee in found["winning_committees"]]
        # abcvoting fills its committees: with unsupported options, and under the bare rule by Phragmén.
        supported = {option for ballot in ballots for option in ballot}
        ours = set(outcome.winners)
        filling = [committee - ours for committee in committees if committee >= ours]
        assert any(not added & supported or completion == "none" for added in filling), election["file"]
        compared += 1
    assert compared == 240
