from django.core.management.base import BaseCommand, CommandError

from participation.people.actions import account_of, erase


class Command(BaseCommand):
    help = (
        "Erase a person at their request: account, address, letters, names. Residents do it themselves; this is for "
        "who cannot, and for colleagues who have left. What was published and the journal stay as they are."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL", help="The address of the account.")
        parser.add_argument("--sure", action="store_true", help="Do it. Without this, only say who it would be.")

    def handle(self, *, email, sure, **options):
        account = account_of(email)
        if account is None:
            raise CommandError(f"No account has the address {email}.", returncode=2)
        number = account.pk
        if not sure:
            self.stdout.write(f"Account {number}, {account}. Again with --sure to erase it for good.")
            return
        erase(account)
        self.stdout.write(f"Account {number} is erased. Backups made before still hold it until they are removed.")
