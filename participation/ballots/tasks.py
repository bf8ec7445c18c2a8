"""What happens here when something happens elsewhere."""

from ..signals import erasing_account
from . import actions


erasing_account.connect(actions.forget_person)
