"""Amounts and whole numbers as Pabulib writes them, read exactly."""

import re

from .errors import PabulibError


_AMOUNT = re.compile(r"(\d+)(?:[.,](\d*))?")


def cents(text: str) -> int | None:
    """Cents of `1234`, `1234.5` or `1234,50`; None for anything else, also for fractions of a cent."""
    found = _AMOUNT.fullmatch(text.strip())
    if not found:
        return None
    decimals = (found[2] or "").rstrip("0")
    return int(found[1]) * 100 + int(decimals.ljust(2, "0")) if len(decimals) <= 2 else None


def whole(text: str) -> int | None:
    """The number in `12` or `12.0`, from 0 up; None for anything else."""
    amount = cents(text)
    return None if amount is None or amount % 100 else amount // 100


def meta_number(meta: dict[str, str], lines: dict[str, int], key: str) -> int | None:
    """A whole number that META may give under `key`; PabulibError when it is something else."""
    text = meta.get(key, "").strip()
    number = whole(text)
    if text and number is None:
        raise PabulibError(lines[key], "not-a-number", field=key, value=text)
    return number


def budget(meta: dict[str, str], lines: dict[str, int]) -> int:
    """META's budget in cents; PabulibError when missing or not an amount."""
    text = meta.get("budget", "").strip()
    if not text:
        raise PabulibError(lines["budget"], "budget-missing")
    amount = cents(text)
    if amount is None:
        raise PabulibError(lines["budget"], "not-money", field="budget", value=text)
    return amount
