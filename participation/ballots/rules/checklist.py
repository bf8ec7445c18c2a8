"""What is missing before a box is opened, and where a poll stands. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from ...phases.rules import Span
from .modes import Limits


STATES = ("draft", "open", "closed", "sealed")


def state_of(opened_at, closed_at, sealed_at):
    """One of STATES. What is open by this word may be over by the clock: somebody closes it."""
    if sealed_at:
        return "sealed"
    return "closed" if closed_at else "open" if opened_at else "draft"


@dataclass(frozen=True, slots=True)
class Readiness:
    """A poll and all around it, as the checklist asks. `options` counts the options of each envelope."""

    frozen: bool
    span: Span | None
    archived: bool
    help_elsewhere: str
    privacy_notice: str
    impact_assessment: str
    risk_level: int | None  # None: this version was not answered
    readers: int
    readers_who_publish: int
    needs_roll: bool
    online: bool
    electors: int
    electors_with_code: int
    without_code: int  # those of the roll, not those who were added by hand
    rehearsed: bool
    has_page: bool
    database_is_fit: bool
    limits: Mapping[Any, Limits] = field(default_factory=dict)
    options: Mapping[Any, int] = field(default_factory=dict)


class Line(NamedTuple):
    """One line of the checklist. A line that blocks keeps the box shut; another is advice, to be read and ticked."""

    code: str
    done: bool
    blocks: bool = True
    number: int = 0


def checklist(poll: Readiness, now: datetime) -> tuple[Line, ...]:
    """Every line, done or not, in the order of the work."""
    span = poll.span
    has_dates = span is not None and span.opens is not None and span.closes is not None
    lines = [
        Line("help-elsewhere", bool(poll.help_elsewhere.strip())),
        Line("limits", not _impossible(poll)),
        Line("readers", poll.readers > 0),
        Line("publisher", poll.readers_who_publish > 0),
        Line("second-reader", poll.readers > 1, blocks=False),
        Line("risk", poll.risk_level is not None),
        Line("privacy", bool(poll.privacy_notice.strip())),
        Line("impact", bool(poll.impact_assessment.strip()), blocks=False),
        Line("not-archived", not poll.archived),
        Line("no-dates", has_dates),
        Line("is-over", not (has_dates and span.is_over(now))),
        Line("not-frozen", poll.frozen),
    ]
    if poll.risk_level is not None:
        lines.insert(6, Line("level", poll.risk_level == 1, blocks=False, number=poll.risk_level))
    if poll.needs_roll:
        lines.append(Line("roll", poll.electors > 0))
        if poll.online and poll.electors:
            lines.append(Line("codes", poll.electors_with_code > 0))
            lines.append(Line("all-codes", not poll.without_code, blocks=False, number=poll.without_code))
    elif poll.electors_with_code:
        lines.append(Line("one-way", False, blocks=False))
    lines += [
        Line("rehearsed", poll.rehearsed, blocks=False),
        Line("page", poll.has_page, blocks=False),
        Line("sqlite", poll.database_is_fit),
    ]
    return tuple(lines)


def missing(lines):
    """The lines that keep a box shut."""
    return [line for line in lines if line.blocks and not line.done]


def advice(lines):
    """The lines that somebody reads and ticks before a box is opened."""
    return [line for line in lines if not line.blocks and not line.done]


def _impossible(poll):
    """Is there an envelope of which no ballot could satisfy the limits?"""
    return any(
        limits.least > poll.options.get(key, 0) or (limits.most is not None and limits.most < limits.least)
        for key, limits in poll.limits.items()
    )
