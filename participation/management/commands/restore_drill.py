import shutil
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from participation.management import drill


class Command(BaseCommand):
    help = (
        "Make a backup, restore it beside the live database, count every sealed vote again there and read the journal. "
        "Ends with 0 (the same), 1 (what differs) or 2 (a tool or a right is missing). Run as who owns the tables."
    )

    def add_arguments(self, parser):
        parser.add_argument("--backup", type=Path, metavar="FILE", help="Try this backup instead of a new one.")

    def handle(self, *, backup, **options):
        try:
            with tempfile.TemporaryDirectory(prefix="restore-drill-") as folder:  # read by its owner only
                table = self._of_file(backup, Path(folder)) if backup else self._of_new(Path(folder) / "backup")
        except drill.NotDrilled as error:
            raise CommandError(str(error), returncode=2) from error
        self._tell(table)

    def _of_new(self, file):
        """A backup of this moment: everything in the copy is as in the live database."""
        with drill.snapshot(file):
            rows, kept = drill.rows(), drill.kept()
        with drill.restored(file):
            return self._lines(rows | kept, drill.rows() | drill.counted_again())

    def _of_file(self, backup, folder):
        """An older backup: it is whole in itself, and what was sealed then has the same root today."""
        try:
            file = shutil.copy(backup, folder / "backup")
        except OSError as error:
            raise drill.NotDrilled(f"{backup}: {error.strerror}") from error
        live = {what: said for what, said in drill.kept().items() if what != "journal"}
        with drill.restored(file):
            kept = drill.kept()
            rows = drill.rows()
            table = self._lines(rows | kept, rows | drill.counted_again())
        return table + [(f"{what}, live", live[what], kept[what]) for what in live if what in kept]

    @staticmethod
    def _lines(expected, found):
        return [(what, str(expected[what]), str(found.get(what, "absent"))) for what in expected]

    def _tell(self, table):
        wrong = [what for what, expected, found in table if expected != found]
        for what, expected, found in table:
            same = "same" if expected == found else f"DIFFERS: {found}"
            self.stdout.write(f"{what:<32} {expected:<66} {same}")
        self.stdout.write("Media files are not in the database: copy their folder apart, at the same time.")
        if wrong:
            raise CommandError(f"The restored copy differs: {', '.join(wrong)}.")
        self.stdout.write("The restored copy gives the same roots, results and journal.")
