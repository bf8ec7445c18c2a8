"""Paper ballots entered twice: where two blind readings of a sheet agree, and what a third makes of the others.

A reading is a pair (kind, body). `readings` maps a sheet's number to {turn: reading}.
"""

SHOWN_FROM = 20  # ballots of a batch, below which its number would say too much of who is in it


def disputed(sheets, readings):
    """The numbers of the sheets that were read twice, differently, and wait for a third reading."""
    return [
        sheet
        for sheet in range(1, sheets + 1)
        if {1, 2} <= (turns := readings.get(sheet, {})).keys() and turns[1] != turns[2] and 3 not in turns
    ]


def unread(sheets, readings, turn):
    """The numbers of the sheets that nobody has entered in that turn."""
    return [sheet for sheet in range(1, sheets + 1) if turn not in readings.get(sheet, {})]


def settled(sheets, readings):
    """The reading of every sheet, in order, or None while one of them is not settled."""
    found = []
    for sheet in range(1, sheets + 1):
        turns = readings.get(sheet, {})
        if not {1, 2} <= turns.keys():
            return None
        if turns[1] == turns[2]:
            found.append(turns[1])
        elif 3 in turns:
            found.append(turns[3])
        else:
            return None
    return found
