"""The extension alone: its wheel, installed beside Wagtail in a bare project, as README.md tells it."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from html import unescape
from pathlib import Path

import polib
import pytest
from engines import needs


pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"<!-- recipe: (\S+) -->\n+```\w*\n(.*?)```", re.S)
CATALOGUE = ROOT / "participation" / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def run(*words, **how):
    """Run a program; its words are in the failure."""
    done = subprocess.run(words, capture_output=True, text=True, **how)
    assert done.returncode == 0, f"{' '.join(map(str, words))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built with what the tests have installed."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def inside(wheel):
    """The files inside the wheel."""
    return set(zipfile.ZipFile(wheel).namelist())


def shipped(pattern):
    """Files of the checkout's extension, as the wheel names them."""
    found = (
        path for path in (ROOT / "participation").rglob(pattern) if path.is_file() and "__pycache__" not in path.parts
    )
    return {path.relative_to(ROOT).as_posix() for path in found}


@pytest.mark.parametrize("pattern", ["templates/**/*", "static/**/*", "locale/**/*.po", "migrations/*.py", "**/*.py"])
def test_the_wheel_holds_what_the_checkout_holds(inside, pattern):
    assert shipped(pattern)
    assert shipped(pattern) - inside == set()


def test_the_wheel_holds_a_compiled_catalogue_for_each_language(inside):
    wanted = {file.removesuffix(".po") + ".mo" for file in shipped("locale/**/*.po")}
    assert wanted - inside == set()


def test_the_wheel_holds_nothing_else(inside):
    others = {file for file in inside if not file.startswith(("participation/", "wagtail_participation-"))}
    assert others == set()
    assert any(file.endswith("licenses/LICENSE") for file in inside)


@needs("git")
def test_the_town_is_tracked_and_nothing_made_is():
    tracked = run("git", "ls-files", cwd=ROOT).splitlines()
    assert "site/municipal/settings/base.py" in tracked
    ours = [path.relative_to(ROOT).as_posix() for path in (ROOT / "site").rglob("*") if path.is_file()]
    kept = [file for file in ours if "__pycache__" not in file and not file.endswith(".mo")]
    assert set(kept) - set(tracked) == set(), "git does not track these files of site/"
    assert [file for file in tracked if file.endswith((".mo", ".pyc", ".sqlite3"))] == []


@pytest.fixture(scope="module")
def clean(tmp_path_factory, wheel):
    """The bin folder of an environment that has what the tests have, except this checkout.

    Its `pip install wagtail-participation` installs the wheel: no registry is asked.
    """
    folder = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(folder, symlinks=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "tests.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    pip = f"{sys.executable} -m pip --python {folder}"
    programs = {
        "pip": f"#!/bin/sh\nexec {pip} $1 --no-index --no-deps --quiet {wheel}\n",
        "wagtail": f"#!{folder}/bin/python\nfrom wagtail.bin.wagtail import main\nmain()\n",
    }
    for name, text in programs.items():
        (folder / "bin" / name).write_text(text)
        (folder / "bin" / name).chmod(0o755)
    return folder / "bin"


@pytest.fixture(scope="module")
def told(clean, tmp_path_factory):
    """What publish.py tells of the bare project, made by following README.md block after block."""
    here = tmp_path_factory.mktemp("bare")
    paths = f"{clean}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": paths, "HOME": str(here), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    blocks = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert blocks, "README.md has no recipe"
    for place, text in blocks:
        if place == "sh":
            here = Path(run("sh", "-ec", f"{{ {text} }} >&2; pwd", cwd=here, env=environment).strip())
        else:
            with (here / place).open("a", encoding="utf-8") as file:
                file.write(f"\n{text}")
    manage = [clean / "python", "manage.py"]
    run(*manage, "check", "--fail-level", "WARNING", cwd=here, env=environment)
    run(*manage, "makemigrations", "--check", "--dry-run", "participation", cwd=here, env=environment)
    environment |= {"DJANGO_SETTINGS_MODULE": "town.settings.dev", "PYTHONPATH": str(here)}
    return json.loads(run(clean / "python", Path(__file__).with_name("publish.py"), cwd=here, env=environment))


def test_the_bare_project_runs_the_wheel_not_the_checkout(told, clean):
    assert Path(told["where"]).is_relative_to(clean.parent)


def test_every_page_type_is_published_and_read(told):
    assert {page["type"] for page in told["pages"]} == set(told["types"])
    for page in told["pages"]:
        for language, answer in page["read"].items():
            assert answer["status"] == 200, f"{page['type']} in {language}: {answer['text'][:2000]}"
            assert page["title"] in unescape(answer["text"]), page["type"]


def test_pages_speak_the_language_of_the_request(told):
    words = {
        entry.msgid: entry.msgstr
        for entry in polib.pofile(str(CATALOGUE))
        if len(entry.msgid) > 8 and "%" not in entry.msgid
    }
    for page in told["pages"]:
        french, english = (unescape(page["read"][language]["text"]) for language in ("fr", "en"))
        said = [
            msgid for msgid, msgstr in words.items() if msgstr in french and msgstr not in english and msgid in english
        ]
        assert said, f"{page['type']} shows no message of the extension in French"


def test_static_files_and_permanent_addresses_answer(told):
    assert told["static"]
    assert set(told["static"].values()) == {200}
    assert told["row"] in (200, 301, 302)


def test_a_resident_comes_in_by_a_letter_with_djangos_own_account_model(told):
    for time in told["came in"]:
        assert time["status"] == [303, 200]
        assert "no-store" in time["cache"] and "private" in time["cache"]
        assert time["accounts"] == [["camille@ville.example", "camille@ville.example"]], "one account, twice the same"
    assert len(told["accounts of fifty threads"]) == 1
