"""Keys of rows in addresses."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class Key(IntConverter):
    """A whole number that a database can look for: an address with more figures is no row's, and none is asked."""

    regex = "[0-9]{1,18}"


register_converter(Key, "key")
