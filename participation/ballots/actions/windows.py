"""What a window keeps of a letter's code that was shown in it: its digest, for an hour, and nothing else.

A library's computer forgets by itself, and a code made worthless closes the windows it had opened.
"""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from ..models import Elector


CODES = "codes"  # in the session: {poll: [the digest, when it was shown, in seconds]}
HOUR = 3600


def remember_code(session, poll, elector, now):
    """From now on, for an hour, this window votes as that elector."""
    session.cycle_key()
    session[CODES] = session.get(CODES, {}) | {str(poll.pk): [elector.code_digest, int(now.timestamp())]}


def code_shown(session, poll, now):
    """The digest of the code shown here less than an hour ago, or ""."""
    digest, shown_at = session.get(CODES, {}).get(str(poll.pk), ("", 0))
    return digest if now.timestamp() < shown_at + HOUR else ""


def elector_who_showed(poll, digest):
    """The elector whose code still has this digest, or None."""
    return Elector.objects.filter(poll=poll, code_digest=digest).first() if digest else None


def forget_codes(session):
    """This window knows nobody by a code any more."""
    session.pop(CODES, None)


@receiver(user_logged_in)
def forget_when_somebody_signs_in(request, **kwargs):
    """Whoever signs in votes as themselves, not as the last who showed a code in this window."""
    if request is not None and hasattr(request, "session"):
        forget_codes(request.session)
