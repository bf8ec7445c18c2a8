"""When a letter that did not leave is tried again. Pure."""

DELAYS = (60, 5 * 60, 15 * 60, 60 * 60)  # seconds after the first, second, third and every later try


def wait_after(tries):
    """Seconds to wait after so many tries."""
    return DELAYS[min(tries, len(DELAYS)) - 1]


def for_good(codes):
    """Do these answers of a mail server refuse the letter itself, for good? No answer at all is no refusal."""
    return bool(codes) and all(500 <= code < 600 for code in codes)


def one_line(text):
    """A text as one line of a header: no line ends, no control characters, at most 200 letters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:200]
