"""What a duty lets somebody do in one poll, and until when. Pure.

A permission held through a role (people/rules.py) holds in every poll; a duty gives it in one poll, for a time.
"""

DUTIES = {
    "desk": ("hold_desk",),  # holds a voting place
    "sheets": ("read_sheets",),  # enters paper ballots, closes batches with another
    "seal": ("seal_poll",),  # is one of the two who seal the box
}


def that_allow(permission):
    """The duties that give a permission."""
    return [duty for duty, given in DUTIES.items() if permission in given]
