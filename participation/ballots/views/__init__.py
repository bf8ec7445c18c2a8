"""The voter's journey: who you are, what you choose, what you are about to send, what was recorded."""

from .ballot import Ballot
from .duty import accept_duty
from .identify import Identify
from .receipt import CheckReceipt
from .tablet import WaitingTablet


__all__ = ["Ballot", "CheckReceipt", "Identify", "WaitingTablet", "accept_duty"]
