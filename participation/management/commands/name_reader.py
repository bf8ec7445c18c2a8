from django.core.management.base import BaseCommand, CommandError

from participation.ballots.actions import ReadByAll, name_reader
from participation.ballots.models import Poll
from participation.keys import typed_key
from participation.people.actions import account_of


class Command(BaseCommand):
    help = (
        "Let one more person read a vote's result before it is public, when those named before the opening are not "
        "there any more. Nobody is taken away, and the journal says it."
    )

    def add_arguments(self, parser):
        parser.add_argument("vote", type=typed_key, metavar="VOTE", help="The number of the vote.")
        parser.add_argument("email", metavar="EMAIL", help="The address of the colleague's account.")
        parser.add_argument("--reason", required=True, help="Who asked for it, and why: the journal keeps it.")

    def handle(self, *, vote, email, reason, **options):
        poll = Poll.objects.filter(vote=vote, opened_at__isnull=False).first()
        if poll is None:
            raise CommandError(f"Vote {vote} has no box that was opened.", returncode=2)
        reader = account_of(email)
        if reader is None or not reader.is_active:
            raise CommandError(f"No account has the address {email}.", returncode=2)
        if not reason.strip():
            raise CommandError("Say in --reason who asked for it, and why.", returncode=2)
        try:
            named = name_reader(poll, reader, reason.strip())
        except ReadByAll as error:
            raise CommandError(f"The result of vote {vote} is public already.", returncode=2) from error
        self.stdout.write(f"{reader} reads it." if named else f"{reader} was named before.")
