"""The desk where proposals and their themes are kept."""

from .bulk import BULK_ACTIONS
from .choosing import proposal_chooser
from .desk import ProposalViewSet
from .history import register_history
from .themes import ThemeViewSet


__all__ = ["BULK_ACTIONS", "ProposalViewSet", "ThemeViewSet", "proposal_chooser", "register_history"]
