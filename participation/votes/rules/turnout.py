"""Who took part, and whom a selection serves: exact numbers from plain ballots."""

from collections import Counter
from collections.abc import Iterable, Mapping

from .ballots import BLANK, MENTIONS, POINTS, YES_NO
from .values import Profile


SMALLEST_CELL = 20  # a smaller number could point at people


def taking_part(profile: Profile) -> dict:
    """Ballots that say something, blank ones, and how many options each of the former names."""
    sizes: Counter[int] = Counter()
    for ballot, weight in profile.weights.items():
        sizes[0 if ballot == BLANK and profile.kind in YES_NO else len(ballot)] += weight
    blank = sizes.pop(0, 0)
    told = {"expressed": sizes.total(), "blank": blank}
    return told if profile.kind in YES_NO else told | {"sizes": {str(size): sizes[size] for size in sorted(sizes)}}


def served(profile: Profile, winners: Iterable[str]) -> dict:
    """Voters with at least one of their choices among the winners, and choices made and selected in all.

    Empty for ballots that answer a question or judge every option: there, nothing is chosen or left out.
    """
    if profile.kind in YES_NO | MENTIONS:
        return {}
    won, pairs = frozenset(winners), profile.kind in POINTS
    served = chosen = selected = 0
    for ballot, weight in profile.weights.items():
        kept = sum((part[0] if pairs else part) in won for part in ballot)
        chosen += weight * len(ballot)
        selected += weight * kept
        served += weight if kept else 0
    return {"served": served, "chosen": chosen, "chosen_selected": selected}


def in_large_cells(numbers: Mapping[str, int], smallest: int = SMALLEST_CELL) -> list[tuple[list[str], int]]:
    """The same numbers, the largest first, small ones merged so that nobody can work them out.

    What is smaller than `smallest` is told together; while that sum is still too small, the next larger one is
    drawn in. Empty when fewer than two cells would be left of several: the whole would then give the rest away.
    """
    ordered = sorted(
        ((name, number) for name, number in numbers.items() if number), key=lambda cell: (-cell[1], cell[0])
    )
    cells = [([name], number) for name, number in ordered if number >= smallest]
    small = [(name, number) for name, number in ordered if number < smallest]
    if small:
        names, total = [name for name, _ in small], sum(number for _, number in small)
        while total < smallest and cells:
            (name,), number = cells.pop()
            names, total = [name, *names], total + number
        cells.append((names, total))
    return cells if len(cells) > 1 or len(ordered) == 1 and not small else []
