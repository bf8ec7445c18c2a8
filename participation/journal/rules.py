"""A chain of digests over plain entries. Pure.

An entry's digest is SHA-256 over the digest before it and the entry's own facts, written as canonical JSON:
sorted keys, no spaces, whole numbers and strings only. The first entry follows sixty-four zeros.
"""

import hashlib
import json


FIRST = "0" * 64


def canonical(facts):
    """The one text of some facts. TypeError for a value that has no single spelling: a float, an object."""
    _check(facts)
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _check(value):
    if isinstance(value, dict):
        for key, each in value.items():
            if not isinstance(key, str):
                raise TypeError(f"A key must be a string, not {key!r}.")
            _check(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _check(each)
    elif value is not None and not isinstance(value, str | int):
        raise TypeError(f"Only strings, whole numbers, lists and nothing have one spelling, not {value!r}.")


def digest(before, facts):
    """The digest of an entry that follows the digest `before`, in 64 hexadecimal letters."""
    return hashlib.sha256(f"{before}\n{canonical(facts)}".encode()).hexdigest()


def _digest_or_none(before, facts):
    """The digest of an entry; None of one that nobody here wrote: a float, half a letter."""
    try:
        return digest(before, facts)
    except (TypeError, ValueError):
        return None


def first_break(entries):
    """The place of the first entry that does not hold, or None. `entries` yields (place, before, facts, digest)."""
    before, expected = FIRST, 1
    for place, said_before, facts, said in entries:
        if place != expected or said_before != before or said != _digest_or_none(before, facts):
            return min(place, expected)
        before, expected = said, place + 1
    return None
