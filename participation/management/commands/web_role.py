from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from participation.web_role import NoSuchRole, faults, give_rights


class Command(BaseCommand):
    help = (
        "Give a role of PostgreSQL what the website needs and nothing of the open box. Run as who owns the tables, "
        "once more after each migrate."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", metavar="NAME", help="A role that exists: createuser town_web")

    def handle(self, *, name, **options):
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles.", returncode=2)
        try:
            give_rights(connection, name)
            wrong = faults(connection, name)
        except NoSuchRole as error:
            raise CommandError(f"The database has no role {name!r}: createuser {name}", returncode=2) from error
        except DatabaseError as error:
            text = f"Run this as the role that owns the tables. {str(error).strip()}"
            raise CommandError(text, returncode=2) from error
        if wrong:
            raise CommandError(f"{name!r} can still do too much: {'; '.join(wrong)}.")
        self.stdout.write(f"{name!r} can run the website. It cannot read the open box. Set PARTICIPATION['WEB_ROLE'].")
