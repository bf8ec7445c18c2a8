"""Writing letters for events, and sending them."""

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from ..conf import setting
from ..events.actions import take
from ..events.models import Event
from .kinds import KINDS, written
from .models import Letter
from .rules import for_good, one_line, wait_after


logger = logging.getLogger("participation.letters")
mailers = getattr(mail, "mailers", None)  # the mail servers of the host, from Django 6.1 on
# Longer than any honest sending: a letter claimed by a sender that was killed is due again after it.
CLAIM = timedelta(minutes=10)
SILENCES = 3  # after so many letters in a row that found no mail server, the others wait for the next run
NO_LONGER = "It was no longer of use when the mail server answered."


def write_letters():
    """Write the letters of every waiting event. Returns how many events there were."""
    return take(_write)


def _write(event):
    letters = [
        Letter(event=event, recipient=one.email, language=one.language, template=kind.name, context=one.context)
        for kind in KINDS.get(event.kind, ())
        for one in kind.readers(event.facts)
        if "@" in one.email  # a colleague known by a name alone has no mailbox, or somebody else's
    ]
    Letter.objects.bulk_create(letters, batch_size=500, ignore_conflicts=True)


def send_letters(clock=timezone.now, event=None):
    """Send what is due, or only the letters of one event. Returns how many left.

    Several senders may run at once: each letter is claimed by one. A letter that a mail server did not take, or took
    without our hearing it, is sent again later with the same Message-ID; nothing but a refusal for good ends it.
    """
    due = Letter.objects.filter(event=event) if event else Letter.objects.all()
    sent = silences = 0
    while silences < SILENCES and (letter := _claim(due, clock())):
        try:
            left = _send(letter)
        except Exception as error:
            silences = silences + 1 if _is_silence(error) else 0
            _keep_for_later(letter, error, clock())
        else:
            silences = 0
            sent += left
            _finish(letter, clock() if left else None)
    return sent


@transaction.atomic
def _claim(due, now):
    """One letter, nobody else's for a while: None if nothing is due."""
    skip = connection.features.has_select_for_update_skip_locked
    letter = due.due(now).select_for_update(skip_locked=skip).first()
    if letter:
        letter.tries += 1
        letter.next_try_at = now + CLAIM
        letter.save(update_fields=["tries", "next_try_at"])
    return letter


def _send(letter):
    """Hand a letter to the mail server. False: it is of no use any more. Raises whatever went wrong."""
    said = written(letter)
    if said is None:
        return False
    reply_to = setting("LETTERS_REPLY_TO")
    server = _mail_server()
    message = mail.EmailMultiAlternatives(
        said.subject,
        said.text,
        said.sender,
        [letter.recipient],
        headers={"Message-ID": message_id(letter), "Auto-Submitted": "auto-generated"},
        reply_to=[reply_to] if reply_to else None,
        alternatives=[(said.page, "text/html")],
    )
    server.open()
    try:
        if not server.send_messages([message]):
            raise ConnectionError("The mail server took nothing.")
    finally:
        with suppress(Exception):  # taken is taken, whatever the farewell
            server.close()
    return True


def _mail_server():
    """A connection to the host's mail server. It waits LETTERS_TIMEOUT unless the host has said how long."""
    server = mailers.default if mailers else mail.get_connection()
    if getattr(server, "timeout", 0) is None:
        server.timeout = setting("LETTERS_TIMEOUT")
    return server


def message_id(letter):
    """The same for every try of a letter: mailboxes that have it already show it once."""
    domain = parseaddr(setting("LETTERS_FROM") or settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{letter.pk}@{domain}>"


def _finish(letter, sent_at):
    """Sent, or of no use any more: never tried again."""
    error = "" if sent_at else NO_LONGER if letter.last_error else ""
    Letter.objects.filter(pk=letter.pk).update(sent_at=sent_at, next_try_at=None, last_error=error)


def _keep_for_later(letter, error, now):
    """Say when it is tried again, if it is. A sender whose claim has run out says nothing."""
    refused = for_good(_codes(error))
    ended = refused and letter.tries >= setting("LETTERS_REFUSED_TIMES")
    logger.warning("Letter %s did not leave, try %s: %s", letter.pk, letter.tries, type(error).__name__)
    Letter.objects.filter(pk=letter.pk, tries=letter.tries, sent_at=None).update(
        next_try_at=None if ended else now + timedelta(seconds=wait_after(letter.tries)),
        last_error=_in_words(error),
    )


def _is_silence(error):
    """No mail server answered, or it hung up: nothing was said about this letter."""
    silent = isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPServerDisconnected)
    return silent or (isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException))


def _codes(error):
    """What the mail server answered to the letter itself: to its recipient or to its text."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _words in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPDataError) else []


def _in_words(error):
    """The mail server's words, or what kind of fault it was; never a text that may quote the letter."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [f"{code} {words.decode(errors='replace')}" for code, words in error.recipients.values()]
        return one_line("; ".join(answers))
    if isinstance(error, smtplib.SMTPException | OSError):
        return one_line(f"{type(error).__name__}: {error}")
    return type(error).__name__


def forget(account, email, **kwargs):
    """Erase the letters to a person whose account is being erased."""
    Letter.objects.filter(recipient=email).delete()


def tidy(now):
    """Forget events, and the letters they made, that are over since LETTERS_KEPT_DAYS."""
    before = now - timedelta(days=setting("LETTERS_KEPT_DAYS"))
    waiting = Letter.objects.filter(next_try_at__isnull=False).values("event")
    Event.objects.filter(handled_at__lt=before).exclude(pk__in=waiting).delete()
