import hashlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.models import Page, Site

from participation.budgets.actions import import_edition
from participation.votes.rules import RULES, CountError, pabulib


class Command(BaseCommand):
    help = "Make a whole past edition out of a published election (.pb or .pb.gz): all of it, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--rule", default="greedy", choices=sorted(RULES), help="The counting rule.")
        parser.add_argument("--under", type=int, help="Id of the page above the new one (default: the home page).")

    def handle(self, file, rule, under, **options):
        parent = self._parent(under)
        try:
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            election = pabulib.read(file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except pabulib.PabulibError as error:
            raise CommandError(f"{file}: {error}") from error
        if options["verbosity"]:
            self.stderr.write(f"{len(election.projects)} projects, {len(election.votes)} ballots…")
        try:
            page = import_edition(
                election, file_name=file.name, digest=digest, parent=parent, now=timezone.now(), rule=rule
            )
        except CountError as error:
            raise CommandError(f"{file}: {error}") from error
        self.stdout.write(f"{page.title}: {page.full_url or page.url_path}")

    def _parent(self, under):
        """The page asked for, or the default site's home page."""
        if under is not None:
            found = Page.objects.filter(pk=under, depth__gt=1).first()
            if found is None:
                raise CommandError(f"There is no page with the id {under}.")
            return found
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            raise CommandError("There is no default site; name a page with --under.")
        return site.root_page
