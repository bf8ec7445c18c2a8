"""Every promise names the tests that hold it, every test it names exists, and every act of staff is written down."""

import ast
import re

import pytest
from house.plan import EXTENSION, ROOT, lines, name, tree


TESTS = ROOT / "tests"
PROMISES = [line.split("|")[1:4] for line in lines(TESTS / "promises.md") if re.match(r"\| P\d+ ", line)]
ASKED = {f"P{number}" for number in (*range(1, 11), 19, 20, 21, 23, 24)}
ACTIONS = sorted((EXTENSION / "ballots" / "actions").glob("*.py"))
# A file between its dry run and its import; a reading of a sheet, which is itself a row written once and signed.
UNTOLD = {"keep_upload", "read_sheet"}


def test_every_promise_of_a_vote_is_in_the_table():
    assert {key.strip() for key, _words, _tests in PROMISES} == ASKED


@pytest.mark.parametrize(("key", "tests"), [(key.strip(), tests) for key, _words, tests in PROMISES])
def test_every_test_that_a_promise_names_exists(key, tests):
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", tests)
    assert named, f"{key} names no test"
    for file, test in named:
        found = {node.name for node in ast.walk(tree(TESTS / file)) if isinstance(node, ast.FunctionDef)}
        assert test in found, f"{key}: {file} has no {test}"


def called(function, others):
    """The names that a function calls, by itself or by another function of its module."""
    found, waiting = set(), [function]
    while waiting:
        calls = [node.func for node in ast.walk(waiting.pop()) if isinstance(node, ast.Call)]
        fresh = {each.id for each in calls if isinstance(each, ast.Name)} - found
        found |= fresh
        waiting += [others[each] for each in fresh & others.keys()]
    return found


@pytest.mark.parametrize("path", ACTIONS, ids=name)
def test_every_act_of_staff_on_a_poll_is_written_down(path):
    """An action that is told who acts calls `record`, or another action that does."""
    functions = {node.name: node for node in tree(path).body if isinstance(node, ast.FunctionDef)}
    acts = [
        each
        for each in functions.values()
        if not each.name.startswith("_") and "by" in {arg.arg for arg in (*each.args.args, *each.args.kwonlyargs)}
    ]
    untold = {
        each.name for each in acts if not called(each, functions) & {"record", "close", "end_duty", "import_roll"}
    }
    assert untold <= UNTOLD
