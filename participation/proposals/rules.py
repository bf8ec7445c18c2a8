"""How the words of a proposal are searched, and how a list is shuffled. Pure."""

import unicodedata


LONGEST_SEARCH = 200  # characters of a search that are read
MOST_WORDS = 8


def folded(text):
    """`Éclairage de l’Œuvre` as `eclairage de l'oeuvre`: no capitals, no accents, ligatures apart."""
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae").replace("’", "'")
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def search_words(words):
    """The words to look for, folded, at most eight of them."""
    return folded(words[:LONGEST_SEARCH]).split()[:MOST_WORDS]
