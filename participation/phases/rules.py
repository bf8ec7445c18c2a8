"""What is open now, and which timelines are refused. Pure: spans and a moment in, values out.

A span is open from its opening, included, to its closing, excluded: "until 20 October, 23:59" is over at
23:59:00 exactly. A call or a vote without both of its dates is never open.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


KINDS = ("call", "admissibility", "study", "vote", "results", "realisation")
FACES = ("before", "open", "study", "vote", "results", "closed")
# Residents act in these, so both ends must be known; the others may have no end.
DECIDING = ("call", "vote")


@dataclass(frozen=True)
class Span:
    """One phase on the timeline: its kind, two aware datetimes or None, its own name if any, the usual word."""

    kind: str
    opens: datetime | None = None
    closes: datetime | None = None
    name: str = ""
    usual: str = ""

    def is_open(self, now):
        """Is this phase under way at `now`?"""
        if self.opens is None or now < self.opens:
            return False
        if self.closes is None:
            return self.kind not in DECIDING
        return now < self.closes

    def is_over(self, now):
        """Has this phase ended at `now`?"""
        return self.closes is not None and now >= self.closes


@dataclass(frozen=True)
class Standing:
    """Where a timeline stands at one moment.

    `face` is what a page shows: before, open, study, vote, results or closed. `coming` is the next phase to
    open, which a page names when nothing is under way.
    """

    face: str
    spans: tuple[Span, ...]
    current: tuple[Span, ...]
    coming: Span | None
    archived: bool = False

    def span(self, kind):
        """The phase of that kind, or None."""
        return next((span for span in self.spans if span.kind == kind), None)

    @property
    def acting(self):
        """The phase in which residents act now (call or vote), or None."""
        return next((span for span in self.current if span.kind in DECIDING), None)


@dataclass(frozen=True)
class Refusal:
    """A timeline that cannot be: a code, and the phases it speaks of. The words belong to the form."""

    code: str
    first: Span
    second: Span | None = None


@dataclass(frozen=True)
class Remark:
    """Something a careful colleague would point out: a code and the phase it speaks of."""

    code: str
    span: Span | None = None


def in_order(spans):
    """The spans as a reader expects them: by opening, undated ones where their kind stands."""
    rank = {kind: place for place, kind in enumerate(KINDS)}
    ordered = sorted(spans, key=lambda span: rank[span.kind])
    dated = iter(sorted((span for span in ordered if span.opens), key=lambda span: span.opens))
    return tuple(next(dated) if span.opens else span for span in ordered)


def standing(spans, now, archived=False):
    """Say what is open at `now`. Pages, forms and lists ask this function and no other."""
    spans = in_order(spans)
    current = () if archived else tuple(span for span in spans if span.is_open(now))
    coming = (
        None
        if archived
        else min((span for span in spans if span.opens and span.opens > now), key=lambda span: span.opens, default=None)
    )
    return Standing("closed" if archived else _face(spans, current, coming, now), spans, current, coming, archived)


def _face(spans, current, coming, now):
    under_way = {span.kind for span in current}
    if "vote" in under_way:
        return "vote"
    if "call" in under_way:
        return "open"
    begun = {span.kind for span in spans if span.opens and span.opens <= now}
    if begun & {"results", "realisation"}:
        return "results"
    if not begun or any(span.kind == "call" and span.opens and span.opens > now for span in spans):
        return "before"  # information may come before the call; a call without a date is never waited for
    return "study" if current or coming else "closed"


def check_timeline(spans):
    """The reasons why this timeline is refused; an empty tuple when it holds."""
    refusals = [
        Refusal("ends-before-it-begins", span)
        for span in spans
        if span.opens and span.closes and span.closes <= span.opens
    ]
    by_kind = {}
    for span in spans:
        if span.kind in by_kind:
            refusals.append(Refusal("twice", span, by_kind[span.kind]))
        by_kind.setdefault(span.kind, span)
    call, vote, results = (by_kind.get(kind) for kind in ("call", "vote", "results"))
    if call and vote and _overlap(call, vote):
        refusals.append(Refusal("call-and-vote-overlap", call, vote))
    if vote and results and vote.closes and results.opens and results.opens < vote.closes:
        refusals.append(Refusal("results-before-the-vote-ends", results, vote))
    return tuple(refusals)


def _overlap(one, other):
    """Do two spans share an instant? An unknown end is taken as endless."""
    if not (one.opens and other.opens):
        return False
    first, second = sorted((one, other), key=lambda span: span.opens)
    return first.closes is None or second.opens < first.closes


def remarks(spans, now):
    """What to warn of: dates that are missing and dates that have passed."""
    if not spans:
        return (Remark("no-phases"),)
    found = []
    for span in in_order(spans):
        if span.opens is None:
            found.append(Remark("no-opening", span))
        if span.closes is None and (span.kind in DECIDING or span.opens is None):
            found.append(Remark("no-closing", span))
        if span.is_over(now):
            found.append(Remark("is-over", span))
        elif span.opens and span.opens <= now:
            found.append(Remark("has-begun", span))
    return tuple(found)


def moved(before, after, now):
    """The phases under way at `now` whose dates differ in `after` or which are gone: pairs (old, new or None)."""
    later = {span.kind: span for span in after}
    pairs = ((span, later.get(span.kind)) for span in before if span.is_open(now))
    return tuple((old, new) for old, new in pairs if new is None or (old.opens, old.closes) != (new.opens, new.closes))


def shift(moment, days, zone):
    """The same wall-clock time `days` later in the town's time zone, across changes of summer time."""
    if moment is None:
        return None
    local = moment.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    return local.replace(tzinfo=zone)


def example(spans, face, now):
    """A standing that shows `face`, for a preview: real dates where they exist, invented ones beside `now`."""
    wanted = {"open": "call", "study": "study", "vote": "vote", "counting": "vote", "results": "results"}.get(face)
    staged = list(in_order(spans) or (Span("call"), Span("vote")))
    if wanted and all(span.kind != wanted for span in staged):
        rank = KINDS.index(wanted)
        place = next((at for at, span in enumerate(staged) if KINDS.index(span.kind) > rank), len(staged))
        staged.insert(place, Span(wanted))
    here = next((at for at, span in enumerate(staged) if span.kind == wanted), -1)
    fortnight = timedelta(days=14)
    since = timedelta(days={"counting": 13}.get(face, 7) if wanted else 0)  # counting: the vote ends at this moment
    dated = []
    for at, span in enumerate(staged):
        opens = now + fortnight * (at - here) - since
        dated.append(replace(span, opens=opens, closes=opens + fortnight - timedelta(days=1)))
    return standing(tuple(dated), now)
