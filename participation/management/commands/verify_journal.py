from django.core.management.base import BaseCommand, CommandError

from participation.journal.actions import verify
from participation.journal.models import JournalEntry


class Command(BaseCommand):
    help = "Read the whole journal and say whether its chain of digests holds."

    def handle(self, **options):
        broken = verify()
        if broken is not None:
            raise CommandError(f"The journal does not hold from entry {broken} on.")
        last = JournalEntry.objects.first()
        if last is None:
            self.stdout.write("The journal is empty.")
        else:
            self.stdout.write(f"{last.place} entries hold. Last digest: {last.digest}")
