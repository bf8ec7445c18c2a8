"""Handing the roll over to a vote held elsewhere, before this one has opened."""

from typing import NamedTuple

from django.db import transaction

from ...journal.actions import record
from ...people.actions import email_of
from .locks import hold_poll
from .refusing import Refused


class Handed(NamedTuple):
    """The e-mail addresses, and the electors who have none."""

    addresses: list
    without: list


def handed_over(poll):
    """Who would be in the list for Belenios: one address a line, nothing else of anybody."""
    people = poll.electors.select_related("resident__account").order_by("folded", "pk")
    found = Handed([], [])
    for elector in people:
        account = elector.resident.account if elector.resident else None
        address = email_of(account) if account and account.is_active else ""
        if "@" in address:
            found.addresses.append(address)
        else:
            found.without.append(elector)
    return found


@transaction.atomic
def export_roll(poll, by):
    """The addresses of the roll, written down in the journal. Raises Refused once the box was opened, or for none."""
    poll = hold_poll(poll.pk)
    if poll.opened_at:
        raise Refused("opened-here")
    found = handed_over(poll)
    if not found.addresses:
        raise Refused("no-address")
    record("roll-exported", by, poll, addresses=len(found.addresses), without=len(found.without))
    return found.addresses
