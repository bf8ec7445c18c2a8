"""Every reason that a rule gives is a sentence, with the numbers of real winners and losers."""

import ast
from fractions import Fraction
from pathlib import Path

import pytest
from django.utils import translation
from engines import needs
from votes.test_corpus import DATA, EXPECTED, election
from votes.test_votes_on_one import CITIES, SCALE, TENNESSEE, answers

from participation.management.tally_table import REASONS
from participation.votes import rules
from participation.votes.rules import RULES, Option, count, ways
from participation.votes.rules.equal_shares import COMPLETIONS
from participation.votes.sentences import rule_sentences, why


def codes_in(path):
    """What a rule's file ever calls `code`, in a dict, an item or a variable."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            keys = (key.value if isinstance(key, ast.Constant) else None for key in node.keys)
            found += [value for key, value in zip(keys, node.values, strict=True) if key == "code"]
        elif isinstance(node, ast.Assign):
            target = ast.unparse(node.targets[0])
            found += [node.value] if target == "code" or target.endswith("['code']") else []
        elif isinstance(node, ast.FunctionDef) and node.name == "barred":
            found += [each.value for each in ast.walk(node) if isinstance(each, ast.DictComp)]
    words = (each.value for value in found for each in ast.walk(value) if isinstance(each, ast.Constant))
    return {word for word in words if word != "code"}


def every_code():
    return set().union(*(codes_in(path) for path in Path(rules.__file__).parent.glob("*.py") if path.stem != "rounds"))


def told(outcome):
    """Code to the sentences that options with it get."""
    found = {}
    for facts in outcome.explanations.values():
        found.setdefault(facts["code"], set()).add(why(facts))
    return found


def asked(yes, no, blank=0, **how):
    ballots = {ballot: number for ballot, number in answers(yes, no, blank).items() if number}
    return count("majority", [Option("bridge")], ballots, kind="yes-no", **how)


def judged(*ballots):
    ballots = [tuple(zip("ABC", ballot.split(), strict=False)) for ballot in ballots]
    return count("judgment", [Option(name) for name in "ABC"], ballots, kind="mentions", mentions=SCALE)


OPTIONS = [Option("a", 60_00), Option("b", 50_00), Option("c", 30_00), Option("d", 0), Option("e", 20_00)]
BALLOTS = [("a", "b", "d")] * 3 + [("b", "c")] * 2 + [("c",)]
CIRCLE = {("a", "b", "c"): 4, ("b", "c", "a"): 3, ("c", "a", "b"): 2}


def small_elections():
    """Enough of them for every code."""
    for rule in ("greedy", "greedy-stop", "greedy-per-cost"):
        yield count(rule, OPTIONS, BALLOTS, 70_00)
        yield count(rule, OPTIONS, BALLOTS, 70_00, minimum_score=4)
    for completion in COMPLETIONS:
        yield count("equal-shares", OPTIONS, BALLOTS, 100_00, completion=completion)
        yield count("equal-shares", OPTIONS[:2], [("a",), ("a",), ("b",)], 75_00, completion=completion)
    yield count("equal-shares", OPTIONS[:3], [(("a", 3), ("b", 1))] * 2, 80_00, kind="scoring", completion="greedy")
    for rule in ("borda", "schulze"):
        yield count(rule, CITIES, TENNESSEE, kind="ordinal")
        yield count(rule, [Option(name) for name in "abcd"], CIRCLE, kind="ordinal")
        yield count(rule, CITIES, [("Memphis", "Nashville"), ("Nashville", "Memphis")], kind="ordinal")
    yield judged("excellent fair poor", "good good poor", "good fair poor")
    yield judged("good good", "good good")
    yield asked(1, 2)
    yield asked(3, 2, 1)
    yield asked(1, 0, 0, registered=10, quorum=Fraction(1, 2))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_code_that_a_rule_can_give_is_a_sentence(language):
    found = set()
    with translation.override(language):
        for outcome in small_elections():
            for code, sentences in told(outcome).items():
                found.add(code)
                assert all(sentence.endswith(".") and "%(" not in sentence for sentence in sentences), code
                assert not any("None" in sentence for sentence in sentences), sentences
    assert found == every_code()


def test_the_table_of_the_command_has_words_for_what_a_file_can_give():
    """A `.pb` file holds neither mentions nor answers to a question."""
    of_others = codes_in(Path(rules.__file__).parent / "majority.py") | {"best-mention", "lower-mention"}
    assert every_code() - of_others == set(REASONS)


def english(outcome, option):
    with translation.override("en"):
        return why(outcome.explanations[option])


def test_borda_says_by_how_many_points():
    outcome = count("borda", CITIES, TENNESSEE, kind="ordinal")
    assert english(outcome, "Nashville") == "Chosen: 294 points, no other option has more."
    assert english(outcome, "Memphis") == "Not chosen: 226 points, rank 3, 68 points behind the option chosen."


def test_schulze_says_what_the_duel_or_the_chain_was():
    outcome = count("schulze", CITIES, TENNESSEE, kind="ordinal")
    assert english(outcome, "Nashville").endswith("no other option comes before it. It wins 3 duels.")
    assert english(outcome, "Memphis") == (
        "Not chosen, rank 4: 58 voters rank the option chosen above it, 42 the other way round."
    )
    circle = count("schulze", [Option(name) for name in "abc"], CIRCLE, kind="ordinal")
    assert circle.winners == ("a",)
    assert english(circle, "c") == (
        "Not chosen, rank 3: a chain of duels leads from the option chosen to this one, each won with 6 votes or more; "
        "no chain back is stronger than 5."
    )


def test_judgment_says_the_mention_that_most_voters_reach():
    outcome = judged("excellent fair poor", "good fair poor", "poor excellent poor")
    assert english(outcome, "A").startswith("Chosen: more than half of the voters give it “good” or better")
    assert english(outcome, "B") == (
        "Not chosen, rank 2: more than half of the voters give it “fair” or better. 1 gives it better, 0 worse."
    )
    assert english(outcome, "C") == "Not chosen: every voter gives it the worst mention, or none."


def test_majority_says_yes_no_blank_and_the_quorum():
    assert english(asked(5, 4, 100), "bridge") == "Adopted: 5 yes and 4 no; 100 blank."
    assert english(asked(4, 4), "bridge").startswith("Not adopted: 4 yes and 4 no; 0 blank.")
    missed = asked(30, 10, 9, registered=1_000, quorum=Fraction(1, 2))
    assert english(missed, "bridge") == (
        "Without effect: 49 people took part, and 500 of the 1,000 registered were needed. 30 yes, 10 no, 9 blank."
    )


def test_a_minimum_score_is_named():
    outcome = count("greedy", OPTIONS, BALLOTS, 200_00, minimum_score=5)
    assert english(outcome, "c") == "Not selected: 3 votes, fewer than the 5 that the rules ask for."


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_told_with_its_settings(rule):
    with translation.override("en"):
        for completion in RULES[rule].completions or ("",):
            plain = rule_sentences(rule, completion)
            assert plain and all(sentence.endswith(".") for sentence in plain)
            more = rule_sentences(rule, completion, minimum_score=1_000, quorum_percent=50)
            assert "What has fewer than 1,000 votes or points is not selected." in more
            assert any("at least 50% of the registered" in sentence for sentence in more) == (rule == "majority")


@needs("shared")
@pytest.mark.parametrize("name", sorted(EXPECTED) if DATA.is_dir() else ["none"])
def test_winners_and_losers_of_real_elections_are_told_apart(name):
    file = election(name)
    with translation.override("en"):
        for rule, completion in ways(file.kind):
            if "exhaustive" in completion:
                continue  # the same codes as after `add1`, and as long again
            how = {"kind": file.kind, "completion": completion or None}
            outcome = count(rule, file.options, file.profile(), file.budget, **how)
            for option, facts in outcome.explanations.items():
                sentence = why(facts, file.meta["currency"])
                assert sentence.startswith(("Selected", "Chosen")) == (option in outcome.winners), sentence
                assert sentence.endswith(".") and "%(" not in sentence
