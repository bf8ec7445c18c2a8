"""Which money pays for a proposal, and what to mind before a list is frozen and before a vote is counted. Pure."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from ..phases.rules import Span


PUT_TO_THE_VOTE = ("admitted", "voted")  # the statuses in which a proposal may stand on a ballot


@dataclass(frozen=True)
class Purse:
    """An envelope: its key, the key of its district (None: the whole town), its own name if any, its cents."""

    key: int
    district: int | None
    name: str
    cents: int


@dataclass(frozen=True)
class Line:
    """A proposal as it would stand on the ballot. `elsewhere`: another vote that is frozen has it too."""

    number: int
    title: str
    cost: int | None
    status: str
    purse: Purse | None
    elsewhere: bool = False


@dataclass(frozen=True)
class Draft:
    """What a vote would be frozen with. `spends`: its rule spends the envelopes, rather than choosing one option."""

    lines: tuple[Line, ...]
    span: Span | None
    kind: str
    rule_fits: bool = True
    spends: bool = True
    archived: bool = False
    has_question: bool = True
    has_scale: bool = True
    needs_registered: bool = False
    has_ballots: bool = False
    has_page: bool = True
    left_out: int = 0


@dataclass(frozen=True)
class Finding:
    """Something missing or odd. One that blocks is mended; another is read and ticked."""

    code: str
    blocks: bool
    lines: tuple[Line, ...] = ()
    number: int = 0


def payers(district, purses):
    """The purses that may pay for something in that district: its own, else the whole town's. The plainest first."""
    own = [purse for purse in purses if district is not None and purse.district == district]
    found = own or [purse for purse in purses if purse.district is None]
    return sorted(found, key=lambda purse: bool(purse.name))


def payer(district, purses, wanted=None):
    """The purse with the key `wanted` if it may pay, else the first that may, else None."""
    found = payers(district, purses)
    return next((purse for purse in found if purse.key == wanted), found[0] if found else None)


def findings(draft: Draft, now: datetime) -> tuple[Finding, ...]:
    """All that is missing or odd in a draft, what blocks first."""
    return (*_blocking(draft, now), *_odd(draft, now))


def _blocking(draft, now):
    lines, span = draft.lines, draft.span
    about_lines = {
        "no-cost": [line for line in lines if line.cost is None],
        "no-envelope": [line for line in lines if line.purse is None],
        "too-dear": [
            line for line in lines if draft.spends and line.purse and line.cost and line.cost > line.purse.cents
        ],
        "not-admissible": [line for line in lines if line.status not in PUT_TO_THE_VOTE],
    }
    said = {
        "no-option": not lines,
        "one-question": draft.kind == "yes-no" and len(lines) > 1,
        "no-dates": span is None or span.opens is None or span.closes is None,
        "vote-is-over": span is not None and span.is_over(now),
        "archived": draft.archived,
        "rule-does-not-fit": not draft.rule_fits,
        "no-scale": not draft.has_scale,
        "no-registered": draft.needs_registered,
        "has-ballots": draft.has_ballots,
    }
    yield from (Finding(code, True) for code, true in said.items() if true)
    yield from (Finding(code, True, tuple(found), len(found)) for code, found in about_lines.items() if found)


def _odd(draft, now):
    lines, span = draft.lines, draft.span
    titles = Counter(line.title.strip().casefold() for line in lines)
    about_lines = {
        "same-title": [line for line in lines if titles[line.title.strip().casefold()] > 1],
        "in-another-vote": [line for line in lines if line.elsewhere],
    }
    said = {
        "one-option": len(lines) == 1 and draft.kind != "yes-no",
        "all-fit": draft.spends and len(lines) > 1 and _all_fit(lines),
        "no-question": not draft.has_question,
        "vote-has-begun": span is not None and span.is_open(now),
        "no-page": not draft.has_page,
    }
    yield from (Finding(code, False) for code, true in said.items() if true)
    yield from (Finding(code, False, tuple(found), len(found)) for code, found in about_lines.items() if found)
    if draft.left_out:
        yield Finding("left-out", False, number=draft.left_out)


def _all_fit(lines):
    """Does the money pay for everything, so that there is nothing to choose?"""
    wanted = Counter()
    for line in lines:
        wanted[line.purse] += line.cost or 0
    return None not in wanted and all(cents <= purse.cents for purse, cents in wanted.items())


def obstacle_to_counting(*, frozen, published, span, now, ballots, intact, box_open=False, held=False):
    """Why a vote is not counted now, as a code; None when it may be.

    `box_open`: the vote has a poll that is not sealed, opened or not. `held`: it has one that is, and that knew its own
    end; only a vote without a poll is over by its phase.
    """
    if published:
        return "published"
    if not frozen:
        return "not-frozen"
    if box_open:
        return "not-sealed"
    if not held and (span is None or span.closes is None):
        return "no-end"
    if not held and not span.is_over(now):
        return "not-over"
    if not ballots:
        return "no-ballots"
    return None if intact else "changed"
