"""Compile the translations (.po → .mo) without gettext's tools, for the wheel and for a checkout.

`python hatch_build.py` does it in place; hatchling calls the hook when it builds.
"""

from pathlib import Path

import polib


def compile_catalogs(root):
    """Write every .mo beside its .po where it is missing or older."""
    for source in sorted(Path(root).glob("*/**/locale/*/LC_MESSAGES/*.po")) + sorted(
        Path(root).glob("participation/locale/*/LC_MESSAGES/*.po")
    ):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # a checkout compiles its catalogs without hatchling
    pass
else:

    class CatalogHook(BuildHookInterface):
        """Hatchling's custom hook: the wheel always holds compiled catalogs."""

        def initialize(self, version, build_data):
            compile_catalogs(self.root)


if __name__ == "__main__":
    compile_catalogs(Path(__file__).parent)
