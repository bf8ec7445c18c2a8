"""What a kind of letter is, and who reads one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


class Reader(NamedTuple):
    """To whom, in which language, and the keys that the letter is written from."""

    email: str
    language: str
    context: dict


@dataclass(frozen=True)
class Kind:
    """One letter that an event makes."""

    name: str
    label: str
    subject: str  # translated when it is sent; `%(town)s` and the words of the letter may stand in it
    text: str
    page: str
    readers: Callable  # the event's facts -> Readers
    words: Callable = dict  # a letter's context -> what it says; None: it is of no use any more
