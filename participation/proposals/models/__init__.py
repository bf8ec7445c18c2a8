"""Proposals and their themes: rows, never pages."""

from .rows import LISTED, Proposal
from .stamps import stamp_of
from .themes import ProposalTheme, Theme, ThemeName, spoken_names


__all__ = [
    "LISTED",
    "Proposal",
    "ProposalTheme",
    "Theme",
    "ThemeName",
    "spoken_names",
    "stamp_of",
]
