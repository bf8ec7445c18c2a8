from django.core.management.base import BaseCommand
from django.utils import timezone

from participation.letters import actions as letters
from participation.letters.models import Letter
from participation.people import actions as people


class Command(BaseCommand):
    help = "Send every letter that waits, and forget what is old. For cron, every minute or five."

    def handle(self, **options):
        letters.write_letters()
        sent = letters.send_letters()
        now = timezone.now()
        letters.tidy(now)
        people.tidy(now)
        waiting = Letter.objects.filter(next_try_at__isnull=False).count()
        if options["verbosity"]:
            self.stdout.write(f"{sent} sent, {waiting} waiting, {Letter.objects.stuck().count()} to look at.")
