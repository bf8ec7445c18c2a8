"""Receipt codes: sixteen letters that only the voter knows, and the digest that the box keeps instead.

Eighty random bits in Crockford's base 32 (no I, L, O or U), so that a code read aloud or copied by hand still works:
https://www.crockford.com/base32.html
"""

import hashlib


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
BITS = 5 * LENGTH
CONFUSED = str.maketrans("ILO", "110")
LONGEST_WORD = 40


def new_code(number):
    """The code of a random number below 2**80. The caller draws it: rules know no chance."""
    if not 0 <= number < 1 << BITS:
        raise ValueError("A receipt is made of eighty bits.")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5))


def normal_code(typed):
    """A code as it was typed, with or without spaces and dashes, in its one form; empty if it is none."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(CONFUSED)
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else ""


def shown_code(code):
    """`ABCD EFGH JKMN PQRS`: as people read it."""
    return " ".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def digest_of(box, code, word=""):
    """What the box and the published list hold of a receipt: SHA-256, 64 hexadecimal letters.

    `box` names the box, so that one code says nothing of another vote; `word` is the voter's own, which a list made
    in advance cannot know.
    """
    return hashlib.sha256(f"{box}\n{code}\n{' '.join(word.split()).casefold()}".encode()).hexdigest()
