from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from participation.ballots.actions import Refused, compare, import_roll
from participation.ballots.forms.words import act_sentence, file_sentence, line_sentence
from participation.ballots.models import Poll
from participation.ballots.rules.roll import NotARoll
from participation.keys import typed_key


class Command(BaseCommand):
    help = "Import a roll (CSV) into the poll of a vote: every line, or none. Refused lines are all told."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--vote", type=typed_key, required=True, help="The key of the vote.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and do nothing.")
        parser.add_argument("--without-refused", action="store_true", help="Import the other lines all the same.")

    def handle(self, file, vote, dry_run, without_refused, **options):
        poll = Poll.objects.filter(vote=vote).first()
        if poll is None:
            raise CommandError(f"Vote {vote} has no poll.")
        with translation.override("en"):
            try:
                data = file.read_bytes()
                found = compare(poll, data)
                self._tell(found)
                if not dry_run:
                    import_roll(poll, data, None, without_refused)
            except OSError as error:
                raise CommandError(f"{file}: {error.strerror}") from error
            except NotARoll as refusal:
                raise CommandError(f"{file}: {file_sentence(refusal)}") from refusal
            except Refused as refused:
                raise CommandError(act_sentence(refused)) from refused
        self.stdout.write("Nothing was written." if dry_run else "Written.")

    def _tell(self, found):
        for each in found.refused:
            self.stdout.write(f"line {each.line}: {line_sentence(each)}")
        told = f"{len(found.added)} to add, {len(found.changed)} to change, {found.same} the same, "
        self.stdout.write(f"{told}{found.voted} who have voted left alone, {len(found.refused)} refused.")
