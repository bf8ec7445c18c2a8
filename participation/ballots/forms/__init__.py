"""The shape of what voters send."""

from .ballot import BallotPaper, offers, read_ballot, refusal_sentence
from .voter import CodeForm, DeclarationForm, ReceiptForm


__all__ = ["BallotPaper", "CodeForm", "DeclarationForm", "ReceiptForm", "offers", "read_ballot", "refusal_sentence"]
