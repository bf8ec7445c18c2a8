from django.core.management.base import BaseCommand
from django.utils import timezone

from participation.ballots.actions import end_overdue_duties, forget_rolls


class Command(BaseCommand):
    help = "End duties whose time is up, and empty the rolls of votes counted ROLL_KEPT_DAYS ago. For cron, once a day."

    def handle(self, **options):
        now = timezone.now()
        ended, forgotten = end_overdue_duties(now), forget_rolls(now)
        self.stdout.write(f"{ended} duties ended, {forgotten} rolls emptied.")
