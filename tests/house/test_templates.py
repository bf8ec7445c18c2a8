"""Every template is found, used, and fit for a strict content security policy."""

import ast
import re

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from house.plan import EXTENSION, ROOT, TOWN, files, lines, name, python_files, templates, tree


NAMED_IN_CODE = re.compile(r"[\w./-]+/[\w.-]+\.(html|txt|xml)|[\w-]+\.html")
NAMED_IN_TEMPLATE = re.compile(r"""{%\s*(?:include|extends)\s+"([^"]+)"|template(?:_name)?="([^"]+\.html)\"""")
STATIC = re.compile(r"""{%\s*static\s+"([^"]+)"|\bstatic\("([^"]+)"\)""")
# Django and Wagtail ask for these by their own names.
ASKED_BY_OTHERS = re.compile(r"^(400|403|404|500|robots)\.|^base\.html$|^(wagtail|registration|admin|django)")
SUFFIXES = {".html", ".txt", ".xml"}
TEMPLATES = [path for path in templates() if path.suffix in SUFFIXES]
PUBLIC = [path for path in TEMPLATES if "admin" not in path.parts and "wagtailadmin" not in path.parts]


def short(path):
    """A template as templates and code call it."""
    return str(path).partition("/templates/")[2]


def named():
    """{template: the file that names it}, from code and from templates."""
    found = {}
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMED_IN_CODE.fullmatch(node.value):
                found[node.value] = name(path)
    for path in TEMPLATES:
        for groups in NAMED_IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            found["".join(groups)] = name(path)
    return found


# Django's own widgets, which its form renderer finds and the town's engine does not.
WIDGETS = "django/forms/widgets/"


@pytest.mark.parametrize(
    ("template", "by"),
    sorted(each for each in named().items() if not each[0].startswith(WIDGETS)),
    ids=lambda value: value,
)
def test_a_named_template_exists(template, by):
    get_template(template)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_can_be_read(path):
    get_template(short(path))


def test_no_template_is_forgotten():
    used = named()
    assert [
        name(path) for path in TEMPLATES if short(path) not in used and not ASKED_BY_OTHERS.match(short(path))
    ] == []


def test_every_static_file_named_is_found():
    sources = [*TEMPLATES, *python_files()]
    asked = {"".join(groups): path for path in sources for groups in STATIC.findall(path.read_text(encoding="utf-8"))}
    assert {file: name(path) for file, path in asked.items() if not finders.find(file)} == {}


INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=\s*[\"']", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a script of its own": re.compile(r"<script\b(?![^>]*(\bsrc=|type=\"application/(ld\+)?json\"))", re.I),
    "a handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
}


@pytest.mark.parametrize("path", PUBLIC, ids=name)
def test_a_public_template_holds_no_script_or_style_of_its_own(path):
    text = re.sub(r"{#.*?#}|{% comment .*?endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


UNESCAPED = re.compile(r"\|\s*safe\b|\bmark_safe\(|autoescape off|\bSafeString\(")


def test_whatever_is_not_escaped_says_why():
    silent = []
    for path in [*TEMPLATES, *python_files()]:
        text = lines(path)
        for number, line in enumerate(text):
            beside = line + (text[number - 1] if number else "")
            if UNESCAPED.search(line) and "#" not in beside:
                silent.append(f"{name(path)}:{number + 1}")
    assert silent == []


def test_templates_of_the_extension_stay_in_its_own_folder():
    folders = {path.name for path in (EXTENSION / "templates").iterdir()} | {
        path.name for path in (EXTENSION / "static").iterdir()
    }
    assert folders - {"participation", "wagtailadmin"} == set()
    assert not files("*.html", ROOT / "themes") or all(path.suffix != ".py" for path in files("*", ROOT / "themes"))
    assert (TOWN / "templates").is_dir()


def test_a_style_sheet_that_speaks_says_in_which_language():
    for sheet in (ROOT / "participation" / "static").rglob("*.css"):
        for rule in re.findall(r'([^{}]*)\{[^{}]*content: "[^"]*[a-z]{3}', sheet.read_text()):
            assert ":lang(" in rule or rule.strip().endswith(".wrong-word::before"), f"{sheet.name}: {rule.strip()}"
