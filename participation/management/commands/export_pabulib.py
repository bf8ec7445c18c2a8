import gzip
import os
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from participation.management.progress import Progress
from participation.votes.exports import NotExportable, pb_lines
from participation.votes.models import Vote


WHY_NOT = {
    "not-sealed": "its ballots are not sealed yet.",
    "no-such-type": "a Pabulib file has no such ballots.",
}


class Command(BaseCommand):
    help = "Write a vote as a Pabulib file (.pb, or .pb.gz by its name), as it was imported or in the same form."

    def add_arguments(self, parser):
        parser.add_argument("vote", type=int, metavar="VOTE", help="Id of a vote, as in /p/vote/<id>/.")
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="Default: standard output.")

    def handle(self, vote, file, **options):
        found = Vote.objects.select_related("process", "result").filter(pk=vote).first()
        if found is None:
            raise CommandError(f"There is no vote with the id {vote}.")
        progress = Progress(self.stderr, lambda number: f"{number} lines…")
        try:
            lines = pb_lines(found)
            with self._opened(file) as write:
                for number, line in enumerate(lines):
                    write(line)
                    progress(number)
        except NotExportable as error:
            raise CommandError(f"Vote {vote}: {WHY_NOT[error.code]}") from error
        except OSError as error:
            raise CommandError(f"{file or 'standard output'}: {error.strerror}") from error

    @contextmanager
    def _opened(self, file):
        """A function that writes text; a file stands under its name once all of it is written."""
        if file is None:
            yield lambda text: self.stdout.write(text, ending="")
            return
        unfinished = file.with_name(f"{file.name}.part")
        try:
            with open(unfinished, "wb") as plain:
                # Without a name and a time inside, the same vote is the same bytes.
                packed = file.suffix == ".gz" and gzip.GzipFile("", "wb", fileobj=plain, mtime=0)
                out = packed or plain
                yield lambda text: out.write(text.encode())
                if packed:
                    packed.close()
            os.replace(unfinished, file)
        finally:
            unfinished.unlink(missing_ok=True)
