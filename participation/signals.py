"""What hosts may rely on. Each signal is sent after the transaction has been committed, unless it says otherwise."""

from django.dispatch import Signal


# Arguments: process, changes (tuple of PhaseChange rows), reason, user.
# The dates of a phase that was under way have been moved, with the reason that residents read.
dates_changed = Signal()

# Arguments: vote, result.
# A result has become the one that the public pages show.
result_published = Signal()

# Arguments: event.
# An event has been recorded (participation.models.Event: kind and facts); whoever reads events may read on.
event_recorded = Signal()

# Arguments: account, email.
# A person's account is being erased or deleted, inside the transaction that does it: erase what you keep. An error
# in a receiver undoes the whole.
erasing_account = Signal()
