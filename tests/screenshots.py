"""A picture of every page type at 360 and 1280 px, light and dark, into screenshots/.

.venv/bin/python tests/screenshots.py                            the demo town, built for it
.venv/bin/python tests/screenshots.py --url http://127.0.0.1:8000  a town that runs already
.venv/bin/python tests/screenshots.py home vote-results           only these
"""

import argparse
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright


HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from journeys import town  # noqa: E402
from journeys.browser import DEVICES, start  # noqa: E402
from journeys.pages import PAGE_TYPES  # noqa: E402


FOLDER = HERE.parent / "screenshots"
EVERY_PICTURE = """() => Promise.all([...document.images].map(picture => {
    picture.loading = "eager";
    return picture.decode().catch(() => null);
}))"""


@contextmanager
def built_town():
    """A town made for the pictures, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        print("Making a town to photograph…", flush=True)
        town.build(folder)
        with town.served(folder) as address:
            yield address


@contextmanager
def running_town(address):
    yield address.rstrip("/")


def take(browser, address, names, device, scheme):
    """Every named page on one device in one scheme, whole pages."""
    context = browser.new_context(viewport=DEVICES[device], color_scheme=scheme, base_url=address, locale="fr-FR")
    page = context.new_page()
    for name in names:
        file = FOLDER / f"{name}-{DEVICES[device]['width']}-{scheme}.png"
        page.goto(PAGE_TYPES[name], wait_until="load")
        page.evaluate(EVERY_PICTURE)
        page.screenshot(path=file, full_page=True)
        print(f"  {file.relative_to(HERE.parent)}", flush=True)
    context.close()


def main():
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(PAGE_TYPES)}; none: all of them")
    reader.add_argument("--url", help="a town that runs already")
    asked = reader.parse_args()
    if unknown := set(asked.names) - set(PAGE_TYPES):
        reader.error(f"No page type is called {', '.join(sorted(unknown))}.")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("Screenshots are taken by Chromium: sudo apt install chromium")
    FOLDER.mkdir(exist_ok=True)
    with running_town(asked.url) if asked.url else built_town() as address, sync_playwright() as player:
        browser = start(player, chromium)
        for device in DEVICES:
            for scheme in ("light", "dark"):
                take(browser, address, asked.names or PAGE_TYPES, device, scheme)


if __name__ == "__main__":
    main()
