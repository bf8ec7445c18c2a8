"""Which role holds which permission (one readable table; the groups are made from it), and when a sign-in counts."""

import unicodedata
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import NamedTuple


# A permission is "app.codename"; "access" lets a person into the editor at all.
ACCESS = "wagtailadmin.access_admin"
READ_BOARDS = (
    "participation.view_process",
    "participation.view_district",
    "participation.view_place",
    "participation.view_proposal",
    "participation.view_vote",
    "participation.view_poll",
)
SET_UP_VOTES = (
    "participation.view_vote",
    "participation.add_vote",
    "participation.change_vote",
    "participation.delete_vote",
)
# From day to day, while a vote is held. Whoever helps with one vote only has a duty instead (ballots/rules/duties.py).
WORK_ON_POLLS = (
    "participation.keep_roll",
    "participation.make_codes",
    "participation.hold_desk",
    "participation.read_sheets",
    "participation.name_duties",
)

# A role's key is its group name: French towns read it in the list of groups.
ROLES = {
    # Puts proposals in good French, says where they stand, makes pages of them; numbers and deletions are not its own.
    "Communication": (
        ACCESS,
        "participation.view_process",
        "participation.change_place",
        "participation.view_place",
        "participation.view_proposal",
        "participation.change_proposal",
        "participation.view_theme",
        "participation.change_theme",
        "participation.view_letter",
        "wagtail_localize.submit_translation",
    ),
    # Reads what was submitted; where a proposal stands is said by those who study it.
    "Modération": (ACCESS, "participation.view_proposal"),
    # Reads proposals and drafts pages of them (PAGES); their status is the budget team's word.
    "Agent de service": (ACCESS, "participation.view_process", "participation.view_proposal"),
    # Keeps processes, proposals and themes whole. Pages are made by communication: it has none of its own.
    "Budget participatif": (
        ACCESS,
        *READ_BOARDS,
        "participation.add_process",
        "participation.change_process",
        "participation.delete_process",
        "participation.add_proposal",
        "participation.change_proposal",
        "participation.delete_proposal",
        "participation.view_theme",
        "participation.add_theme",
        "participation.change_theme",
        "participation.delete_theme",
        "participation.add_district",
        "participation.change_district",
        "participation.delete_district",
        "participation.add_place",
        "participation.change_place",
        "participation.delete_place",
        *SET_UP_VOTES,
        "participation.publish_result",
    ),
    "Élu référent": (ACCESS, *READ_BOARDS),
    # Fixes the list and counts; the result is published by the clerk or by the budget team, whom the town names.
    "Greffe du scrutin": (
        ACCESS,
        "participation.view_process",
        "participation.view_proposal",
        *SET_UP_VOTES,
        *WORK_ON_POLLS,
        "participation.freeze_vote",
        "participation.count_vote",
        "participation.publish_result",
        "participation.view_poll",
        "participation.add_poll",
        "participation.change_poll",
        "participation.export_roll",
        "participation.hold_poll",
        "participation.seal_poll",
        "participation.view_journalentry",
    ),
    # Sees where a vote stands, and never a result before everybody. What helpers do in one vote is their duty's.
    "Scrutateur": (ACCESS, "participation.view_process", "participation.view_vote", "participation.view_poll"),
    # Reads the journal of all that was done, and verifies that it is whole.
    "Auditeur": (ACCESS, *READ_BOARDS, "participation.view_journalentry"),
}

# What each role may do with pages everywhere in the tree; each of them adds and chooses pictures and documents too.
# The others have their desks only.
PAGES = {
    "Communication": ("add", "change", "publish"),
    "Agent de service": ("add", "change"),  # writes and submits; communication publishes
    "Budget participatif": (),  # the pictures of proposals
}

BY_LETTER = "participation_by_letter"  # what a session that began with a letter carries
WRONG_CODES = 5  # of a million, for one request


class Limit(NamedTuple):
    """So many times in a period of so many seconds; after that, if there is a pause, once in each pause."""

    times: int
    seconds: int
    pause: int = 0


def again_at(limit, since, last, times, now):
    """When the next try is allowed if it is not now, else None. `since` is the first of the `times` counted."""
    fresh = since + timedelta(seconds=limit.seconds)
    if times < limit.times or now >= fresh:
        return None
    if not limit.pause:
        return fresh
    after_pause = last + timedelta(seconds=limit.pause)
    return None if now >= after_pause else min(fresh, after_pause)


def refusal_of(expires_at, used_at, void_at, now):
    """Why a request to sign in opens nothing any more: "used", "void", "expired"; None while it does."""
    if used_at:
        return "used"
    if void_at:
        return "void"
    return "expired" if now >= expires_at else None


def only_digits(typed):
    """A code as typed or pasted, as six plain digits: `123 456`, `12-34-56`, `１２３４５６`. None if it is no code."""
    digits = "".join(str(int(letter)) for letter in typed if letter.isdecimal())
    others = [letter for letter in typed if not (letter.isdecimal() or letter.isspace() or letter in "-.·")]
    return digits if len(digits) == 6 and not others else None


def network_of(address):
    """What a reader's network is counted by: an IPv4 address, the /48 of an IPv6 one.

    Empty when the address tells nothing: none, or this machine's own, which is that of every reader behind a proxy.
    """
    try:
        found = ip_address(address.strip())
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback:
        return ""
    return str(found) if found.version == 4 else str(ip_network((int(found), 48), strict=False))


def plain_name(typed):
    """A name on one line: no control characters, no marks that turn the direction of what stands beside it."""
    joiners = "\u200c\u200d"  # part of Persian and Indian spelling, and of some emoji
    shown = (each for each in typed if each.isspace() or each in joiners or unicodedata.category(each)[0] != "C")
    return " ".join("".join(shown).split())
