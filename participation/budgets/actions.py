"""Putting proposals to the vote: choosing, freezing, counting, publishing; and whole past editions from a file."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from ..ballots.models import Poll
from ..frozen import refuse_frozen
from ..journal.actions import record
from ..phases.models import Envelope, Phase, Process
from ..proposals.models import Proposal
from ..votes.actions import (
    add_options,
    count_vote,
    freeze_vote,
    publish_result,
    seal_imported_ballots,
    thaw_vote,
)
from ..votes.models import ElectionImport, Option, Vote
from ..votes.pages import VoteCampaignPage
from ..votes.rules import RULES, CountError, lookup
from ..votes.rules.fingerprint import fingerprint
from ..votes.rules.pabulib import choice_cells
from . import rules
from .models import ProposalOption, as_it_stands, check_draft, option_of, purses_of, why_not_counted


@transaction.atomic
def import_edition(
    election,
    *,
    file_name,
    digest,
    parent,
    now,
    rule="greedy",
    completion="",
    minimum_score=None,
    progress=None,
    counting=None,
):
    """A past edition out of a read `.pb` file: process, proposals, vote, sealed ballots, count, published page.

    `election` is a PabulibFile, `digest` the SHA-256 of the file, `parent` the page under which the campaign page
    is published; `progress` is told how many ballots are written, `counting` how far the count is. All or nothing.
    Returns the page. Raises CountError when the rule cannot count such ballots.
    """
    lookup(rule, election.kind, completion or None)
    if not election.budget:
        raise CountError("bad-budget", "The file's budget is nothing.")
    process, envelope = _process(election.meta, election.budget, now)
    way = {"rule": rule, "completion": completion, "minimum_score": minimum_score}
    vote = Vote.objects.create(process=process, title=process.name, ballot_kind=election.kind, **way)
    lines = [(_name(row), option) for row, option in zip(election.projects, election.options, strict=True)]
    proposals = _proposals(process, lines, election.meta.get("language", "und"))
    options = add_options(vote, ((option.id, name, option.cost, None, envelope) for name, option in lines))
    ProposalOption.objects.bulk_create(
        ProposalOption(option=option, proposal=proposal) for option, proposal in zip(options, proposals, strict=True)
    )
    said = {name: getattr(election, name) for name in ("project_columns", "projects", "vote_columns")}
    meta = list(election.meta.items())
    ElectionImport.objects.create(vote=vote, file_name=file_name, digest=digest, meta=meta, **said)
    freeze_vote(vote, now)
    seal_imported_ballots(vote, _ballots(election), progress)
    publish_outcome(vote, count_vote(vote, now, counting))
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
        link.facts = reasons[link.option.code]
        if link.proposal.status in (Proposal.Status.VOTED, Proposal.Status.SELECTED, Proposal.Status.NOT_SELECTED):
            link.proposal.status = Proposal.Status.SELECTED if link.selected else Proposal.Status.NOT_SELECTED
    ProposalOption.objects.bulk_update(links, ["score", "rank", "selected", "facts"], batch_size=500)
    Proposal.objects.bulk_update([link.proposal for link in links], ["status"], batch_size=500)


def _ballots(election):
    """Each ballot with what the file says of its voter, and its own spelling of the choice if ours is another."""
    for row, ballot in zip(election.votes, election.ballots(), strict=True):
        said = choice_cells(election.kind, ballot)
        cells = zip(election.vote_columns, row, strict=True)
        yield ballot, {name: cell for name, cell in cells if said.get(name) != cell}


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


class Refused(Exception):
    """An act that is not done now. `code` says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@transaction.atomic
def choose_proposals(vote, ticked, *, by, shown=None):
    """Make the options of a draft equal to a choice of its process's proposals. Raises Frozen.

    `ticked` maps keys of proposals to the key of the envelope wanted, or None. Only the proposals with the keys `shown`
    were to be ticked (None: all); the others stay as they are. Returns those left out because no envelope pays them.
    """
    refuse_frozen(Vote, [vote.pk])
    links = ProposalOption.objects.filter(option__vote=vote)
    before = dict(links.values_list("proposal", "option__envelope"))
    wanted = {key: purse for key, purse in before.items() if shown is not None and key not in shown}
    wanted |= {key: purse or before.get(key) for key, purse in ticked.items()}
    purses, unpaid, lines = purses_of(vote.process), [], []
    for proposal in vote.process.proposals.filter(pk__in=wanted).order_by("number"):
        purse = rules.payer(proposal.district_id, purses, wanted[proposal.pk])
        if purse:
            lines.append((proposal, option_of(vote, proposal, purse.key)))
        else:
            unpaid.append(proposal)
    links.delete()
    Option.objects.filter(vote=vote).delete()
    Option.objects.bulk_create(option for _proposal, option in lines)
    ProposalOption.objects.bulk_create(ProposalOption(option=option, proposal=each) for each, option in lines)
    log(instance=vote, action="participation.vote.choose", user=by, data={"options": len(lines)})
    return unpaid


