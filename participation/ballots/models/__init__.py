"""The roll, the box, the receipts, the paper."""

from .box import Agreement, BegunBallot, OpenBallot
from .desk import RollUpload, Tablet
from .duty import Duty, may_on, polls_of
from .paper import PaperBatch, PaperEntry
from .poll import Poll
from .roll import CodeBatch, Elector, RollMark
from .watch import Extension, TurnoutCount


__all__ = [
    "Agreement",
    "BegunBallot",
    "CodeBatch",
    "Duty",
    "Elector",
    "Extension",
    "OpenBallot",
    "PaperBatch",
    "PaperEntry",
    "Poll",
    "RollMark",
    "RollUpload",
    "Tablet",
    "TurnoutCount",
    "may_on",
    "polls_of",
]
