"""The fingerprint of a vote's rules: whoever reads the same terms works out the same one."""

from hashlib import sha256

from ...journal.rules import canonical


def fingerprint(terms: dict) -> str:
    """SHA-256 of the terms as canonical JSON, in 64 hexadecimal letters. TypeError for a value without one spelling."""
    return sha256(canonical(terms).encode()).hexdigest()