def read_draft(vote, now):
    """A draft as it would be frozen now: its pairs (proposal, option), their fingerprint, what is missing or odd."""
    pairs = as_it_stands(vote)
    has_page = VoteCampaignPage.objects.live().filter(vote=vote).exists()
    mark = fingerprint(vote.terms([option for _proposal, option in pairs]))
    return pairs, mark, check_draft(vote, pairs, has_page, now)


@transaction.atomic
def freeze_list(vote, *, read, accepted, by, now):
    """Fix a draft's rules and options, and put its proposals to the vote. Returns False when that is done already.

    `read` is the fingerprint of the list that was read, `accepted` the codes of the findings that were ticked.
    Raises Refused when the list is another by now, or when a finding blocks or was not ticked.
    """
    held = Vote.objects.select_for_update().get(pk=vote.pk)
    if held.frozen_at:
        return False
    of_this = ProposalOption.objects.filter(option__vote=held)
    list(Proposal.objects.select_for_update().filter(pk__in=of_this.values("proposal")).values_list("pk"))
    list(held.process.envelopes.select_for_update().order_by("pk").values_list("pk"))
    pairs, mark, found = read_draft(held, now)
    if mark != read or any(each.blocks or each.code not in accepted for each in found):
        raise Refused("not-ready")
    of_this.delete()
    held.options.all().delete()
    Option.objects.bulk_create(option for _proposal, option in pairs)
    ProposalOption.objects.bulk_create(ProposalOption(option=option, proposal=each) for each, option in pairs)
    freeze_vote(held, now)
    admitted = [proposal.pk for proposal, _option in pairs if proposal.status == Proposal.Status.ADMITTED]
    Proposal.objects.filter(pk__in=admitted).update(status=Proposal.Status.VOTED, updated_at=now)
    _tell(held, "freeze", by, fingerprint=held.fingerprint, options=len(pairs))
    return True


@transaction.atomic
def unfreeze_list(vote, *, reason, by, now):
    """Make a frozen vote a draft again while nobody has voted. Returns False when it is one. Raises Refused."""
    held = Vote.objects.select_for_update().get(pk=vote.pk)
    if not held.frozen_at:
        return False
    if held.rehearsal_of_id:
        raise Refused("rehearsal")
    was_opened = Poll.objects.filter(vote=held, opened_at__isnull=False).exists()
    if was_opened or held.sealed_ballots.exists() or held.results.exists():
        raise Refused("has-ballots")
    _tell(held, "unfreeze", by, reason=reason, fingerprint=held.fingerprint)
    thaw_vote(held)
    elsewhere = ProposalOption.objects.filter(option__vote__frozen_at__isnull=False).values("proposal")
    voted = Proposal.objects.filter(option_links__option__vote=held, status=Proposal.Status.VOTED)
    Proposal.objects.filter(pk__in=voted.values("pk")).exclude(pk__in=elsewhere).update(
        status=Proposal.Status.ADMITTED, updated_at=now
    )
    return True


@transaction.atomic
def count_ballots(vote, *, by, now):
    """Count a frozen vote that is over. Returns the Result: the last one if nothing came since. Raises Refused."""
    held = Vote.objects.select_for_update(of=("self",)).select_related("process").get(pk=vote.pk)
    if code := why_not_counted(held, now):
        raise Refused(code)
    last, ballots = held.results.first(), held.sealed_ballots.count()
    if last and (last.ballots, last.rule_version) == (ballots, RULES[held.rule].version):
        return last
    result = count_vote(held, now)
    _tell(held, "count", by, result=result.pk, ballots=ballots, digest=result.input_digest)
    return result


@transaction.atomic
def announce(vote, result, *, by):
    """Publish a vote's last count. Returns False when it is published already. Raises Refused."""
    held = Vote.objects.select_for_update().get(pk=vote.pk)
    if held.rehearsal_of_id:
        raise Refused("rehearsal")
    if held.result_id == result.pk:
        return False
    if held.result_id or result != held.results.first():
        raise Refused("published" if held.result_id else "counted-again")
    publish_outcome(held, result)
    _tell(held, "publish", by, result=result.pk)
    return True


def _tell(vote, act, by, **facts):
    """Write an act down where staff read the history of a vote, and in the journal that nobody can edit."""
    log(instance=vote, action=f"participation.vote.{act}", user=by, data=facts)
    record(f"vote-{act}", by, vote, **facts)
