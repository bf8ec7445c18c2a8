"""What hosts may rely on. Each signal is sent after the transaction has been committed."""

from django.dispatch import Signal


# Arguments: process, changes (tuple of PhaseChange rows), reason, user.
# The dates of a phase that was under way have been moved, with the reason that residents read.
dates_changed = Signal()

# Arguments: vote, result.
# A result has become the one that the public pages show.
result_published = Signal()
