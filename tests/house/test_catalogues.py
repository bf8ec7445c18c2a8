"""French is complete, and says what the code says."""

import os
import re
import shutil
import subprocess
import sys

import polib
import pytest
from engines import needs
from house.plan import EXTENSION, TOWN


CATALOGUES = {folder.name: folder / "locale" / "fr" / "LC_MESSAGES" / "django.po" for folder in (EXTENSION, TOWN)}
LOOSE = re.compile(r" [:;!?»](?=\s|$|<)|« ")  # a space that a line may end with
PLACE = re.compile(r"%\((\w+)\)[sd]|(?<!%)%[sd]|{(\w*)}")


@pytest.fixture(params=CATALOGUES, ids=str)
def catalogue(request):
    """One French catalogue."""
    return polib.pofile(str(CATALOGUES[request.param]))


def test_every_message_is_translated(catalogue):
    assert [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()] == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []


def test_a_translation_keeps_the_places_for_values(catalogue):
    for entry in catalogue:
        for said in [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values()):
            kept = set(PLACE.findall(said))
            # A singular may spell its number out.
            assert kept <= set(PLACE.findall(entry.msgid + entry.msgid_plural)), entry.msgid
            assert entry.msgid_plural or kept == set(PLACE.findall(entry.msgid)), entry.msgid


def test_french_has_the_spaces_that_french_type_asks_for(catalogue):
    said = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in said if LOOSE.search(text)] == []


@needs("gettext")
@pytest.mark.parametrize("package", CATALOGUES)
def test_the_catalogue_holds_the_messages_of_the_code(package, tmp_path):
    here = CATALOGUES[package].parents[3]
    copy = shutil.copytree(here, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    ask = [sys.executable, "-m", "django", "makemessages", "--locale=fr", "--no-obsolete", "--no-location"]
    without_settings = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(ask, cwd=copy, env=without_settings, check=True, capture_output=True)
    fresh = polib.pofile(str(copy / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
    wanted, held = (
        {(entry.msgctxt, entry.msgid) for entry in each if not entry.obsolete}
        for each in (fresh, polib.pofile(str(CATALOGUES[package])))
    )
    assert wanted - held == set(), "missing from the catalogue: make messages"
    assert held - wanted == set(), "no longer in the code: make messages"
