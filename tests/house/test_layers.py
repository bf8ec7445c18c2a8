"""Who may know whom: by import, by foreign key, and what a rule may know at all."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from house.plan import CONTRACTS, EXTENSION, LEVEL, ROOM_LAYERS, ROOMS, ROOT, name, python_files, tree
from modelcluster.fields import ParentalKey
from wagtail.models import Page


SWAPPED = {settings.AUTH_USER_MODEL, settings.WAGTAILIMAGES_IMAGE_MODEL, settings.WAGTAILDOCS_DOCUMENT_MODEL}
ROWS = list(apps.get_app_config("participation").get_models(include_auto_created=True))
# Each breaks one contract, in the order of pyproject.toml: a contract that a rename emptied is noticed.
BREACHES = [
    ("participation/places/models.py", "from ..votes.models import Vote"),
    ("participation/votes/models.py", "from .actions import add_options"),
    ("participation/votes/rules/greedy.py", "from ...conf import setting"),
    ("participation/money.py", "import municipal"),
    ("site/municipal/urls.py", "from participation.votes.models import Vote"),
]


def lint(folder):
    """What import-linter says of the checkout in `folder`."""
    program = Path(sys.executable).with_name("lint-imports")
    paths = os.pathsep.join([str(folder), str(folder / "site")])
    done = subprocess.run(
        [program, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


def test_import_contracts_hold():
    said = lint(ROOT)
    assert f"{len(CONTRACTS)} kept, 0 broken" in said, said


@pytest.mark.parametrize(("contract", "file", "line"), [(i, *breach) for i, breach in enumerate(BREACHES)])
def test_a_contract_notices_its_breach(contract, file, line, tmp_path):
    for part in ("participation", "site"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "static", "locale"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as code:
        code.write(f"\n{line}\n")
    assert f"{CONTRACTS[contract]['name']} BROKEN" in lint(tmp_path)


def test_every_contract_has_a_breach():
    assert len(BREACHES) == len(CONTRACTS)


def test_every_room_has_its_line_in_the_layers():
    assert [room for room in ROOMS if room not in LEVEL] == []


def room_of(model):
    """The room where a model of the extension is written."""
    return model.__module__.split(".")[1]


def keys(model):
    """A model's own foreign keys and many-to-many relations, towards whatever they point at."""
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        if field.remote_field and not field.remote_field.parent_link:
            yield field


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_foreign_keys_point_downward(model):
    mine = room_of(model)
    for field in keys(model):
        target = field.related_model
        if target._meta.app_label != "participation":
            ours = target.__module__.startswith("municipal")
            assert not ours or target._meta.label in SWAPPED, (
                f"{model.__name__}.{field.name} points at the town's own model"
            )
            continue
        theirs = room_of(target)
        fine = mine == theirs or LEVEL[mine] < LEVEL[theirs]
        assert fine, f"{model.__name__}.{field.name} points from {mine} up at {theirs} ({target.__name__})"


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_rows_point_at_no_page_and_no_key_is_generic(model):
    generic = [field.name for field in model._meta.private_fields if isinstance(field, GenericForeignKey)]
    assert generic == []
    if issubclass(model, Page) or model._meta.auto_created:
        return
    for field in keys(model):
        page_child = isinstance(field, ParentalKey)
        assert page_child or not issubclass(field.related_model, Page), (
            f"{model.__name__}.{field.name} points at a page"
        )


RULES = [path for path in python_files(EXTENSION) if "rules" in path.parts or path.name == "rules.py"]
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "perf_counter"}


def imported(path):
    """The modules a file imports, relative ones made absolute."""
    package = list(path.relative_to(ROOT).with_suffix("").parts)[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            above = package[: len(package) - node.level + 1]
            stem = ".".join([*above, *([node.module] if node.module else [])])
            yield from ([stem] if node.module else [f"{stem}.{alias.name}" for alias in node.names])
        elif isinstance(node, ast.ImportFrom):
            yield node.module


@pytest.mark.parametrize("path", RULES, ids=name)
def test_rules_know_only_the_standard_library_numpy_and_other_rules(path):
    allowed = sys.stdlib_module_names | {"numpy"}
    others = [each for each in imported(path) if each.split(".")[0] not in allowed and "rules" not in each.split(".")]
    assert others == []


@pytest.mark.parametrize("path", RULES, ids=name)
def test_rules_ask_no_clock_and_no_chance(path):
    asked = {
        node.func.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert asked & CLOCKS == set()
    assert {"random", "secrets", "time"} & set(imported(path)) == set()


def test_the_doors_are_the_top_line():
    assert {"models", "urls", "wagtail_hooks"} <= set(ROOM_LAYERS[0])
