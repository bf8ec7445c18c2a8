"""Keys of rows in addresses and on command lines."""

from argparse import ArgumentTypeError

from django.urls import register_converter
from django.urls.converters import IntConverter


class Key(IntConverter):
    """A whole number that a database can look for: an address with more figures is no row's, and none is asked."""

    regex = "[0-9]{1,18}"


register_converter(Key, "key")


def typed_key(text):
    """The key of a row as a command's reader types it."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise ArgumentTypeError(f"{text!r} is not the number of a row.")
    return int(text)
