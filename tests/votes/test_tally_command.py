import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from votes.test_pabulib import GOOD

from participation.management.commands.tally import Command


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "town.pb"
    path.write_text(GOOD.replace("1;p1,p2", "0;p2;;\n1;p1,p2"))
    return str(path)


def tally(capsys, *arguments):
    call_command("tally", *arguments)
    return capsys.readouterr().out


def test_the_table_has_a_line_a_project_with_a_bar_and_a_reason(file, capsys):
    out = tally(capsys, file, "--rule", "greedy")
    assert out.splitlines()[0] == "greedy: 2 of 2 projects, 4 ballots, 1,000.50 of 1,000.50"
    assert "✔ p2 Well" in out
    assert "████" in out
    assert "place 2, 700 was left" in out


def test_json_is_one_object_in_the_promised_shape(file, capsys):
    found = json.loads(tally(capsys, file, "--rule", "equal-shares", "--completion", "greedy", "--json"))
    assert found["winners"] == ["p2", "p1"]
    assert (found["cost"], found["cost_cents"], found["budget_cents"]) == (1000.5, 1000_50, 1000_50)
    assert (found["rule"], found["completion"], found["ties"]) == ("equal-shares", "greedy", [])
    assert found["explanations"]["p1"]["code"] == "completed"
    assert len(found["input_digest"]) == 64


def test_whole_costs_are_whole_numbers(file, capsys):
    assert '"cost": 700,' in tally(
        capsys, file, "--rule", "greedy-stop", "--min-score", "1", "--ties", "file-order", "--json"
    ).replace("1000.5", "700")


def test_compare_shows_who_would_win_under_which_rule(file, capsys):
    out = tally(capsys, file, "--compare")
    assert "a  greedy: 2 of 2 projects" in out
    assert "f  equal-shares add1:" in out
    assert "● ● ●" in out
    compared = json.loads(tally(capsys, file, "--compare", "--json"))["compared"]
    assert compared["greedy"]["winners"] == ["p2", "p1"]
    assert "equal-shares add1-exhaustive+greedy" in compared


@pytest.fixture
def districts(tmp_path):
    path = tmp_path / "districts.pb"
    path.write_text(GOOD.replace("name;mystery", "name;district").replace(";x", ";North"))
    envelopes = tmp_path / "envelopes.csv"
    envelopes.write_text("district;budget\nNorth;600\n*;300.50\n")
    return str(path), str(envelopes)


def test_envelopes_are_counted_alone_and_together(districts, capsys):
    path, envelopes = districts
    found = json.loads(tally(capsys, path, "--district-envelopes", envelopes, "--json"))
    assert found["winners"] == ["p2"]
    assert found["envelopes"]["North"]["explanations"]["p1"]["missing"] == 100_00
    assert found["budget_cents"] == 900_50
    out = tally(capsys, path, "--district-envelopes", envelopes, "--left-over-to-town")
    assert "300.50 of 1,500.50" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--rule", "coin"], "Unknown rule: 'coin'."),
        (["--rule", "schulze"], "The rule schulze cannot count approval ballots."),
        (["--rule", "equal-shares", "--completion", "all"], "The rule equal-shares has no completion 'all'."),
        (["--ties", "oldest"], "Unknown rule for ties: 'oldest'."),
        (["--district-envelopes", "/nowhere.csv"], "/nowhere.csv: No such file or directory"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(file, arguments, said):
    with pytest.raises(CommandError) as refused:
        call_command("tally", file, *arguments)
    assert (str(refused.value), refused.value.returncode) == (said, 2)


def test_a_malformed_file_is_named_with_its_line(tmp_path, capsys):
    path = tmp_path / "bad.pb"
    path.write_text(GOOD.replace("2;p2", "2;p9"))
    with pytest.raises(SystemExit) as stopped:
        Command().run_from_argv(["manage.py", "tally", str(path)])
    assert stopped.value.code == 2
    said = capsys.readouterr().err.splitlines()
    assert said == [f"CommandError: {path}: line 15: the ballot of voter 2 names an unknown project p9"]


def test_bad_envelopes_are_refused(file, tmp_path):
    for text in ("North", "North;1\nSouth;a\n", "North;1\nNorth;2\n", ";5\n"):
        path = tmp_path / "bad.csv"
        path.write_text(text)
        with pytest.raises(CommandError, match="bad.csv: line"):
            call_command("tally", file, "--district-envelopes", str(path))


def test_a_count_needs_no_database(file, capsys):
    """Without the `db` fixture any query is an error."""
    assert tally(capsys, file, "--compare")


def test_a_count_starts_without_the_apps_and_their_seconds(file):
    ask = [sys.executable, "-X", "importtime", "manage.py", "tally", file]
    done = subprocess.run(ask, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("greedy: 2 of 2 projects")
    assert "participation.votes.rules.greedy" in done.stderr
    assert "wagtail" not in done.stderr and "django.contrib" not in done.stderr


def test_a_long_count_says_how_far_it_is(file, capsys, monkeypatch):
    monkeypatch.setattr("participation.management.progress.PATIENCE", 0)
    call_command("tally", file, "--rule", "equal-shares", "--completion", "add1")
    assert "step 4: every voter has 254.12…" in capsys.readouterr().err
