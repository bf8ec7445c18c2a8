"""Majority: one question, yes, no or blank; adopted when more than half of the non-blank ballots say yes.

With a quorum it decides only if that part of the registered electorate took part, blank ballots included
(local referendum: half of the registered, code général des collectivités territoriales, LO1112-7).
"""

from .ballots import BLANK, NO, YES
from .election import Election
from .values import CountError, Selection


def majority(election: Election) -> Selection:
    """The one option if it is adopted. A tie is not a majority."""
    if len(election.options) != 1:
        raise CountError("one-question", "A majority decides on one option at a time.")
    (question,) = election.options
    given = election.profile.weights
    yes, no, blank = (given.get(answer, 0) for answer in (YES, NO, BLANK))
    facts = {"yes": yes, "no": no, "blank": blank, "took_part": yes + no + blank}
    enough = _quorum(election, facts)
    code = "adopted" if yes > no else "rejected"
    facts = {"code": code if enough else "quorum-missed"} | facts
    return Selection((question,) if facts["code"] == "adopted" else (), {question: facts})


def _quorum(election: Election, facts: dict) -> bool:
    """Whether enough took part; adds to the facts how many were needed."""
    quorum, registered = election.settings.quorum, election.settings.registered
    if registered is not None:
        if registered < facts["took_part"]:
            raise CountError("more-than-registered", "There are more ballots than registered voters.")
        facts["registered"] = registered
    if quorum is None:
        return True
    if registered is None:
        raise CountError("registered-missing", "A quorum needs the number of registered voters.")
    facts["needed"] = -(-registered * quorum.numerator // quorum.denominator)
    return facts["took_part"] >= facts["needed"]
