import gc
import json

from django.core.management.base import BaseCommand, CommandError

from participation.management.progress import Progress, how_far
from participation.management.tally_table import comparison, table
from participation.votes.rules import RULES, CountError, count, pabulib, ways
from participation.votes.rules.envelopes import TOWN, count_envelopes
from participation.votes.rules.pabulib.amounts import cents


class Command(BaseCommand):
    help = "Count a published election (.pb or .pb.gz) by a rule, and say why. Needs no database."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", help="A Pabulib file.")
        parser.add_argument("--rule", default="greedy", help=f"One of: {', '.join(RULES)}.")
        parser.add_argument("--completion", help="How equal-shares spends what is left: none, greedy, add1, …")
        parser.add_argument("--min-score", type=int, help="Options with a lower score are not selected.")
        parser.add_argument("--ties", default="draw", help="cheaper, more-voters, file-order or draw:SEED.")
        parser.add_argument(
            "--district-envelopes",
            metavar="FILE",
            help="A budget per district: lines `district;budget`, `*` for the whole town.",
        )
        parser.add_argument(
            "--left-over-to-town",
            action="store_true",
            help="What districts leave flows to the town's envelope.",
        )
        parser.add_argument("--compare", action="store_true", help="Count by every rule that fits the ballots.")
        parser.add_argument("--json", action="store_true", help="One JSON object instead of a table.")

    def handle(self, *, file, rule, completion, compare, **options):
        gc.disable()  # a count makes no cycles; looking for some in 100,000 ballots takes a third of its time
        try:
            election = pabulib.read(file, rows=False)
            envelopes = read_envelopes(options["district_envelopes"])
            counter = Counter(election, envelopes, options, Progress(self.stderr, how_far))
            if compare:
                answer = {
                    f"{rule} {completion}".rstrip(): counter.count(rule, completion or None)
                    for rule, completion in ways(election.kind)
                }
            else:
                answer = counter.count(rule, completion)
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}", returncode=2) from error
        except pabulib.PabulibError as error:
            raise CommandError(f"{file}: {error}", returncode=2) from error
        except CountError as error:
            raise CommandError(str(error), returncode=2) from error
        finally:
            gc.enable()
        if options["json"]:
            shown = {"compared": answer} if compare else answer
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(comparison(election, answer) if compare else table(election, answer))


class Counter:
    """Counts one file as the command line asks, whole or envelope by envelope."""

    def __init__(self, election, envelopes, options, progress):
        self.election, self.envelopes, self.progress = election, envelopes, progress
        self.profile = election.profile()
        self.how = {"kind": election.kind, "ties": options["ties"], "minimum_score": options["min_score"]}
        self.flows = options["left_over_to_town"]

    def count(self, rule, completion):
        """The outcome as a plain dict: `cost` in the file's currency, every other amount in cents."""
        how = self.how | {"completion": completion, "progress": self.progress}
        if self.envelopes is None:
            outcome = count(rule, self.election.options, self.profile, self.election.budget, **how)
            return shown(outcome.as_json())
        outcomes = count_envelopes(
            rule, self.election.options, self.profile, self.envelopes, left_over_to_town=self.flows, **how
        )
        parts = {district or "*": shown(outcome.as_json()) for district, outcome in outcomes.items()}
        first, *_ = parts.values()
        whole = {"rule": rule, "completion": first["completion"], "version": first["version"]}
        for key in ("winners", "ties"):
            whole[key] = [item for part in parts.values() for item in part[key]]
        for key in ("cost", "cost_cents", "budget_cents"):
            whole[key] = sum(part[key] for part in parts.values())
        whole["explanations"] = {}
        for part in parts.values():
            whole["explanations"] |= part["explanations"]
        whole["input_digest"] = "+".join(part["input_digest"] for part in parts.values())
        return whole | {"envelopes": parts}


def shown(outcome):
    """An outcome for the command's reader: cost in units of the currency, and said in cents too."""
    spent, budget = outcome.pop("cost"), outcome.pop("budget")
    units = spent / 100 if spent % 100 else spent // 100
    return {
        "winners": outcome.pop("winners"),
        "cost": units,
        "cost_cents": spent,
        "budget_cents": budget,
    } | outcome


def read_envelopes(path):
    """District to cents, from lines `district;budget`. CountError when a line is something else."""
    if path is None:
        return None
    envelopes = {}
    with open(path, encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            district, _, amount = line.strip().rpartition(";")
            budget = cents(amount)
            if number == 1 and budget is None and district:
                continue
            if line.strip() and (budget is None or not district or district in envelopes):
                raise CountError("bad-envelopes", f"{path}: line {number}: expected `district;budget`, each once.")
            if line.strip():
                envelopes[TOWN if district == "*" else district] = budget
    return envelopes
