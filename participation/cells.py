"""Cells of a spreadsheet: what residents and files wrote never becomes a formula on the machine of who opens it."""

import re


BEGIN_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
NOT_FOR_A_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML, and so a workbook, cannot hold them


def harmless(value):
    """A text that no spreadsheet takes for a formula: an apostrophe before it. Numbers and dates stay what they are."""
    if not isinstance(value, str):
        return value
    value = NOT_FOR_A_CELL.sub("", value)
    risky = value.startswith(("\t", "\r", "\n")) or value.lstrip().startswith(BEGIN_A_FORMULA)
    return f"'{value}" if risky else value
