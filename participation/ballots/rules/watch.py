"""What may be told of an open poll: how many have voted, never so exactly that somebody is seen voting.

Every number is rounded down to twenties, each alone: no cell tells of fewer than twenty people, and as nothing exact
stands beside it, no difference of two cells or of two moments does either.
"""

STEP = 20


def rounded(number):
    """A number as it may be told: the twenties in it, 0 for fewer than twenty."""
    return number - number % STEP


def told(counts):
    """{cell: number} as it may be told, cells in their order."""
    return {cell: rounded(number) for cell, number in counts.items()}


def risen(before, counts):
    """The cells of `counts` whose told number is higher than in `before`: {cell: told number}."""
    return {cell: number for cell, number in told(counts).items() if number > before.get(cell, 0)}
