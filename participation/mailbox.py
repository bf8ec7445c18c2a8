"""The one spelling of an e-mail address, for the extension and for hosts."""

import unicodedata

import idna


ERASED = "erased.invalid"  # the domain of an account whose person was erased
LONGEST = 253  # letters of a domain


def one_spelling(email):
    """NFKC, trimmed, lower case, the domain as mail servers write it (IDNA): `Élodie@ÉCOLE.fr ` and its like are one.

    Dots and what follows a + are kept: only the mailbox's own server knows what they mean there. What is no address
    comes back folded, for a form to refuse.
    """
    folded = _folded(_folded(email or ""))  # twice: a lower-case letter may still have a simpler form
    local, at, domain = folded.rpartition("@")
    if not at or domain.isascii() or len(domain) > LONGEST:
        return folded
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except UnicodeError:
        return folded


def _folded(text):
    return unicodedata.normalize("NFKC", text).strip().lower()
