from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from participation.keys import typed_key
from participation.votes.actions import compare_vote
from participation.votes.models import Vote


class Command(BaseCommand):
    help = "Count the ballots of a published vote by every rule that fits them, for the page that compares the rules."

    def add_arguments(self, parser):
        parser.add_argument(
            "vote", type=typed_key, nargs="+", metavar="VOTE", help="Id of a vote, as in /p/vote/<id>/."
        )

    def handle(self, vote, **options):
        found = {each.pk: each for each in Vote.objects.filter(pk__in=vote).select_related("result")}
        for key in vote:
            if key not in found:
                raise CommandError(f"There is no vote with the id {key}.")
            if found[key].result is None:
                raise CommandError(f"The result of vote {key} is not published.")

        def progress(done, of, rule, completion):
            if options["verbosity"]:
                self.stderr.write(f"{done + 1} of {of}: {rule} {completion}".rstrip())

        for key in vote:
            try:
                comparison = compare_vote(found[key].result, timezone.now(), progress)
            except ValueError as error:
                raise CommandError(f"Vote {key}: {error}") from error
            self.stdout.write(f"Vote {key}: {len(comparison.ways)} ways to count.")
