"""The only code that writes ballots and results."""

import json
from collections import Counter
from fractions import Fraction
from itertools import islice

from django.db import connection, transaction
from django.db.models import Count

from ..phases.models import Envelope
from ..signals import result_published
from .models import Comparison, ImportedVoter, Option, Result, SealedBallot, Vote
from .rules import RULES, Profile, count, ways
from .rules import Option as PlainOption
from .rules.ballots import YES_NO
from .rules.fingerprint import fingerprint
from .rules.turnout import in_large_cells, served, taking_part


BATCH = 2000


def sealed(ballot):
    """A ballot in canonical JSON: the same choices are always the same text."""
    return json.dumps(ballot, ensure_ascii=False, separators=(",", ":"))


def opened(body):
    """The ballot that `sealed` wrote, as plain tuples."""
    return tuple(tuple(part) if isinstance(part, list) else part for part in json.loads(body))


def seal_imported_ballots(vote, rows, progress=None):
    """Write the ballots of a published file. `rows` yields (ballot, columns about its voter). Returns their number.

    Call it in the transaction that makes the vote. `progress` is told their number now and then.
    """
    rows, written = iter(rows), 0
    while batch := list(islice(rows, BATCH)):
        ballots = SealedBallot.objects.bulk_create(
            SealedBallot(vote=vote, body=sealed(ballot), imported=True) for ballot, _columns in batch
        )
        ImportedVoter.objects.bulk_create(
            ImportedVoter(ballot=ballot, row=written + place, columns=columns)
            for place, (ballot, (_choices, columns)) in enumerate(zip(ballots, batch, strict=True), 1)
        )
        written += len(batch)
        if progress:
            progress(written)
    _count_rows_anew()
    return written


def _count_rows_anew():
    """After many rows at once: PostgreSQL plans joins by how few it saw last, and would read for minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {SealedBallot._meta.db_table}, {ImportedVoter._meta.db_table}")


def profile_of(vote):
    """All sealed ballots of a vote, equal ones merged."""
    bodies = Counter(vote.sealed_ballots.values_list("body", flat=True).iterator(BATCH))
    return Profile(vote.ballot_kind, {opened(body): number for body, number in bodies.items()})


@transaction.atomic
def count_vote(vote, now, progress=None):
    """Count a vote's sealed ballots by its rule, each envelope alone, and keep what was found. Returns the Result.

    `progress(step, share)` is told how far a long count is, as `rules.count` does.
    """
    profile = profile_of(vote)
    counts = counts_by(vote, profile, vote.rule, vote.completion, progress)
    return Result.objects.create(
        vote=vote,
        rule=vote.rule,
        completion=vote.completion,
        rule_version=RULES[vote.rule].version,
        input_digest=_digest(counts),
        ballots=profile.voters,
        turnout=_turnout(vote, profile, counts),
        counts=counts,
        counted_at=now,
        rehearsal=vote.rehearsal_of_id is not None,
    )


def counts_by(vote, profile, rule, completion="", progress=None):
    """What a rule finds in these ballots, each envelope alone: the list that a Result keeps."""
    options = list(vote.options.select_related("envelope__district"))
    envelopes, counts = {option.envelope_id: option.envelope for option in options}, []
    for envelope in envelopes.values():
        plain = [PlainOption(option.code, option.cost) for option in options if option.envelope_id == envelope.pk]
        outcome = count(
            rule,
            plain,
            _only(profile, plain, several=len(envelopes) > 1),
            envelope.cents,
            kind=vote.ballot_kind,
            completion=completion or None,
            minimum_score=vote.minimum_score,
            ties=f"draw:{vote.draw_seed}" if vote.draw_seed else "draw",
            registered=vote.registered,
            quorum=None if vote.quorum_percent is None else Fraction(vote.quorum_percent, 100),
            mentions=vote.mentions,
            progress=progress,
        )
        counts.append(
            {
                "envelope": envelope.pk,
                "name": envelope.name or (envelope.district.name if envelope.district else ""),
                "year": envelope.year,
                "outcome": outcome.as_json(),
            }
        )
    return counts


def _digest(counts):
    """The digests of the envelopes' inputs as one line."""
    return "+".join(each["outcome"]["input_digest"] for each in counts)[:64]


