import hashlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.models import Page, Site

from participation.budgets.actions import import_edition
from participation.management.progress import Progress, how_far
from participation.votes.actions import winners_of
from participation.votes.rules import RULES, CountError, pabulib


class Command(BaseCommand):
    help = "Make a whole past edition out of a published election (.pb or .pb.gz): all of it, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--rule", choices=sorted(RULES), help="The counting rule (default: the file's, or greedy).")
        parser.add_argument("--completion", help="How equal-shares spends what is left: none, greedy, add1, …")
        parser.add_argument("--min-score", type=int, help="Options with a lower score are not selected.")
        parser.add_argument("--under", type=int, help="Id of the page above the new one (default: the home page).")

    def handle(self, file, rule, completion, min_score, under, **options):
        parent = self._parent(under)
        try:
            with open(file, "rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
            election = pabulib.read(file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except pabulib.PabulibError as error:
            raise CommandError(f"{file}: {error}") from error
        rule, completion, why = chosen(rule, completion, election.meta)
        way = " ".join(filter(None, (rule, completion)))
        say = self.stdout.write if options["verbosity"] else lambda line: None
        say(f"{len(election.projects)} projects, {election.voters} ballots, counted by {way}{why}.")
        progress = Progress(self.stderr, lambda done: f"{done} of {election.voters} ballots…")
        try:
            page = import_edition(
                election,
                file_name=file.name,
                digest=digest,
                parent=parent,
                now=timezone.now(),
                rule=rule,
                completion=completion,
                minimum_score=min_score,
                progress=progress,
                counting=Progress(self.stderr, how_far),
            )
        except CountError as error:
            raise CommandError(f"{file}: {error}") from error
        for line in beside_official(page.vote):
            say(line)
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


def chosen(rule, completion, meta):
    """The rule, its completion and why it is this one: what was asked for, or what the file names, or greedy."""
    said = meta.get("rule", "").strip()
    if rule:
        return rule, completion or "", ""
    if named := pabulib.rule_of(meta):
        return named[0], completion or named[1], f" (the file says {said})"
    return "greedy", completion or "", f" (the file names no rule of ours: {said or 'none at all'})"


def beside_official(vote):
    """The result beside the winners that the file names, in lines; none where it names none."""
    official = vote.source.official_winners
    if official is None:
        return
    ours = winners_of(vote.result.counts)
    only_official = [code for code in official if code not in ours]
    only_ours = [code for code in ours if code not in official]
    if not (only_official or only_ours):
        yield f"The {len(official)} official winners are those of this count."
        return
    yield f"{len(official)} official winners, {len(ours)} by this count."
    for where, codes in (("Official only", only_official), ("This count only", only_ours)):
        yield f"{where}: {', '.join(codes) or 'none'}."
