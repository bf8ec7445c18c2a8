"""Schulze: one option is chosen from rankings, one that no other beats along a stronger chain of duels.

A duel is won by the voters who rank one option above the other; a ranked option is above every option left
out. The strength of a chain is its weakest won duel, counted in winning votes (Markus Schulze, Social
Choice and Welfare 2011).
"""

from .election import Election
from .greedy import explain_barred, told
from .values import Selection


Table = list[list[int]]


def schulze(election: Election) -> Selection:
    """An option that beats or equals every other; the tie rule chooses among several."""
    explanations = explain_barred(election)
    options = [option for option in election.options if option not in election.barred]
    if not options:
        return Selection((), explanations)
    duels = _duels(election, options)
    chains = _strongest_chains(duels)
    places = range(len(options))
    beaten_by = [[other for other in places if chains[other][one] > chains[one][other]] for one in places]
    unbeaten = [options[place] for place in places if not beaten_by[place]]
    winner = election.ties.order(unbeaten)[0]
    first = options.index(winner)
    for place, option in enumerate(options):
        facts = {"code": "beaten", "rank": 1 + len(beaten_by[place]), "duels_won": _won(duels, place)}
        if option == winner:
            facts["code"] = "unbeaten"
        else:
            facts |= {
                "against": winner,
                "preferred": duels[place][first],
                "winner_preferred": duels[first][place],
            }
            facts |= {"chain": chains[place][first], "winner_chain": chains[first][place]}
        explanations[option] = facts | told(election, option)
    ties = (election.ties.report(unbeaten, [winner], step=1),) if len(unbeaten) > 1 else ()
    for option in unbeaten:
        if option != winner:
            explanations[option]["code"] = "lost-tie"
    return Selection((winner,), explanations, ties)


def _duels(election: Election, options: list[str]) -> Table:
    """duels[a][b]: how many voters rank a above b."""
    places = {option: place for place, option in enumerate(options)}
    duels = [[0] * len(options) for _ in options]
    for ballot, weight in election.profile.weights.items():
        below = set(places.values())
        for place in (places[option] for option in ballot if option in places):
            below.discard(place)
            row = duels[place]
            for other in below:
                row[other] += weight
    return duels


def _won(duels: Table, place: int) -> int:
    return sum(mine > other[place] for mine, other in zip(duels[place], duels, strict=True))


def _strongest_chains(duels: Table) -> Table:
    """chains[a][b]: the strength of the strongest chain from a to b, 0 where there is none."""
    places = range(len(duels))
    chains = [[duels[a][b] if duels[a][b] > duels[b][a] else 0 for b in places] for a in places]
    for through in places:
        onward = chains[through]
        for start in places:
            reach = chains[start][through]
            if start != through and reach:
                row = chains[start]
                chains[start] = [
                    max(known, min(reach, step)) if end != start else 0
                    for end, (known, step) in enumerate(zip(row, onward, strict=True))
                ]
    return chains
