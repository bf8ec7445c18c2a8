"""The only code that writes about people: roles, accounts, signing in."""

from .accounts import (
    account_for,
    account_of,
    change_resident,
    email_of,
    enters_the_editor,
    erase,
    forget,
    resident_of,
    set_password,
    tell_of_password,
)
from .roles import UnknownPermission, create_roles
from .sign_in import (
    Refused,
    TooSoon,
    ask,
    come_in_by_code,
    come_in_by_link,
    find_link,
    tidy,
    try_password,
    wrong_voter_code,
)


__all__ = [
    "Refused",
    "TooSoon",
    "UnknownPermission",
    "account_for",
    "account_of",
    "ask",
    "change_resident",
    "come_in_by_code",
    "come_in_by_link",
    "create_roles",
    "email_of",
    "enters_the_editor",
    "erase",
    "find_link",
    "forget",
    "resident_of",
    "set_password",
    "tell_of_password",
    "tidy",
    "try_password",
    "wrong_voter_code",
]