def _turnout(vote, profile, counts):
    """What a result tells of taking part. Channels: None where unknown, empty where a number could point at people."""
    channels = Counter(dict(vote.sealed_ballots.order_by().values_list("channel").annotate(number=Count("pk"))))
    methods = ImportedVoter.objects.filter(ballot__vote=vote, columns__has_key="voting_method").order_by()
    for method, number in methods.values_list("columns__voting_method").annotate(number=Count("pk")):
        channels[str(method or "").strip().lower()[:60]] += number
        channels[""] -= number
    told = taking_part(profile) | served(profile, winners_of(counts)) | {"registered": vote.registered}
    return told | {"channels": in_large_cells(channels) if set(+channels) - {""} else None}


def winners_of(counts):
    """The codes of all that was selected, envelope after envelope, in order of selection."""
    return [code for each in counts for code in each["outcome"]["winners"]]


def compare_vote(result, now, progress=None):
    """Count the ballots of a result by every rule that fits them and keep it beside the result. Returns the Comparison.

    It may take minutes for a large town: `progress(done, of, rule, completion)` is called before each way to count. A
    comparison that exists is returned as it is. Raises ValueError when the ballots are not those of the result.
    """
    if found := Comparison.objects.filter(result=result).first():
        return found
    vote, told = result.vote, []
    profile, options = profile_of(vote), list(vote.options.all())
    fitting, inputs = ways(vote.ballot_kind), [each["outcome"]["input_digest"] for each in result.counts]
    for done, (rule, completion) in enumerate(fitting):
        if progress:
            progress(done, len(fitting), rule, completion)
        counts = counts_by(vote, profile, rule, completion)
        if [each["outcome"]["input_digest"] for each in counts] != inputs:
            raise ValueError("These are not the ballots, options and envelopes that the result was counted from.")
        told.append(_way(rule, completion, winners_of(counts), profile, options))
    return Comparison.objects.get_or_create(result=result, defaults={"ways": told, "made_at": now})[0]


def _way(rule, completion, winners, profile, options):
    """One way to count as a Comparison keeps it: cents, and keys of districts as text ("" is the whole town)."""
    won, districts = set(winners), Counter()
    for option in options:
        if option.code in won:
            districts[str(option.district_id or "")] += option.cost
    told = {"rule": rule, "completion": completion, "version": RULES[rule].version, "winners": winners}
    return told | {"cost": districts.total(), "districts": districts, **served(profile, winners)}


def _only(profile, options, several):
    """The part of every ballot that speaks of these options; of several envelopes, each has its own voters only."""
    if profile.kind in YES_NO:  # an answer names no option
        return profile
    codes = {option.id for option in options}
    kept = Counter()
    for ballot, number in profile.weights.items():
        part = tuple(each for each in ballot if (each[0] if isinstance(each, tuple) else each) in codes)
        if part or not several:
            kept[part] += number
    return Profile(profile.kind, kept)


@transaction.atomic
def publish_result(vote, result):
    """Make `result` the one that the public pages show."""
    if result.vote_id != vote.pk:
        raise ValueError("This result belongs to another vote.")
    if vote.rehearsal_of_id:
        raise ValueError("A rehearsal has no public result.")
    Vote.objects.filter(pk=vote.pk).update(result=result)
    vote.result = result
    transaction.on_commit(lambda: result_published.send(Vote, vote=vote, result=result))


def add_options(vote, lines):
    """Write the options of a vote in their order. `lines` yields (code, title, cents, district, envelope)."""
    return Option.objects.bulk_create(
        Option(vote=vote, code=code, title=title, cost=cents, district=district, envelope=envelope, position=position)
        for position, (code, title, cents, district, envelope) in enumerate(lines, 1)
    )


@transaction.atomic
def freeze_vote(vote, now):
    """Fix a vote's rules, options and money as they stand, and keep their fingerprint."""
    options = list(vote.options.select_related("envelope"))
    Envelope.objects.filter(pk__in={option.envelope_id for option in options}, held_at=None).update(held_at=now)
    vote.frozen_at, vote.fingerprint = now, fingerprint(vote.terms(options))
    Vote.objects.filter(pk=vote.pk).update(frozen_at=vote.frozen_at, fingerprint=vote.fingerprint)


@transaction.atomic
def thaw_vote(vote):
    """Undo `freeze_vote`. The caller has made sure that no ballot exists, and holds the vote's lock."""
    held = set(vote.options.values_list("envelope", flat=True))
    Vote.objects.filter(pk=vote.pk).thaw(frozen_at=None, fingerprint="")
    frozen = Option.objects.filter(vote__frozen_at__isnull=False, vote__rehearsal_of=None)
    still = frozen.filter(envelope__in=held).values("envelope")
    Envelope.objects.filter(pk__in=held).exclude(pk__in=still).thaw(held_at=None)
    vote.frozen_at, vote.fingerprint = None, ""
