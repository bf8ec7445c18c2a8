"""Why a line of a roll, a file, an act at the desk or a typed ballot is refused: a sentence each."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


LINES = {
    "no-number": gettext_lazy("no number: it is by its number that a person is found again at the next import"),
    "number-twice": gettext_lazy("the same number as line %(found)s"),
    "no-name": gettext_lazy("no last name (number %(found)s)"),
    "number-too-long": gettext_lazy("the number is longer than 40 letters: “%(found)s…”"),
    "name-too-long": gettext_lazy("the name is longer than 160 letters: “%(found)s…”"),
    "address-too-long": gettext_lazy("the address is longer than 255 letters: “%(found)s…”"),
    "bad-year": gettext_lazy("“%(found)s” is no year of birth"),
    "too-young": gettext_lazy("born in %(found)s: too young for this vote"),
    "unknown-district": gettext_lazy("the town has no district “%(found)s”"),
    "no-district": gettext_lazy("no district, and this vote is held by district"),
}

FILES = {
    "not-text": gettext_lazy("This is no text file. In the spreadsheet, save as CSV."),
    "not-csv": gettext_lazy("This is no CSV file: line %(found)s cannot be read."),
    "no-number": gettext_lazy("There is no column “number” in the first line: %(found)s"),
    "no-last": gettext_lazy("There is no column “last name” in the first line: %(found)s"),
    "column-twice": gettext_lazy("The column “%(found)s” is there twice. Keep one."),
    "too-many-lines": gettext_lazy("There are more than %(found)s lines. Import the file in parts."),
    "empty": gettext_lazy("There is nobody in this file."),
}

ACTS = {
    "not-this-file": gettext_lazy("This file is no longer the one that was read. Choose it again."),
    "lines-refused": gettext_lazy("Nothing was written: some lines are refused."),
    "roll-closed": gettext_lazy("The box is closed: the roll stays as it is."),
    "number-taken": gettext_lazy("Somebody else on the roll has this number."),
    "has-voted": gettext_lazy("This person has voted: nothing was changed."),
    "voted-online": gettext_lazy("This person has voted online. They can change their ballot online, not here."),
    "no-reason": gettext_lazy("Say why: it stays in the journal of the vote."),
    "no-tablet": gettext_lazy("This tablet is no longer in service."),
    "tablet-busy": gettext_lazy("Somebody is voting on this tablet. Wait, take it back, or use another."),
    "poll-sealed": gettext_lazy("The box is sealed: nobody is needed any more."),
    "account-shut": gettext_lazy("The account of this address is shut. Use another address."),
    "duty-held": gettext_lazy("This person has this duty already."),
    "duty-accepted": gettext_lazy("This duty is accepted or has ended."),
    "opened-here": gettext_lazy("The box was opened here: the roll of a vote that has begun goes nowhere else."),
    "no-address": gettext_lazy("Nobody on the roll has an e-mail address: there is nothing to export."),
    "box-not-open": gettext_lazy("The box is not open, or it is sealed."),
    "agreed-by-two": gettext_lazy("Two people have agreed to seal the box: no batch begins or is voided any more."),
    "batch-closed": gettext_lazy("This batch is closed or void: nothing in it changes any more."),
    "no-such-sheet": gettext_lazy("There is no such sheet in this batch."),
    "read-already": gettext_lazy("Somebody has entered this sheet meanwhile. Go on with the one shown."),
    "same-person": gettext_lazy("You have done your part: another person must do this."),
    "not-disputed": gettext_lazy("The two readings of this sheet are the same: nothing is to be decided."),
    "not-settled": gettext_lazy("Some sheets are not settled yet."),
}

TYPED = {
    "nothing": gettext_lazy("Type the numbers that are ticked, or use the buttons for a blank or a spoiled ballot."),
    "not-an-answer": gettext_lazy("Type o (yes), n (no) or b (blank)."),
    "no-such-number": gettext_lazy("There is no project number %(found)s on this ballot."),
    "no-worth": gettext_lazy("“%(found)s”: type the number of the project, a colon, and what it gets. For example 3:5"),
    "no-such-mention": gettext_lazy("“%(found)s”: there is no mention with that number."),
}


def line_sentence(refused):
    """Why a line of a roll is refused."""
    return str(LINES[refused.code]) % {"found": refused.found}


def file_sentence(refusal):
    """Why a file is no roll."""
    return str(FILES[refusal.code]) % {"found": refusal.found}


def act_sentence(refused):
    """Why an act is refused."""
    return str(ACTS[refused.code])


def typed_sentence(refusal):
    """Why what was typed is no ballot."""
    return str(TYPED[refusal.code]) % {"found": refusal.found}


def mark_sentence(mark, name):
    """What the roll says of somebody who cannot take a paper ballot: on which channel, which day, where."""
    words = {"name": name, "day": mark.voted_on, "place": mark.place}
    if mark.channel == mark.Channel.ONLINE:
        return _("%(name)s has already voted online. Do not hand out a paper ballot.") % words
    if mark.place:
        return _("%(name)s has already voted on paper (%(place)s). Do not hand out a second ballot.") % words
    return _("%(name)s has already voted on paper. Do not hand out a second ballot.") % words
