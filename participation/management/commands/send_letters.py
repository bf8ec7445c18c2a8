from django.core.management.base import BaseCommand
from django.utils import timezone

from participation.ballots.actions import remind
from participation.letters import actions as letters
from participation.letters.models import Letter
from participation.people import actions as people


class Command(BaseCommand):
    help = "Remind who began a ballot, send every letter that waits, forget what is old: for cron, every minute or five"

    def handle(self, **options):
        now = timezone.now()
        remind(now)
        letters.write_letters()
        sent = letters.send_letters()
        letters.tidy(now)
        people.tidy(now)
        waiting = Letter.objects.filter(next_try_at__isnull=False).count()
        if options["verbosity"]:
            self.stdout.write(f"{sent} sent, {waiting} waiting, {Letter.objects.stuck().count()} to look at.")
