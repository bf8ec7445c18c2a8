"""The door through a provider: to it, back from it, and joining an identity to an account."""

from .door import address, back, begin, join


__all__ = ["address", "back", "begin", "join"]
