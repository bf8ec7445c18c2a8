"""Anyone recounts: every rule says EQUAL in a Python of its own, and whatever is changed afterwards is named."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ballots.sealed import APPROVALS, MENTIONS, POINTS, RANKINGS, SCALE, held, write
from django.core.management import CommandError, call_command
from django.utils import translation

from participation.ballots.exports import SCRIPT
from participation.votes.rules.fingerprint import fingerprint


pytestmark = pytest.mark.django_db
# What was held: ballots online, and how. A word after the rule is its completion.
WITH_RULES = {
    **{
        rule: (APPROVALS, {"vote": dict(zip(("rule", "completion"), rule.split(), strict=False))})
        for rule in (
            "greedy",
            "greedy-stop",
            "greedy-per-cost",
            "equal-shares",
            *(f"equal-shares {word}" for word in ("none", "greedy", "add1", "add1+greedy")),
            *(f"equal-shares {word}" for word in ("add1-exhaustive", "add1-exhaustive+greedy")),
        )
    },
    "points": (POINTS, {"vote": {"rule": "equal-shares", "completion": "add1", "ballot_kind": "cumulative"}}),
    "points each": (POINTS, {"vote": {"ballot_kind": "scoring", "minimum_score": 22}}),
    "one choice": ([["1"]] * 5 + [["3"]] * 5 + [[]], {"vote": {"ballot_kind": "choose-1"}}),
    "shares of rankings": (RANKINGS, {"vote": {"rule": "equal-shares", "ballot_kind": "ordinal"}}),
    "borda": (RANKINGS, {"vote": {"rule": "borda", "ballot_kind": "ordinal"}}),
    "schulze": (RANKINGS, {"vote": {"rule": "schulze", "ballot_kind": "ordinal"}}),
    "judgment": (
        MENTIONS,
        {"costs": (0, 0, 0), "vote": {"rule": "judgment", "ballot_kind": "mentions", "mentions": SCALE}},
    ),
    "majority": (
        [["yes"]] * 9 + [["no"]] * 4 + [["blank"]],
        {
            "costs": (0,),
            "vote": {"rule": "majority", "ballot_kind": "yes-no", "registered": 20, "quorum_percent": 60},
        },
    ),
    "knapsack": (APPROVALS, {"limits": {"knapsack": True, "usual": {"least": 1, "least_percent": 10}}}),
    "envelopes": (
        [["1", "3"]] * 6 + [["2", "3"]] * 5 + [["4"]] * 3,
        {
            "scope": "own",
            "envelopes": {"Nord": (12_000_00, ["1"]), "Sud": (7_000_00, ["2"])},
            "limits": {"usual": {"most": 2}},
        },
    ),
    "a tie": ([["1"], ["2"], ["3"], ["4"]] * 5, {"costs": (10_000_00,) * 4}),
    "on paper too": (APPROVALS, {"paper": [["1"]] * 15 + [["4", "1"]] * 5 + [[], None]}),
    "nobody": ([], {}),
}


def recount(folder, python=sys.executable):
    """What the program says in a Python that knows nothing of this project, and how it ends."""
    done = subprocess.run(
        [python, "-I", SCRIPT, folder], cwd="/", env={"PYTHONUTF8": "1"}, capture_output=True, text=True
    )
    assert not done.stderr, done.stderr
    return done.stdout.strip().split("\n"), done.returncode


@pytest.mark.parametrize("name", WITH_RULES)
def test_every_rule_is_recounted_equal(name, tmp_path):
    online, how = WITH_RULES[name]
    poll = held(online, **how)
    said, code = recount(write(poll, tmp_path))
    assert (said[0], code) == ("EQUAL", 0), said
    counts = sorted(poll.vote.results.get().counts, key=lambda count: count["envelope"])
    winners = [winner for count in counts for winner in count["outcome"]["winners"]]
    assert [json.loads(line.split(" ")[0]) for line in said[3:]] == winners
    assert winners or name == "nobody"
    assert poll.root in said[1] and poll.fingerprint in said[2], "what one compares with the minutes"


def older_and_newer():
    """Other Pythons beside this one, from 3.9 on."""
    found = Path(sys.base_prefix).parent.glob("3.*/bin/python3")
    return [path for path in sorted(found) if int(path.parts[-3].split(".")[1]) >= 9]


@pytest.mark.parametrize("python", older_and_newer(), ids=lambda path: path.parts[-3])
def test_it_runs_on_every_python_from_3_9_on(python, tmp_path):
    poll = held(RANKINGS, vote={"rule": "equal-shares", "completion": "add1+greedy", "ballot_kind": "ordinal"})
    assert recount(write(poll, tmp_path), python)[1] == 0


def test_the_program_is_short_and_needs_nothing_but_python():
    text = SCRIPT.read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 9))
    assert len(text.splitlines()) <= 300
    nodes = list(ast.walk(tree))
    asked = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    asked |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in asked} <= sys.stdlib_module_names
    assert not asked & {"socket", "urllib", "subprocess", "os"}


def swap(folder, name, old, new, times=1):
    """Change a file."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old} is not in {name}"
    path.write_text(text.replace(old, new, times), encoding="utf-8")


