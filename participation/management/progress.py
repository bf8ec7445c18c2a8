"""Telling on stderr, now and then, how far something long has come."""

import time


PATIENCE = 2  # seconds before the first line, and between two


class Progress:
    """Called with each step; says one in every PATIENCE seconds, in the words that `words` makes of it."""

    def __init__(self, stderr, words):
        self.stderr, self.words, self.said = stderr, words, time.monotonic()

    def __call__(self, *step):
        now = time.monotonic()
        if now - self.said >= PATIENCE:
            self.said = now
            self.stderr.write(self.words(*step))
            self.stderr.flush()


def how_far(step, share):
    """A long count of equal shares, in words. `share` is in cents."""
    return f"step {step}: every voter has {share // 100}.{share % 100:02}…"
