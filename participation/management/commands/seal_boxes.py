from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from participation.ballots.actions import seal_agreed
from participation.ballots.actions.closing import Unequal
from participation.ballots.actions.sealing import NotReady
from participation.ballots.models import Poll
from participation.ballots.sentences import unequal_words, why_not


class Command(BaseCommand):
    help = "Seal the boxes that two people have agreed to seal. Run as who owns the tables, where WEB_ROLE is set."

    def handle(self, **options):
        failed = []
        for poll in Poll.objects.agreed_by_two().select_related("vote"):
            try:
                sealed = seal_agreed(poll)
            except NotReady as refused:
                failed.append(f"{poll}: {why_not(refused.code)}")
            except Unequal as error:
                failed.append(f"{poll}: {unequal_words(error)}")
            except DatabaseError as error:
                failed.append(f"{poll}: {str(error).strip()}")
            else:
                self.stdout.write(f"{sealed}: sealed. Root: {sealed.root}")
        if failed:
            raise CommandError("\n".join(failed))