def in_lines(change):
    """A change of the list of ballots, as a function of its lines."""

    def tamper(folder):
        path = folder / "ballots.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("".join(f"{line}\n" for line in change(lines)), encoding="utf-8")

    return tamper


def receipts(change):
    """The same for the receipts."""

    def tamper(folder):
        path = folder / "receipts.txt"
        path.write_text("".join(f"{line}\n" for line in change(path.read_text().split())))

    return tamper


def in_json(name, change):
    """A change of what a JSON file says."""

    def tamper(folder):
        told = json.loads((folder / name).read_text(encoding="utf-8"))
        change(told)
        (folder / name).write_text(json.dumps(told), encoding="utf-8")

    return tamper


def first_outcome(**values):
    return in_json("tally.json", lambda told: told["envelopes"][0]["outcome"].update(values))


def option(place, value):
    """A change of one column of the first option: 1 title, 2 cost."""
    return in_json("vote.json", lambda told: told["terms"]["options"][0].__setitem__(place, value))


FORGED = '{"batch":null,"channel":"online","choices":["1"],"receipt":"' + "0" * 64 + '"}'
# What somebody does to the folder, and the file or files that the program must name.
TAMPERED = {
    "a ballot says something else": (
        in_lines(lambda lines: [re.sub(r'"choices":\[.*?\]', '"choices":["4","1"]', lines[0]), *lines[1:]]),
        ["root.txt"],
    ),
    "two options are exchanged in every ballot": (
        in_lines(lambda lines: [line.translate(str.maketrans("12", "21")) for line in lines]),
        ["root.txt", "ballots.jsonl", "receipts.txt"],
    ),
    "a ballot is gone": (in_lines(lambda lines: lines[1:]), ["root.txt", "receipts.txt", "vote.json"]),
    "the last ballot is gone": (in_lines(lambda lines: lines[:-1]), ["root.txt", "vote.json"]),
    "a ballot is added": (in_lines(lambda lines: [FORGED, *lines]), ["root.txt", "receipts.txt", "vote.json"]),
    "a ballot is there twice": (
        in_lines(lambda lines: [lines[0], *lines]),
        ["root.txt", "ballots.jsonl: line 2", "receipts.txt", "vote.json"],
    ),
    "an option is voted for that is not on offer": (
        in_lines(lambda lines: [line.replace('["1"]', '["9"]') for line in lines]),
        ["root.txt", 'ballots.jsonl: the rules of the vote forbid ["9"]'],
    ),
    "two ballots change places": (
        in_lines(lambda lines: [lines[1], lines[0], *lines[2:]]),
        ["root.txt", "ballots.jsonl: line 2", "receipts.txt"],
    ),
    "a ballot is written in another way": (
        in_lines(lambda lines: [lines[0].replace(":", ": ", 1), *lines[1:]]),
        ["root.txt", "ballots.jsonl: line 1"],
    ),
    "online becomes paper": (
        in_lines(lambda lines: [lines[0].replace("online", "paper"), *lines[1:]]),
        ["root.txt", "ballots.jsonl: line 1", "receipts.txt", "vote.json"],
    ),
    "ballots came by a way that nobody has heard of": (
        in_lines(lambda lines: [*lines, *[lines[-1].replace("paper", "phone")] * 3]),
        ["root.txt", "vote.json: its numbers"],
    ),
    "a receipt is another": (receipts(lambda found: ["0" * 64, *found[1:]]), ["receipts.txt"]),
    "a receipt is gone": (receipts(lambda found: found[:-1]), ["receipts.txt"]),
    "the root is another": (lambda folder: (folder / "root.txt").write_text("ab" * 32 + "\n"), ["root.txt"]),
    "the winners are others": (first_outcome(winners=["4"]), ["tally.json"]),
    "the winners come in another order": (
        lambda folder: in_json("tally.json", lambda told: told["envelopes"][0]["outcome"]["winners"].reverse())(folder),
        ["tally.json"],
    ),
    "the winners cost more": (first_outcome(cost=1), ["tally.json"]),
    "the envelope was larger": (first_outcome(budget=99), ["tally.json"]),
    "an option has more votes": (
        in_json("tally.json", lambda told: told["envelopes"][0]["outcome"]["explanations"]["1"].update(score=99)),
        ["tally.json"],
    ),
    "an envelope is not counted": (in_json("tally.json", lambda told: told["envelopes"].clear()), ["tally.json"]),
    "an option costs less": (option(2, 1), ["vote.json"]),
    "an option has another title": (option(1, "Autre chose"), ["vote.json"]),
    "the money is more": (
        in_json("vote.json", lambda told: told["terms"]["envelopes"][0].__setitem__(1, 99_000_00)),
        ["vote.json", "tally.json"],
    ),
    "the rule is another": (in_json("vote.json", lambda told: told["terms"].update(rule="greedy-stop")), ["vote.json"]),
    "the draw has another seed": (in_json("vote.json", lambda told: told.update(ties="draw:1")), ["vote.json"]),
    "the limits were narrower": (
        in_json("vote.json", lambda told: told["poll"]["limits"].update(usual={"most": 1})),
        ["vote.json", "ballots.jsonl"],
    ),
    "blank ballots were forbidden": (
        in_json("vote.json", lambda told: told["poll"].update(blank=False)),
        ["vote.json", "ballots.jsonl"],
    ),
    "the limits were wider": (
        in_json("vote.json", lambda told: told["poll"]["limits"].update(usual={"most": 9})),
        ["vote.json"],
    ),
    "younger people could vote": (in_json("vote.json", lambda told: told["poll"].update(minimum_age=6)), ["vote.json"]),
    "the poll is that of another list": (
        in_json("vote.json", lambda told: told["poll"].update(vote="ab" * 32)),
        ["vote.json"],
    ),
    "more had voted": (in_json("vote.json", lambda told: told["marks"].update(online=99)), ["vote.json"]),
    "a file is gone": (lambda folder: (folder / "tally.json").unlink(), ["The folder cannot be read"]),
    "a file is no JSON": (lambda folder: swap(folder, "vote.json", "{", "["), ["The folder cannot be read"]),
    "a line is no JSON": (in_lines(lambda lines: ["", *lines]), ["The folder cannot be read"]),
    "an envelope is invented": (
        in_json("tally.json", lambda told: told["envelopes"].append(dict(told["envelopes"][0], envelope=9_999))),
        ["The folder cannot be read: KeyError(9999)"],
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_is_changed_is_named(what, tmp_path):
    tamper, named = TAMPERED[what]
    folder = write(held(APPROVALS, [["1"]] * 2), tmp_path)
    tamper(folder)
    said, code = recount(folder)
    assert code == 1 and "EQUAL" not in said
    assert [each for each in named if not any(each in line for line in said)] == [], said
    # Nothing else is blamed; but where ballots or rules are others, so may be the winners.
    files = {"vote.json", "ballots.jsonl", "receipts.txt", "root.txt"}
    blamed = {line.split(":")[0] for line in said} & files
    assert blamed == {each.split(":")[0] for each in named} & files, said


def test_other_rules_with_a_fingerprint_of_their_own_are_seen_beside_the_minutes(tmp_path):
    poll = held(APPROVALS, vote={"rule": "greedy"})
    folder = write(poll, tmp_path)
    kept, told = recount(folder)[0], json.loads((folder / "vote.json").read_text(encoding="utf-8"))
    told["terms"]["rule"] = "greedy-stop"
    told["fingerprint"] = told["poll"]["vote"] = fingerprint(told["terms"])
    told["poll_fingerprint"] = fingerprint(told["poll"])
    (folder / "vote.json").write_text(json.dumps(told), encoding="utf-8")
    said, _code = recount(folder)
    if said[0] != "EQUAL":  # the winners are others: whoever forges writes them too
        found = json.loads(re.search(r"the count gives (.*)\.$", said[-1])[1])
        first_outcome(**found, explanations={})(folder)
        said, _code = recount(folder)
    assert said[0] == "EQUAL" and said[1] == kept[1] and poll.fingerprint in kept[2] and said[2] != kept[2]


def test_commands_write_the_folder_and_recount_it(tmp_path, capsys):
    poll = held(APPROVALS, [["1"]])
    folder = tmp_path / "new" / "dossier"
    call_command("publish_ballots", poll.vote_id, folder)
    assert poll.root in capsys.readouterr().out
    assert {path.name for path in folder.iterdir()} >= {"vote.json", "recount.py", "ballots.pb"}
    with translation.override("fr"):
        call_command("recount", folder)
    assert "ÉGAL" in (said := capsys.readouterr().out) and "Idée nº 2" in said
    (folder / "root.txt").write_text("ab" * 32)
    with translation.override("en"), pytest.raises(CommandError, match=f"the root of these ballots is {poll.root}"):
        call_command("recount", folder)
    assert recount(folder)[1] == 1


def test_commands_say_what_is_not_there(tmp_path):
    poll = held(APPROVALS, publish=False)
    for vote in (poll.vote_id, 987_654):
        with pytest.raises(CommandError, match="no sealed ballots"):
            call_command("publish_ballots", vote, tmp_path)
    assert list(tmp_path.iterdir()) == []
    with translation.override("en"), pytest.raises(CommandError, match="cannot be read"):
        call_command("recount", tmp_path)


def test_loading_the_program_leaves_nothing_beside_it():
    assert not (SCRIPT.parent / "__pycache__").exists()
