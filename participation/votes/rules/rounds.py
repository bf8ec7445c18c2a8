"""A stored outcome told round by round. Nothing is counted again: each round follows from what the count explained.

A round is a dict: `kind`, the `options` it is about, and where money is spent `left` and `spent` after it (cents).
Kinds: `shares`, `looked-at` (one option, its explanation says what became of it), `free`, `nobody-pays`,
`nothing-fits`, `after-stop`, `barred`, `ranked`, `took-part`, `answers`, `decision`.
"""

from collections.abc import Mapping, Sequence


BARRED = ("no-support", "below-minimum")
AT_ITS_TURN = ("chosen", "too-dear", "after-stop")
COMPLETING = ("completed", "not-completed")


def rounds(outcome: Mapping) -> list[dict]:
    """The rounds of one envelope's outcome as `Outcome.as_json` wrote it, in the order of the count."""
    reasons = outcome["explanations"]
    if outcome["rule"] == "majority":
        return _majority(reasons)
    if outcome["rule"] == "equal-shares":
        told = _equal_shares(outcome)
    elif any(facts["code"] in AT_ITS_TURN for facts in reasons.values()):
        told = _spending(outcome["budget"], _by_rank(reasons, AT_ITS_TURN), reasons)
    else:
        told = _ranking(outcome)
    barred = [option for option, facts in reasons.items() if facts["code"] in BARRED]
    return told + ([{"kind": "barred", "options": barred}] if barred else [])


def _by_rank(reasons: Mapping, codes: Sequence[str]) -> list[str]:
    found = [option for option, facts in reasons.items() if facts["code"] in codes]
    return sorted(found, key=lambda option: reasons[option]["rank"])


def _spending(budget: int, options: Sequence[str], reasons: Mapping, spent: int = 0) -> list[dict]:
    """Options at their turn, while money lasts; all that come after the last one selected are one round."""
    selected = [place for place, option in enumerate(options) if reasons[option]["code"] in ("chosen", "completed")]
    last = selected[-1] + 1 if selected else 0
    told = []
    for option in options[:last]:
        spent += reasons[option]["cost"] if reasons[option]["code"] in ("chosen", "completed") else 0
        told.append({"kind": "looked-at", "options": [option], "spent": spent, "left": budget - spent})
    for kind, codes in (("nothing-fits", ("too-dear", "not-completed")), ("after-stop", ("after-stop",))):
        rest = [option for option in options[last:] if reasons[option]["code"] in codes]
        if rest:
            told.append({"kind": kind, "options": rest, "spent": spent, "left": budget - spent})
    return told


def _equal_shares(outcome: Mapping) -> list[dict]:
    """The shares, the purchases, what nobody could pay for, and the completion."""
    reasons, budget, spent = outcome["explanations"], outcome["budget"], 0
    of_all = next((facts for facts in reasons.values() if "share" in facts), None)
    told = []
    if of_all:
        shares = {"share": of_all["share"], "first_share": of_all["first_share"]}
        told.append({"kind": "shares", "options": [], "spent": 0, "left": budget} | shares)
    free = [option for option in outcome["winners"] if reasons[option]["code"] == "free"]
    if free:
        told.append({"kind": "free", "options": free, "spent": 0, "left": budget})
    for option in outcome["winners"]:
        if reasons[option]["code"] == "bought":
            spent += reasons[option]["cost"]
            told.append({"kind": "looked-at", "options": [option], "spent": spent, "left": budget - spent})
    unpaid = [option for option, facts in reasons.items() if "supporters_missing" in facts]
    if unpaid:
        unpaid.sort(key=lambda option: -reasons[option]["score"])
        told.append({"kind": "nobody-pays", "options": unpaid, "spent": spent, "left": budget - spent})
    return told + _spending(budget, _by_rank(reasons, COMPLETING), reasons, spent)


def _ranking(outcome: Mapping) -> list[dict]:
    """Options from the first place down, the winner of a tie before the others."""
    reasons, winners = outcome["explanations"], outcome["winners"]
    ranked = [option for option in reasons if reasons[option]["code"] not in BARRED]
    ranked.sort(key=lambda option: (reasons[option].get("rank", len(reasons)), option not in winners, option))
    return [{"kind": "ranked", "options": [option]} for option in ranked]


def _majority(reasons: Mapping) -> list[dict]:
    """Who took part, what they answered, what follows."""
    return [{"kind": kind, "options": [option]} for option in reasons for kind in ("took-part", "answers", "decision")]
