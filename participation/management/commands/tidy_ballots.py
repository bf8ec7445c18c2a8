from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from participation.ballots.actions import end_overdue_duties, forget_rolls, sweep_box
from participation.ballots.models import Poll


DAYS = timedelta(days=3)  # a sweep that somebody's long statement prevented is tried again


class Command(BaseCommand):
    help = "End duties whose time is up, and empty the rolls of votes counted ROLL_KEPT_DAYS ago. For cron, once a day."

    def handle(self, **options):
        now = timezone.now()
        ended, forgotten = end_overdue_duties(now), forget_rolls(now)
        if Poll.objects.filter(sealed_at__gt=now - DAYS).exists():
            sweep_box()
        self.stdout.write(f"{ended} duties ended, {forgotten} rolls emptied.")
