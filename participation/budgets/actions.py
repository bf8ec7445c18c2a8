"""Making a whole past edition out of a published election."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from ..phases.models import Envelope, Phase, Process
from ..proposals.models import Proposal
from ..votes.actions import add_options, count_vote, publish_result, seal_imported_ballots
from ..votes.models import ElectionImport, Vote
from ..votes.pages import VoteCampaignPage
from .models import ProposalOption


ABOUT_THE_CHOICE = ("vote", "points")


@transaction.atomic
def import_edition(election, *, file_name, digest, parent, now, rule="greedy"):
    """A past edition out of a read `.pb` file: process, proposals, vote, sealed ballots, count, published page.

    `election` is a PabulibFile, `digest` the SHA-256 of the file, `parent` the page under which the campaign page
    is published. All or nothing. Returns the page. Raises CountError when the rule cannot count such ballots.
    """
    process, envelope = _process(election.meta, election.budget, now)
    vote = Vote.objects.create(process=process, title=process.name, ballot_kind=election.kind, rule=rule)
    names = [_name(row) for row in election.projects]
    proposals = _proposals(process, zip(names, election.options, strict=True), election.meta.get("language", "und"))
    lines = zip(names, election.options, strict=True)
    options = add_options(vote, ((option.id, name, option.cost, None, envelope) for name, option in lines))
    ProposalOption.objects.bulk_create(
        ProposalOption(option=option, proposal=proposal) for option, proposal in zip(options, proposals, strict=True)
    )
    ElectionImport.objects.create(
        vote=vote,
        file_name=file_name,
        digest=digest,
        meta=election.meta,
        project_columns=election.project_columns,
        projects=election.projects,
        vote_columns=election.vote_columns,
    )
    voters = (
        {name: cell for name, cell in zip(election.vote_columns, row, strict=True) if name not in ABOUT_THE_CHOICE}
        for row in election.votes
    )
    seal_imported_ballots(vote, zip(election.ballots(), voters, strict=True))
    publish_outcome(vote, count_vote(vote, now))
    return _publish(vote, parent)


@transaction.atomic
def publish_outcome(vote, result):
    """Make `result` the public one, and let every proposal of the vote say what became of it."""
    publish_result(vote, result)
    reasons, winners = {}, set()
    for each in result.counts:
        reasons |= each["outcome"]["explanations"]
        winners |= set(each["outcome"]["winners"])
    scores = {code: facts.get("score", 0) for code, facts in reasons.items()}
    links = list(ProposalOption.objects.filter(option__vote=vote).select_related("option", "proposal"))
    ordered = sorted(links, key=lambda link: (-scores[link.option.code], link.option.position))
    for rank, link in enumerate(ordered, 1):
        link.score, link.rank, link.selected = scores[link.option.code], rank, link.option.code in winners
        if link.proposal.status in (Proposal.Status.VOTED, Proposal.Status.SELECTED, Proposal.Status.NOT_SELECTED):
            link.proposal.status = Proposal.Status.SELECTED if link.selected else Proposal.Status.NOT_SELECTED
    ProposalOption.objects.bulk_update(links, ["score", "rank", "selected"], batch_size=500)
    Proposal.objects.bulk_update([link.proposal for link in links], ["status"], batch_size=500)


def _name(row):
    """A project's name, or its number where the file has none."""
    return (row.get("name") or row["project_id"])[:500]


def _proposals(process, lines, language):
    """One proposal a project, as it was put to the vote. `lines` yields (name, option)."""
    return Proposal.objects.bulk_create(
        Proposal(
            process=process,
            number=number,
            title=name,
            cost=option.cost,
            status=Proposal.Status.VOTED,
            language=language,
        )
        for number, (name, option) in enumerate(lines, 1)
    )


def _process(meta, cents, now):
    """The process of a past edition: its vote between the file's dates, its results ever since."""
    begin, end = _days(meta)
    zone = timezone.get_default_timezone()
    name = meta.get("description") or " ".join(filter(None, (meta.get("unit"), meta.get("instance"))))
    process = Process.objects.create(
        kind=Process.Kind.BUDGET, name=name[:200], currency=meta.get("currency", "EUR")[:3]
    )
    if begin:
        closes = datetime.combine(end, time(23, 59), zone)
        Phase.objects.create(
            process=process,
            kind=Phase.Kind.VOTE,
            opens=datetime.combine(begin, time(0), zone),
            closes=closes,
            sort_order=0,
        )
    Phase.objects.create(
        process=process, kind=Phase.Kind.RESULTS, opens=min(closes, now) if begin else now, sort_order=1
    )
    part = meta.get("subunit") or meta.get("district") or ""
    envelope = Envelope.objects.create(process=process, name=part[:120], cents=cents, year=(begin or now).year)
    return process, envelope


def _days(meta):
    """The first and last day of the vote as the file says them: `03.04.2023`, `2023`, or nothing."""
    begin = _day(meta.get("date_begin", ""), month=1, day=1)
    end = _day(meta.get("date_end", ""), month=12, day=31)
    begin = begin or end
    return begin, max(begin, end or begin) if begin else None


def _day(text, month, day):
    """One day; a year alone stands for its given month and day; None where the text is no date."""
    parts = text.strip().split(".")
    try:
        numbers = [int(part) for part in parts]
        return date(*reversed(numbers)) if len(numbers) == 3 else date(numbers[0], month, day)
    except (ValueError, TypeError):
        return None


def _publish(vote, parent):
    """The campaign page that shows the result, published below `parent`."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    stem = slugify(vote.title)[:200] or "vote"
    slug = next(each for each in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)
    page = VoteCampaignPage(title=vote.title, slug=slug, vote=vote)
    parent.add_child(instance=page)
    page.save_revision(log_action=True).publish()
    return page
