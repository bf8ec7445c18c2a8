"""Ballots: which kinds exist, what makes one valid, and how many points each gives to an option.

A ballot is a plain tuple. `approval`, `choose-1`: option ids. `cumulative`, `scoring`: (id, points) pairs.
`ordinal`: ids, best first. `yes-no`: one of YES, NO, BLANK. `mentions`: (id, mention) pairs.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from .values import Ballots, CountError, Profile


APPROVALS = frozenset({"approval", "choose-1"})
POINTS = frozenset({"cumulative", "scoring"})
RANKINGS = frozenset({"ordinal"})
SCORED = APPROVALS | POINTS | RANKINGS
YES_NO = frozenset({"yes-no"})
MENTIONS = frozenset({"mentions"})
KINDS = SCORED | YES_NO | MENTIONS

YES, NO, BLANK = ("yes",), ("no",), ("blank",)


def merge(kind: str, ballots: Ballots, option_ids: Iterable[str]) -> Profile:
    """Every ballot checked and in its canonical form, equal ones merged.

    Order inside a ballot is kept only where it means something (rankings). Raises CountError.
    """
    if kind not in KINDS:
        raise CountError("unknown-kind", f"Unknown kind of ballot: {kind!r}.", kind=kind)
    known = frozenset(option_ids)
    if isinstance(ballots, Profile):
        if ballots.kind != kind:
            message = f"These are {ballots.kind} ballots, not {kind}."
            raise CountError("other-kind", message, kind=kind, found=ballots.kind)
        if ballots.checked is not None and ballots.checked <= known:
            return ballots
        ballots = ballots.weights
    weights = ballots if isinstance(ballots, Mapping) else Counter(map(tuple, ballots))
    merged: dict[tuple, int] = {}
    for ballot, weight in weights.items():
        if not isinstance(weight, int) or weight < 1:
            raise CountError("bad-weight", f"A ballot's weight must be a positive integer, not {weight!r}.")
        canonical = check(kind, ballot, known)
        merged[canonical] = merged.get(canonical, 0) + weight
    return Profile(kind, merged, known)


def check(kind: str, ballot: tuple, known: frozenset[str]) -> tuple:
    """The canonical form of one valid ballot; CountError for any other."""
    if kind in YES_NO:
        if ballot not in (YES, NO, BLANK):
            raise CountError("bad-answer", f"A ballot must be yes, no or blank, not {ballot!r}.")
        return ballot
    pairs = kind in POINTS or kind in MENTIONS
    ids = [option for option, _ in ballot] if pairs else ballot
    distinct = frozenset(ids)
    if not distinct <= known:
        stranger = min(distinct - known)
        raise CountError("unknown-option", f"A ballot names an unknown option: {stranger}.", option=stranger)
    if len(distinct) != len(ids):
        raise CountError("repeated-option", f"A ballot names an option twice: {ballot!r}.")
    if kind == "choose-1" and len(ids) > 1:
        raise CountError("too-many-options", f"A ballot names more than one option: {ballot!r}.")
    if kind in POINTS:
        return _check_points(ballot)
    return ballot if kind in RANKINGS else tuple(sorted(ballot))


def _check_points(ballot: tuple) -> tuple:
    for option, points in ballot:
        if not isinstance(points, int) or points < 0:
            message = f"Points must be whole numbers from 0 up, not {points!r}."
            raise CountError("bad-points", message, option=option)
    return tuple(sorted(pair for pair in ballot if pair[1]))


def points_given(kind: str, ballot: tuple) -> Iterable[tuple[str, int]]:
    """What a ballot gives: (option id, points), points above 0.

    An approval or a mention is worth 1. A ranking of L options gives L points to the first and 1 to the last
    (Jean-Charles de Borda's count, modified for short ballots: Kraków's 3, 2, 1).
    """
    if kind in APPROVALS:
        return [(option, 1) for option in ballot]
    if kind in RANKINGS:
        return zip(ballot, range(len(ballot), 0, -1), strict=True)
    if kind in MENTIONS:
        return [(option, 1) for option, _ in ballot]
    return ballot


def utilities(kind: str, ballot: tuple) -> Iterable[tuple[str, int]]:
    """What options are worth to a voter in equal shares: (option id, utility), utilities above 0.

    For rankings the number of options ranked below, as the published comparisons have it (pabutools'
    Additive_Borda_Sat): the last one named is worth nothing. Otherwise the points given.
    """
    if kind in RANKINGS:
        return zip(ballot, range(len(ballot) - 1, 0, -1))  # noqa: B905 - the last one is left out
    return points_given(kind, ballot)
