"""What the house tests read: where the code is, and the layers as pyproject.toml states them, once."""

import ast
import tomllib
from functools import cache
from pathlib import Path


ROOT = Path(__file__).resolve().parents[2]
EXTENSION = ROOT / "participation"
TOWN = ROOT / "site" / "municipal"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]


def _layers(contract):
    return [[name.strip(" ()") for name in line.split("|")] for line in contract["layers"]]


# The rooms and doors, the most specific line first; then the files of one room, the same way.
ROOM_LAYERS, FILE_LAYERS = (_layers(contract) for contract in CONTRACTS if contract["type"] == "layers")
LEVEL = {name: level for level, line in enumerate(ROOM_LAYERS) for name in line}
ROOMS = sorted(path.parent.name for path in EXTENSION.glob("*/README.md"))


def files(pattern, *folders):
    """Files by pattern, without caches and generated migrations, in order."""
    found = (path for folder in folders for path in folder.rglob(pattern))
    return sorted(path for path in found if not {"migrations", "__pycache__"} & set(path.parts))


def python_files(*folders):
    """The Python files of the extension and of the town, or of the folders given."""
    return files("*.py", *(folders or (EXTENSION, TOWN)))


def templates():
    """Every template of ours: the extension's, the town's, the themes'."""
    places = [EXTENSION / "templates", TOWN / "templates", *ROOT.glob("themes/*/templates")]
    return sorted(path for path in files("*", *places) if path.is_file())


@cache
def tree(path):
    """The parsed code of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def lines(path):
    """The lines of a file."""
    return path.read_text(encoding="utf-8").splitlines()


def name(path):
    """A file as a person says it."""
    return str(path.relative_to(ROOT))
