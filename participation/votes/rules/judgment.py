"""Majority judgment: every option gets a mention from every voter; the best majority mention wins.

The majority mention is the middle one, the worse of two middle ones. Equal ones are told apart by taking a
middle mention out of each, again and again (Balinski, Laraki: Majority Judgment, 2011). A voter who gives
an option no mention gives it the worst.
"""

from .election import Election
from .values import CountError, Selection


def judgment(election: Election) -> Selection:
    """The option with the best majority mention on the scale of the settings, best first."""
    scale = election.settings.mentions
    if len(set(scale)) != len(scale) or not 2 <= len(scale) <= 255:
        raise CountError("bad-scale", "A scale needs from 2 to 255 different mentions.")
    counts = _counts(election, scale)
    values = {option: _majority_value(given, scale) for option, given in counts.items()}
    explanations = {}
    for option, given in counts.items():
        facts = {"code": "no-support", "mentions": given}
        if values[option].strip(b"\0"):
            middle = len(scale) - 1 - values[option][0]
            facts |= {"code": "lower-mention", "mention": scale[middle]}
            facts["better"] = sum(given[mention] for mention in scale[:middle])
            facts["worse"] = sum(given[mention] for mention in scale[middle + 1 :])
            facts["rank"] = 1 + sum(value > values[option] for value in values.values())
        explanations[option] = facts
    best = [option for option, facts in explanations.items() if facts.get("rank") == 1]
    if not best:
        return Selection((), explanations)
    winner = election.ties.order(best)[0]
    for option in best:
        explanations[option]["code"] = "best-mention" if option == winner else "lost-tie"
    ties = (election.ties.report(best, [winner], step=1),) if len(best) > 1 else ()
    return Selection((winner,), explanations, ties)


def _counts(election: Election, scale: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """How often each option got each mention, worst where a voter gave none."""
    counts = {option: dict.fromkeys(scale, 0) for option in election.options}
    for ballot, weight in election.profile.weights.items():
        for option, mention in ballot:
            if mention not in counts[option]:
                raise CountError("unknown-mention", f"Unknown mention: {mention}.", mention=mention)
            counts[option][mention] += weight
    for given in counts.values():
        given[scale[-1]] += election.profile.voters - sum(given.values())
    return counts


def _majority_value(given: dict[str, int], scale: tuple[str, ...]) -> bytes:
    """Middle mentions in the order they are taken out, a byte each, 0 the worst: the greater the better."""
    grades = b"".join(bytes([grade]) * given[mention] for grade, mention in enumerate(reversed(scale)))
    half, odd = divmod(len(grades), 2)
    taken = bytearray(2 * half)
    taken[0::2], taken[1::2] = grades[:half][::-1], grades[half + odd :]
    return grades[half : half + odd] + bytes(taken)
