import io
import runpy
from contextlib import redirect_stdout

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from participation.ballots.exports import SCRIPT


class Command(BaseCommand):
    help = "Count a published folder again with the program published in it: EQUAL, or what differs. No database."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="FOLDER", help="As publish_ballots writes it, or as it was downloaded.")

    def handle(self, *, folder, **options):
        program = runpy.run_path(str(SCRIPT), init_globals={"gettext": gettext})
        with redirect_stdout(io.StringIO()) as said:
            differs = program["main"](folder)
        if differs:
            raise CommandError(said.getvalue().strip())
        self.stdout.write(said.getvalue().strip())
