"""What a host may rely on is written down: settings, signals, translations declared field by field."""

import ast
import re

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.utils import translation
from house.plan import EXTENSION, ROOT, TOWN, lines, python_files, tree
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, TranslatableMixin

from participation.conf import DEFAULTS


OURS = [config for config in apps.get_app_configs() if config.name.split(".")[0] in {"participation", "municipal"}]
README = ROOT / "README.md"


def readme():
    """README.md, or nothing while it is not written."""
    return README.read_text(encoding="utf-8") if README.exists() else ""


def setting_lines():
    """{setting: the line of conf.py where its default is}."""
    found = next(node for node in tree(EXTENSION / "conf.py").body if isinstance(node, ast.Assign))
    return {key.value: key.lineno for key in found.value.keys}


def signal_lines():
    """{signal: the line of signals.py where it is made}."""
    made = [node for node in tree(EXTENSION / "signals.py").body if isinstance(node, ast.Assign)]
    return {node.targets[0].id: node.lineno for node in made}


PROMISED = [("conf.py", *item) for item in setting_lines().items()]
PROMISED += [("signals.py", *item) for item in signal_lines().items()]


@pytest.mark.parametrize(("file", "word", "line"), PROMISED, ids=lambda value: str(value))
def test_a_setting_or_signal_is_documented(file, word, line):
    above = lines(EXTENSION / file)[line - 2].strip()
    assert above.startswith("#"), f"{word}: no sentence above it in {file}"
    assert f"`{word}`" in readme(), f"{word} is not named in README.md"


def test_every_setting_is_read_and_every_setting_read_is_declared():
    code = "\n".join(path.read_text(encoding="utf-8") for path in python_files())
    assert set(re.findall(r'\bsetting\("(\w+)"\)', code)) == set(DEFAULTS)


def test_every_signal_is_sent():
    code = "\n".join(path.read_text(encoding="utf-8") for path in python_files(EXTENSION))
    assert [word for word in signal_lines() if not re.search(rf"\b{word}\.send(_robust)?\b", code)] == []


@pytest.fixture(scope="module")
def migrations(django_db_setup, django_db_blocker):
    """The migrations on disk. Reading wagtail-localize's first one asks the database a question."""
    with django_db_blocker.unblock():
        return MigrationLoader(None)


@pytest.mark.parametrize("label", [config.label for config in OURS if config.models_module])
def test_one_migration_is_the_last(label, migrations):
    if label in migrations.migrated_apps:
        assert len(migrations.graph.leaf_nodes(label)) == 1


def test_no_migration_is_missing(migrations):
    questioner = NonInteractiveMigrationQuestioner(specified_apps=[], dry_run=True)
    with translation.override(None):
        found = MigrationAutodetector(migrations.project_state(), ProjectState.from_apps(apps), questioner)
        changes = found.changes(graph=migrations.graph)
    steps = {app: [str(step) for each in made for step in each.operations] for app, made in changes.items()}
    assert {config.label: steps[config.label] for config in OURS if config.label in steps} == {}


TRANSLATABLE = [model for config in OURS for model in config.get_models() if issubclass(model, TranslatableMixin)]
PAGE_FIELDS = {field.name for field in Page._meta.get_fields()}
TOLD_BY_EVERY_PAGE = {"title", "slug", "seo_title", "search_description", "show_in_menus"}


def editable(model):
    """The names of what an editor fills in: a model's own fields, its child rows, the five of every page."""
    children = {relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(model)}
    names = {child for child, row in children.items() if not row.__module__.startswith("wagtail.")}
    for field in (*model._meta.fields, *model._meta.many_to_many, *model._meta.private_fields):
        through = getattr(getattr(field, "remote_field", None), "through", None)
        inherited = issubclass(model, Page) and field.name in PAGE_FIELDS
        machinery = field.name in {"id", "locale", "translation_key"} or not getattr(field, "editable", False)
        if not (inherited or machinery or field.auto_created or through in children.values()):
            names.add(field.name)
    return names | (TOLD_BY_EVERY_PAGE if issubclass(model, Page) else set())


@pytest.mark.parametrize("model", TRANSLATABLE, ids=lambda model: model.__name__)
def test_every_field_is_declared_translated_or_synchronised_once(model):
    declared = [field.field_name for field in model.translatable_fields]
    assert len(declared) == len(set(declared))
    assert set(declared) == editable(model)


def test_the_town_is_in_the_list():
    assert TOWN.exists()
    assert any(model.__module__.startswith("municipal") for model in TRANSLATABLE)


def test_the_extension_s_migrations_name_no_app_of_the_reference_town():
    town = {path.parent.name for path in TOWN.glob("*/apps.py")}
    for path in (EXTENSION / "migrations").glob("0*.py"):
        named = re.findall(r"""["'](\w+)[."']""", path.read_text(encoding="utf-8"))
        assert not town & set(named), path.name
