"""What the public sees of proposals."""

from .listing import asked_of, proposal_list
from .mapping import proposal_map
from .one import proposal_address, proposal_detail, proposal_qr


__all__ = ["asked_of", "proposal_address", "proposal_detail", "proposal_list", "proposal_map", "proposal_qr"]
