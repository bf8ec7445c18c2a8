"""How much of anything is read at once."""

import ast
from statistics import median

import pytest
from house.plan import EXTENSION, ROOT, files, lines, name, python_files, templates, tree


CODE = [*python_files(), ROOT / "hatch_build.py", ROOT / "manage.py"]
TESTS = python_files(ROOT / "tests")
CEILINGS = [
    *((path, 300) for path in CODE),
    *((path, 400) for path in TESTS),
    *((path, 120) for path in templates()),
    *((path, 300) for path in files("*.js", EXTENSION / "static")),
    *((path, 30) for path in EXTENSION.glob("*/README.md")),
]
FUNCTION, CLASS, MEDIAN = 40, 150, 90


@pytest.mark.parametrize(
    ("path", "ceiling"), CEILINGS, ids=lambda value: name(value) if hasattr(value, "parts") else ""
)
def test_a_file_stays_under_its_ceiling(path, ceiling):
    if "axe" not in path.name:
        assert len(lines(path)) <= ceiling


def test_most_files_are_short():
    sizes = [len(lines(path)) for path in CODE if lines(path)]
    assert median(sizes) <= MEDIAN


def height(node):
    """The lines a definition covers."""
    return node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", [*CODE, *TESTS], ids=name)
def test_functions_and_classes_are_read_on_one_screen(path):
    tall = [
        f"{node.name}: {height(node)} lines"
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and height(node) > FUNCTION)
        or (isinstance(node, ast.ClassDef) and height(node) > CLASS)
    ]
    assert tall == []
