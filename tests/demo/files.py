"""The demo's texts as they stand in their files, for the tests that read them."""

import tomllib

from municipal.demo import pictures


FOLDER = pictures.DRAWINGS.parent / "texts"
FRENCH, ENGLISH, TOWN, PAST, CURRENT = (
    tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    for name in ("pages.fr", "pages.en", "town", "past_edition", "current_edition")
)
NARROW, WIDE = "\u202f", "\u00a0"


def leaves(value, path=""):
    """(path, value) of everything that is neither a table nor a list."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, f"{path}.{key}")
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from leaves(each, f"{path}[{place}]")
    else:
        yield path, value
