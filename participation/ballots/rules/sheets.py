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


def next_for(reader, sheets, readers, disputed, join=False):
    """(turn, sheet) that this reader enters next, or None. `readers` maps (sheet, turn) to who read it.

    One's own turn first, then a turn that nobody has begun, then what waits for a third reading; somebody else's turn
    only to `join` it. Nobody reads a sheet twice.
    """
    seen = {sheet for (sheet, _turn), by in readers.items() if by == reader}
    begun = {turn: {by for (_sheet, each), by in readers.items() if each == turn} for turn in (1, 2)}
    left = [sheet for sheet in range(1, sheets + 1) if sheet not in seen]
    for takes in (lambda by: reader in by, lambda by: not by):
        for turn in (1, 2):
            if takes(begun[turn]) and (found := _first(left, readers, turn)):
                return turn, found
    third = next((sheet for sheet in disputed if sheet not in seen), None)
    if third:
        return 3, third
    for turn in (1, 2) if join else ():
        if found := _first(left, readers, turn):
            return turn, found
    return None


def _first(sheets, readers, turn):
    return next((sheet for sheet in sheets if (sheet, turn) not in readers), None)
