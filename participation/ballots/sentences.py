"""What the desk of polls says: each line of the checklist, the questionnaire, where a poll stands, why not now."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .rules.risk import QUESTIONS


# A line of the checklist: what is said when it holds, and what to do while it does not.
LINES = {
    "help-elsewhere": (
        _("Every refusal names another way to vote."),
        _("Say what else one can do: a place, a telephone."),
    ),
    "limits": (
        _("The limits of a ballot can be kept."),
        _("The limits ask for more choices than an envelope has projects, or for more than they allow."),
    ),
    "readers": (
        _("Who sees the result before it is public is named."),
        _("Name who sees the result before it is public. Nobody else will, administrators included."),
    ),
    "publisher": (
        _("One of them may publish the result."),
        _("None of those named may publish the result: name somebody who may."),
    ),
    "second-reader": (
        _("Two people or more are named."),
        _("Only one person is named: if that person is away, nobody can publish."),
    ),
    "risk": (_("What is at stake was weighed."), _("Answer the questionnaire on what is at stake.")),
    "level": (
        _("The answers suggest the first level."),
        _(
            "The answers suggest a level at which the CNIL asks for much more than this box gives: export the roll "
            "and hold the vote with Belenios, or on paper."
        ),
    ),
    "privacy": (_("There is a privacy notice."), _("Give the address of the privacy notice of this vote.")),
    "impact": (
        _("The impact assessment is named."),
        _("No impact assessment is named: say where it is, or why there is none."),
    ),
    "not-archived": (_("The process is under way."), _("The process is archived: nothing can open in it.")),
    "no-dates": (_("The vote has its dates."), _("The vote has no opening or no closing: give it both.")),
    "is-over": (_("The dates are to come."), _("The dates of the vote have passed: give it new ones.")),
    "not-frozen": (
        _("The list of projects and the rules are frozen."),
        _("Freeze the list of projects and the rules."),
    ),
    "roll": (_("There are people on the roll."), _("Nobody is on the roll: import it.")),
    "codes": (
        _("Personal codes have been printed."),
        _("No code has been printed: nobody could vote online."),
    ),
    "one-way": (
        _("There is one way to be known online."),
        _(
            "Some people vote with a code and others with an e-mail address: nobody can see whether one person "
            "has used both. The safest is the roll alone."
        ),
    ),
    "all-codes": (_("Everybody on the roll has a code."), _("Some people on the roll have no code yet.")),
    "rehearsed": (
        _("The vote was rehearsed to its close."),
        _("The vote was not rehearsed: an hour with two colleagues shows what would go wrong."),
    ),
    "page": (
        _("A published page presents the vote."),
        _("No published page presents this vote: residents would not find it."),
    ),
    "sqlite": (
        _("The database is fit for a real vote."),
        _(
            "The database is SQLite, which makes voters wait for each other. Whoever runs the server moves to "
            "PostgreSQL, or sets VOTES_ON_SQLITE."
        ),
    ),
}

# The questions on what is at stake, as risk.QUESTIONS orders them.
ASKED = {
    "binding": _("Does the result bind somebody, as a law, a contract or a statute does?"),
    "office": _("Would somebody win or lose an office, an income or a right by it?"),
    "powerful": _("Could somebody with great means (a State, a large firm, a party) gain by disturbing it?"),
    "opinion": _("Would a choice, if it were known, tell a political, religious or union opinion?"),
    "persons": _("Are people chosen or put aside by name?"),
    "contested": _("Does the subject divide the town?"),
    "campaigns": _("Do organised groups campaign for or against an option?"),
    "profit": _("Would a few people or one firm gain much by one of the options?"),
    "large": _("May more than ten thousand people vote?"),
    "pressure": _("Could voters be pressed by somebody they depend on: an employer, a superior, a relative?"),
    "insiders": _("Has anybody who prepares the vote or runs the server something to gain by the result?"),
    "before": _("Was a vote here contested or disturbed in the last five years?"),
    "online-only": _("Is there no other way to vote than online?"),
}

NEXT = {
    "draft": _("Nothing is open. Work down the list; the box opens when nothing is missing."),
    "ready": _("The rules are fixed. The box opens by itself at the hour that was announced."),
    "open": _("The box is open. Nobody sees a choice or a count, only how many have voted."),
    "over": _("The end has come: no ballot is taken any more. Close the box."),
    "closed": _("The box is closed. Two people seal it; then it is counted."),
    "sealed": _("The box is sealed: nothing joins a person to a choice any more. The ballots can be counted."),
}
TO_BE_SEALED = _(
    "Two people have agreed to seal the box. The server does it, as a role that alone may read it, within a few "
    "minutes. If nothing happens, call whoever runs the server: manage.py seal_boxes."
)
STATES = {
    "draft": _("in preparation"),
    "ready": _("ready, not open yet"),
    "open": _("box open"),
    "over": _("over, to be closed"),
    "closed": _("box closed"),
    "sealed": _("box sealed"),
}

WHY_NOT = {
    "opened-already": _("The box was opened already."),
    "not-read": _("Nothing was opened: tick each remark to say that you have read it."),
    "not-open": _("The box is not open any more: its close cannot be put off."),
    "not-later": _("The new end must be later than the present one."),
    "too-far": _("An end is put off by three months at most, and can never be brought forward again. Check the year."),
    "not-yet": _("The end has not come: the box stays open until then. It closes at the hour that was announced."),
    "same-person": _("You have agreed already. Somebody else seals the box."),
    "agreed-by-two": _("Two people have agreed: the server seals the box without you."),
    "not-agreed": _("Two people have to agree first."),
    "not-closed": _("The box is not closed yet."),
    "sealed-already": _("The box is sealed already."),
    "open-batches": _("Some batches of paper ballots are not closed: finish them, or void them with a reason."),
    "paper-differs": _("The marks at the desks and the paper ballots are not the same number: say why."),
    "no-draft": _("A rehearsal begins from a poll that is set up and not opened."),
    "under-way": _("A rehearsal is under way already. End it before you begin another."),
    "no-rehearsal": _("This is no rehearsal that is under way: nothing was done."),
    "begun": _("The poll has a roll or was opened: it cannot be removed any more."),
}

LEVELS = {
    1: _("Level 1: few would want to disturb this vote, and with small means."),
    2: _("Level 2: somebody could want to disturb this vote, with some means."),
    3: _("Level 3: somebody could want to disturb this vote very much, or with great means."),
}


def line_words(line):
    """A line of the checklist in a sentence."""
    return str(LINES[line.code][0 if line.done else 1])


def why_not(code):
    """Why something was not done, in a sentence."""
    return str(WHY_NOT[code] if code in WHY_NOT else LINES[code][1])


def unequal_words(error):
    """Roll and box do not say the same number."""
    return ngettext(
        "The roll has %(marks)s mark online and the box holds %(ballots)s. First find out why: nothing was done.",
        "The roll has %(marks)s marks online and the box holds %(ballots)s. First find out why: nothing was done.",
        error.marks,
    ) % {"marks": error.marks, "ballots": error.ballots}


def asked_questions():
    """Pairs (code, question), in order."""
    return [(code, ASKED[code]) for code in QUESTIONS]
