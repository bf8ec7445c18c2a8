"""The bytes of a `.pb` file: unpacked, and never more of them in memory than a line may have."""

import gzip
import io
from codecs import BOM_UTF8
from typing import BinaryIO

from .errors import PabulibError


LONGEST_LINE = 1_000_000  # bytes; the longest lines of real files have a few thousand


def unpacked(source: BinaryIO) -> io.BufferedReader:
    """The same bytes from here on, decompressed when they are gzip's. Closing it leaves `source` open."""
    start = source.tell()
    packed = source.read(2) == b"\x1f\x8b"
    source.seek(start)
    return io.BufferedReader(_Lines(gzip.GzipFile(fileobj=source) if packed else source), 1 << 16)


def pass_mark(plain: io.BufferedReader) -> None:
    """Pass over a byte order mark. (Python's `utf-8-sig` does so too, at a tenth of the time of a whole count.)"""
    if plain.peek(3).startswith(BOM_UTF8):
        plain.read(3)


def check_encoding(source: BinaryIO) -> int:
    """The first line, from 1, that is not UTF-8; the last one when all are."""
    lines = 0
    for line in source:
        lines += 1
        try:
            line.decode()
        except UnicodeDecodeError:
            break
    return lines


class _Lines(io.RawIOBase):
    """Bytes passed on, up to the first line that is too long or holds a zero, which no database keeps in a text."""

    def __init__(self, source: BinaryIO):
        self._source, self._number, self._length = source, 1, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        chunk = self._source.read(len(buffer))
        buffer[: len(chunk)] = chunk
        if (zero := chunk.find(b"\0")) >= 0:
            raise PabulibError(self._number + chunk.count(b"\n", 0, zero), "null-byte")
        last = chunk.rfind(b"\n")
        self._length = len(chunk) - last - 1 if last >= 0 else self._length + len(chunk)
        self._number += chunk.count(b"\n")
        if self._length > LONGEST_LINE:
            raise PabulibError(self._number, "line-too-long", most=LONGEST_LINE)
        return len(chunk)
