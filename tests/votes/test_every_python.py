"""The same file is the same bytes out, on every Python that the project supports. The rules need nothing but Python."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from engines import needs
from votes.test_corpus import DATA
from votes.test_pabulib import GOOD


ROOT = Path(__file__).parents[2]
VERSIONS = ("3.11", "3.12", "3.13")
LARGE = ("Amsterdam_309", "Bemowo", "Gdynia", "Katowice")
COUNT = """
import hashlib, json, sys
from participation.votes.rules import count, pabulib, ways
for path in sys.argv[1:]:
    file = pabulib.read(path, rows=False)
    for rule, completion in ways(file.kind):
        outcome = count(rule, file.options, file.profile(), file.budget, kind=file.kind, completion=completion or None)
        text = json.dumps(outcome.as_json(), ensure_ascii=False)
        print(path, rule, completion, hashlib.sha256(text.encode()).hexdigest())
"""


@cache
def python(version):
    """A Python of this version: on the path, or one of pyenv's; None where there is none."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for each in (shutil.which(f"python{version}"), *sorted(kept.glob(f"{version}*/bin/python3"))):
        says = each and subprocess.run([each, "--version"], capture_output=True, text=True)
        if says and says.stdout.startswith(f"Python {version}."):
            return each
    return None


@cache
def counted(program, *files):
    """What this Python makes of these files: a line for each way to count."""
    ask = [program, "-c", COUNT, *map(str, files)]
    # Another seed each time: the order of a set must not show.
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "random"}
    return subprocess.run(ask, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def other(request):
    """Another Python, by its version."""
    return python(request.param) or pytest.skip(f"Python {request.param} is not on this machine")


every_python = pytest.mark.parametrize("other", VERSIONS, indirect=True)


@every_python
def test_a_small_file_is_the_same_bytes(other, tmp_path):
    path = tmp_path / "town.pb"
    path.write_text(GOOD, encoding="utf-8")
    assert counted(other, path) == counted(sys.executable, path) != ""


@needs("shared")
@every_python
def test_real_elections_are_the_same_bytes(other):
    files = [path for path in sorted(DATA.glob("*.pb*")) if not any(name in path.name for name in LARGE)]
    assert len(files) >= 10
    assert counted(other, *files) == counted(sys.executable, *files) != ""
