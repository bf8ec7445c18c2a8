"""Where a line lives is told by the name of its file."""

import ast

import pytest
from house.plan import EXTENSION, FILE_LAYERS, ROOMS, ROOT, TOWN, files, name, python_files, tree


BANNED = {"utils", "util", "helpers", "helper", "core", "common", "managers", "services", "misc"}
ROOM_FILES = {"__init__", "tasks", *(file for line in FILE_LAYERS for file in line)}
NOT_ROOMS = {"locale", "management", "migrations", "static", "templates", "templatetags"}


def test_no_file_or_folder_has_a_name_that_says_nothing():
    folders = [EXTENSION, TOWN, ROOT / "tests", ROOT / "themes"]
    found = [name(path) for path in files("*", *folders) if path.stem.lower() in BANNED]
    found += [name(path) for path in python_files() if path.stem == "base" and path.parent.name != "settings"]
    assert found == []


def test_every_folder_is_a_room_with_its_readme():
    folders = [
        path.name for path in EXTENSION.iterdir() if path.is_dir() and path.name not in NOT_ROOMS | {"__pycache__"}
    ]
    assert sorted(folders) == ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_holds_only_the_files_of_the_plan(room):
    found = {path.stem for path in (EXTENSION / room).iterdir() if path.suffix == ".py" or path.is_dir()}
    assert found - ROOM_FILES - {"__pycache__"} == set()


# An app's configuration and a command (its `help`) say what they are in Django's own way.
DOCUMENTED = [path for path in python_files(EXTENSION) if path.name != "apps.py" and path.parent.name != "commands"]


@pytest.mark.parametrize("path", DOCUMENTED, ids=name)
def test_every_public_function_and_class_says_its_promise(path):
    silent = [
        node.name
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    if tree(path).body and not ast.get_docstring(tree(path)):
        silent.insert(0, "the file itself")
    assert silent == []
