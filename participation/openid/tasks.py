"""What happens here when something happens elsewhere. Read only where allauth is installed."""

from ..signals import erasing_account
from . import actions


erasing_account.connect(actions.forget)
