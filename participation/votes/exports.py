"""A vote as a Pabulib `.pb` file: an imported one comes out parse-equal, one that was held here in the same form."""

from django.db.models import Count

from ..moments import town_time
from ..phases.models import Phase
from .actions import BATCH, opened
from .models import ElectionImport, ImportedVoter
from .rules import pabulib
from .rules.pabulib.reading import NEEDED
from .rules.pabulib.values import VOTE_TYPES


CHANNELS = {"online": "internet", "paper": "paper"}
SHOWN_FROM = 20  # ballots; of fewer in one way of voting, the way is not said beside each: it would point at people


class NotExportable(Exception):
    """A vote that has no file: `not-sealed` while its ballots may still change, `no-such-type` in this format."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def pb_lines(vote):
    """The text of the vote's file, record by record, with bounded memory. Raises NotExportable before the first."""
    if not (vote.sealed_ballots.exists() or vote.results.exists()):
        raise NotExportable("not-sealed")
    if vote.ballot_kind not in VOTE_TYPES:
        raise NotExportable("no-such-type")
    source = ElectionImport.objects.filter(vote=vote).first()
    return pabulib.lines(*(_as_imported(vote, source) if source else _as_held(vote)))


def _as_imported(vote, source):
    """The parts of the file that the vote was read from."""
    voters = ImportedVoter.objects.filter(ballot__vote=vote).order_by("row")
    rows = (
        pabulib.choice_cells(vote.ballot_kind, opened(body)) | columns
        for columns, body in voters.values_list("columns", "ballot__body").iterator(BATCH)
    )
    votes = ([cells[name] for name in source.vote_columns] for cells in rows)
    return source.meta, source.project_columns, source.projects, source.vote_columns, votes


def _as_held(vote):
    """The parts of a file about a vote of this site. Voters are numbers in the order of the sealed ballots."""
    numbers = vote.sealed_ballots.exclude(channel="").order_by().values_list("channel").annotate(number=Count("pk"))
    channels = bool(numbers) and min(number for _channel, number in numbers) >= SHOWN_FROM
    columns = ["voter_id", *pabulib.choice_cells(vote.ballot_kind, ()), *(["voting_method"] if channels else [])]
    sealed = vote.sealed_ballots.order_by("pk").values_list("body", "channel").iterator(BATCH)
    votes = (
        [number, *pabulib.choice_cells(vote.ballot_kind, opened(body)).values()]
        + ([CHANNELS.get(channel, channel)] if channels else [])
        for number, (body, channel) in enumerate(sealed, 1)
    )
    projects = _projects(vote)
    return (
        _meta(vote, projects).items(),
        list(projects[0] if projects else NEEDED["PROJECTS"]),
        projects,
        columns,
        votes,
    )


def _meta(vote, projects):
    """What the file says of the vote. Where there are several envelopes, its budget is all of them together."""
    envelopes = {option.envelope_id: option.envelope for option in vote.options.select_related("envelope__district")}
    held = vote.process.phases.filter(kind=Phase.Kind.VOTE).first()
    days = {"date_begin": held and held.opens, "date_end": held and held.closes}
    told = {
        "description": vote.title,
        "unit": vote.process.name,
        "instance": ", ".join(sorted({str(envelope.year) for envelope in envelopes.values()})),
        "num_projects": len(projects),
        "num_votes": vote.sealed_ballots.count(),
        "budget": _units(sum(envelope.cents for envelope in envelopes.values())),
        "vote_type": vote.ballot_kind,
        "rule": pabulib.name_of(vote.rule, vote.completion),
        "min_project_score_threshold": vote.minimum_score,
        "currency": vote.process.currency,
        **{name: day and f"{town_time(day):%d.%m.%Y}" for name, day in days.items()},
    }
    if len(envelopes) > 1:
        told["envelopes"] = ",".join(f"{envelope}={_units(envelope.cents)}" for envelope in envelopes.values())
    return {name: value for name, value in told.items() if value not in (None, "")}


def _projects(vote):
    """The options as rows, with what the published result says of them."""
    options = list(vote.options.select_related("district", "envelope__district"))
    counts = vote.result.counts if vote.result else []
    reasons = {code: facts for each in counts for code, facts in each["outcome"]["explanations"].items()}
    winners = {code for each in counts for code in each["outcome"]["winners"]}
    several, rows = len({option.envelope_id for option in options}) > 1, []
    for option in options:
        row = {"project_id": option.code, "cost": _units(option.cost), "name": option.title}
        if any(each.district_id for each in options):
            row["district"] = option.district.name if option.district else ""
        if several:
            row["envelope"] = str(option.envelope)
        if counts:
            facts = reasons.get(option.code, {})
            row |= {"votes": facts.get("voters", 0), "score": facts.get("score", 0)}
            row["selected"] = int(option.code in winners)
        rows.append(row)
    return rows


def _units(cents):
    """An amount as these files write it: `38000`, `62.50`."""
    return f"{cents // 100}.{cents % 100:02}" if cents % 100 else str(cents // 100)
