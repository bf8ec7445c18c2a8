"""One digest for a whole list of ballots, as RFC 6962 makes it (section 2.1).

A leaf is SHA-256 of a zero byte and the ballot's line; a node is SHA-256 of a one byte and its two halves. Removing,
adding or altering any line changes the root.
"""

import hashlib
import json


def line_of(channel, choices, receipt=None, batch=None):
    """One published ballot as canonical JSON: sorted keys, no spaces, strings and whole numbers only."""
    told = {"batch": batch, "channel": channel, "choices": choices, "receipt": receipt}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def leaf_of(line):
    """The digest of one line."""
    return hashlib.sha256(b"\x00" + line.encode()).digest()


def root_of(lines):
    """The root of the lines in their order, in 64 hexadecimal letters; that of no line is SHA-256 of nothing.

    Bounded memory: whole subtrees are folded as they fill, so only one digest a level is kept.
    """
    folded = []  # (leaves below, digest), the largest first
    for line in lines:
        size, digest = 1, leaf_of(line)
        while folded and folded[-1][0] == size:
            size, digest = 2 * size, _node(folded.pop()[1], digest)
        folded.append((size, digest))
    if not folded:
        return hashlib.sha256(b"").hexdigest()
    digest = folded.pop()[1]
    while folded:
        digest = _node(folded.pop()[1], digest)
    return digest.hex()


def _node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()
