from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from participation.ballots.exports import Folder
from participation.ballots.models import Poll
from participation.keys import typed_key


class Command(BaseCommand):
    help = "Write the open folder of a vote whose result is published: ballots, and all it takes to count again."

    def add_arguments(self, parser):
        parser.add_argument("vote", type=typed_key, metavar="VOTE", help="Id of a vote, as in /p/vote/<id>/.")
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="Made if it is not there.")

    def handle(self, *, vote, folder, **options):
        poll = Poll.objects.published().filter(vote=vote).first()
        if poll is None:
            raise CommandError(f"Vote {vote} has no sealed ballots whose result is published.")
        published = Folder(poll)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in published.names:
                with open(folder / name, "wb") as file:
                    file.writelines(published.parts(name))
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        self.stdout.write(f"{folder}: {', '.join(published.names)}. Root: {poll.root}")
