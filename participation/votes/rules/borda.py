"""Borda: one option is chosen from rankings, the one with most points.

A ballot that ranks L options gives L points to the first, 1 to the last, none to options left out.
"""

from .election import Election
from .greedy import explain_barred, told
from .values import Selection


def borda(election: Election) -> Selection:
    """The option with most points."""
    explanations = explain_barred(election)
    left = [option for option in election.options if option not in election.barred]
    if not left:
        return Selection((), explanations)
    ranked = sorted(election.ties.order(left), key=election.scores.__getitem__, reverse=True)
    winner, most = ranked[0], election.scores[ranked[0]]
    for option in ranked:
        score = election.scores[option]
        rank = 1 + sum(election.scores[other] > score for other in left)
        facts = {
            "code": "most-points" if option == winner else "fewer-points",
            "rank": rank,
            "behind": most - score,
        }
        explanations[option] = facts | told(election, option)
    equals = [option for option in ranked if election.scores[option] == most]
    ties = (election.ties.report(equals, [winner], step=1),) if len(equals) > 1 else ()
    for option in equals[1:]:
        explanations[option]["code"] = "lost-tie"
    return Selection((winner,), explanations, ties)
