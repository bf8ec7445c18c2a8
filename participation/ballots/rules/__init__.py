"""What makes a ballot valid, who may cast one, and how anyone checks the box. Pure.

Nothing here knows Django, the clock or the database. A judgment is an empty tuple when it holds, and otherwise says
every reason as a Refusal, whose words belong to forms.
"""

from .checklist import state_of
from .merkle import line_of, root_of
from .modes import Limits, Mode, Offer, Refusal, judge, left_to_choose
from .order import order_for
from .receipts import digest_of, new_code, normal_code, shown_code


__all__ = [
    "Limits",
    "Mode",
    "Offer",
    "Refusal",
    "digest_of",
    "judge",
    "line_of",
    "left_to_choose",
    "new_code",
    "normal_code",
    "order_for",
    "root_of",
    "shown_code",
    "state_of",
]
