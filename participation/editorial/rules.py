"""How French is set: pure text in, pure text out."""

import re


NARROW, FIXED, APOSTROPHE = "\u202f", "\u00a0", "\u2019"

_BEFORE_NARROW = re.compile(r"[ \u00a0\u202f]+(?=[;!?])")
_BEFORE_FIXED = re.compile(r"[ \u00a0\u202f]+(?=[:»%€])")
_AFTER_GUILLEMET = re.compile(r"«[ \u00a0\u202f]*")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def french(text):
    """Set a line of French: narrow and fixed spaces where the line must not break, a real apostrophe."""
    text = _APOSTROPHE.sub(APOSTROPHE, text)
    text = _BEFORE_NARROW.sub(NARROW, text)
    text = _BEFORE_FIXED.sub(FIXED, text)
    text = _AFTER_GUILLEMET.sub("«" + FIXED, text)
    return _THOUSANDS.sub(NARROW, text)
