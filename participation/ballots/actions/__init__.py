"""The only code that writes the roll and the box."""

from .casting import Answer, cast
from .closing import close
from .opening import open_poll
from .paper import begin_batch, close_batch, mark_at_desk, read_sheet, void_batch
from .sealing import agree_to_seal, lines
from .voters import add_at_desk, begin, declare, elector_by_code, elector_of, make_codes, void_codes


__all__ = [
    "Answer",
    "add_at_desk",
    "agree_to_seal",
    "begin",
    "begin_batch",
    "cast",
    "close",
    "close_batch",
    "declare",
    "elector_by_code",
    "elector_of",
    "lines",
    "make_codes",
    "mark_at_desk",
    "open_poll",
    "read_sheet",
    "void_batch",
    "void_codes",
]
