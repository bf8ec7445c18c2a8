"""The only code that writes ballots and results."""

import json
from collections import Counter
from itertools import islice

from django.db import transaction

from ..signals import result_published
from .models import ImportedVoter, Option, Result, SealedBallot, Vote
from .rules import RULES, Profile, count
from .rules import Option as PlainOption


BATCH = 2000


def sealed(ballot):
    """A ballot in canonical JSON: the same choices are always the same text."""
    return json.dumps(ballot, ensure_ascii=False, separators=(",", ":"))


def opened(body):
    """The ballot that `sealed` wrote, as plain tuples."""
    return tuple(tuple(part) if isinstance(part, list) else part for part in json.loads(body))


def seal_imported_ballots(vote, rows):
    """Write the ballots of a published file. `rows` yields (ballot, columns about its voter). Returns their number.

    Call it in the transaction that makes the vote.
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
    return written


def profile_of(vote):
    """All sealed ballots of a vote, equal ones merged."""
    bodies = Counter(vote.sealed_ballots.values_list("body", flat=True).iterator(BATCH))
    return Profile(vote.ballot_kind, {opened(body): number for body, number in bodies.items()})


@transaction.atomic
def count_vote(vote, now):
    """Count a vote's sealed ballots by its rule, each envelope alone, and keep what was found. Returns the Result."""
    profile = profile_of(vote)
    options = list(vote.options.select_related("envelope__district"))
    counts = []
    for envelope in {option.envelope_id: option.envelope for option in options}.values():
        plain = [PlainOption(option.code, option.cost) for option in options if option.envelope_id == envelope.pk]
        outcome = count(
            vote.rule,
            plain,
            _only(profile, plain),
            envelope.cents,
            kind=vote.ballot_kind,
            completion=vote.completion or None,
        )
        counts.append(
            {
                "envelope": envelope.pk,
                "name": envelope.name or (envelope.district.name if envelope.district else ""),
                "year": envelope.year,
                "outcome": outcome.as_json(),
            }
        )
    return Result.objects.create(
        vote=vote,
        rule=vote.rule,
        completion=vote.completion,
        rule_version=RULES[vote.rule].version,
        input_digest="+".join(each["outcome"]["input_digest"] for each in counts)[:64],
        ballots=profile.voters,
        counts=counts,
        counted_at=now,
    )


def _only(profile, options):
    """The part of every ballot that speaks of these options; each envelope is counted alone."""
    codes = {option.id for option in options}
    kept = Counter()
    for ballot, number in profile.weights.items():
        part = tuple(each for each in ballot if (each[0] if isinstance(each, tuple) else each) in codes)
        kept[part] += number
    return Profile(profile.kind, kept)


@transaction.atomic
def publish_result(vote, result):
    """Make `result` the one that the public pages show."""
    if result.vote_id != vote.pk:
        raise ValueError("This result belongs to another vote.")
    Vote.objects.filter(pk=vote.pk).update(result=result)
    vote.result = result
    transaction.on_commit(lambda: result_published.send(Vote, vote=vote, result=result))


def add_options(vote, lines):
    """Write the options of a vote in their order. `lines` yields (code, title, cents, district, envelope)."""
    return Option.objects.bulk_create(
        Option(vote=vote, code=code, title=title, cost=cents, district=district, envelope=envelope, position=position)
        for position, (code, title, cents, district, envelope) in enumerate(lines, 1)
    )
