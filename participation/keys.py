"""Keys of rows in addresses, in what a browser sends and on command lines: 18 figures at most, as databases hold."""

from argparse import ArgumentTypeError

from django.urls import register_converter
from django.urls.converters import IntConverter


class Key(IntConverter):
    """A whole number that a database can look for: an address with more figures is no row's, and none is asked."""

    regex = "[0-9]{1,18}"


register_converter(Key, "key")


def key_in(text):
    """A row's key that a browser sent, or None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def typed_key(text):
    """The key of a row as a command's reader types it."""
    key = key_in(text)
    if key is None:
        raise ArgumentTypeError(f"{text!r} is not the number of a row.")
    return key
