"""The roll, the box, the receipts, the paper."""

from .paper import PaperBatch, PaperEntry
from .poll import Agreement, BegunBallot, CodeBatch, Elector, OpenBallot, Poll, RollMark


__all__ = [
    "Agreement",
    "BegunBallot",
    "CodeBatch",
    "Elector",
    "OpenBallot",
    "PaperBatch",
    "PaperEntry",
    "Poll",
    "RollMark",
]
