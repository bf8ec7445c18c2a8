"""A paper ballot as it is typed from the keyboard: numbers of projects, and what stands beside them. Pure.

`3 7 12` ticks three projects, or ranks them in that order; `3:5 7:2` gives them points or the mention of that place;
`o`, `n` and `b` answer yes, no and blank. What cannot be read is a code, never a guess.
"""

import re

from .modes import PAIRS


ANSWERS = {"o": "yes", "oui": "yes", "y": "yes", "yes": "yes", "n": "no", "non": "no", "no": "no"}
ANSWERS |= dict.fromkeys(("b", "blanc", "blank"), "blank")


class Unreadable(ValueError):
    """What was typed is no ballot. `code` says why, `found` which part."""

    def __init__(self, code, found=""):
        super().__init__(f"{code} {found}".strip())
        self.code, self.found = code, found


def read_typed(mode, codes, typed):
    """The ballot that was typed, as the judge reads it. `codes` maps the printed numbers to the options' codes."""
    parts = [part for part in re.split(r"[\s,;+]+", typed.strip().casefold()) if part]
    if not parts:
        raise Unreadable("nothing")
    if mode.kind == "yes-no":
        if len(parts) > 1 or parts[0] not in ANSWERS:
            raise Unreadable("not-an-answer", typed.strip()[:40])
        return (ANSWERS[parts[0]],)
    if mode.kind not in PAIRS:
        return tuple(_code(codes, part) for part in parts)
    return tuple(_pair(mode, codes, part) for part in parts)


def _code(codes, number):
    code = codes.get(number.lstrip("0") or number)
    if code is None:
        raise Unreadable("no-such-number", number[:20])
    return code


def _pair(mode, codes, part):
    number, sign, worth = part.partition(":")
    if not sign or not (worth.isascii() and worth.isdecimal() and len(worth) < 7):
        raise Unreadable("no-worth", part[:20])
    code, worth = _code(codes, number), int(worth)
    if mode.kind != "mentions":
        return code, worth
    if not 1 <= worth <= len(mode.mentions):
        raise Unreadable("no-such-mention", part[:20])
    return code, mode.mentions[worth - 1]
