from django.core.management.base import BaseCommand
from django.utils import timezone

from participation.ballots.actions import note_turnout


class Command(BaseCommand):
    help = "Keep how many have voted in each open poll, rounded, for the turnout by the hour. For cron, every hour."

    def handle(self, **options):
        self.stdout.write(f"{note_turnout(timezone.now())} figures noted.")
