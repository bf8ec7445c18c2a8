"""Envelopes: a budget for each district and optionally one for the whole town, each counted alone.

Where the règlement says so, what the districts leave flows to the town's envelope, which is counted last.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from . import count
from .ballots import MENTIONS, POINTS, merge
from .values import Ballots, CountError, Option, Outcome, Profile


TOWN = None


def count_envelopes(
    rule: str,
    options: Iterable[Option],
    ballots: Ballots,
    envelopes: Mapping[str | None, int],
    *,
    kind: str = "approval",
    left_over_to_town: bool = False,
    **how: Any,
) -> dict[str | None, Outcome]:
    """One Outcome an envelope (district, or TOWN), districts in the order given. Cents; `how` as for `count`.

    In an envelope only its own options count, and only voters who named one of them. Raises CountError.
    """
    options = tuple(options)
    profile = merge(kind, ballots, (option.id for option in options))
    homeless = sorted({option.district or "*" for option in options if option.district not in envelopes})
    if homeless:
        message = f"No envelope for: {', '.join(homeless)} (* is the whole town)."
        raise CountError("envelope-missing", message, districts=homeless)
    if left_over_to_town and TOWN not in envelopes:
        raise CountError("envelope-missing", "What is left cannot flow: the town has no envelope.", districts=[])
    outcomes, left = {}, 0
    for district in sorted(envelopes, key=lambda district: district is TOWN):
        inside = [option for option in options if option.district == district]
        budget = envelopes[district]
        if district is TOWN and left_over_to_town:
            budget += left
        voices = restricted(profile, {option.id for option in inside})
        outcomes[district] = count(rule, inside, voices, budget, kind=kind, **how)
        left += outcomes[district].budget - outcomes[district].cost
    return outcomes


def restricted(profile: Profile, ids: set[str]) -> Profile:
    """The same ballots with these options only; ballots that name none of them are left out."""
    pairs = profile.kind in POINTS | MENTIONS
    weights: dict[tuple, int] = {}
    for ballot, weight in profile.weights.items():
        kept = tuple(part for part in ballot if (part[0] if pairs else part) in ids)
        if kept:
            weights[kept] = weights.get(kept, 0) + weight
    return Profile(profile.kind, weights, frozenset(ids))
