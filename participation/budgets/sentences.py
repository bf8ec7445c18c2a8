"""What the desk of votes says: what is missing in a draft, why nothing is counted now, the name of a way to count."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..votes.models import Vote
from ..votes.sentences import rule_sentences


# Each takes the number it speaks of. What blocks says what to do; the rest says what it would mean.
FINDINGS = {
    "no-option": lambda n: _("No project has been chosen yet."),
    "one-question": lambda n: _("A vote by yes or no is about one project: take the others out."),
    "no-dates": lambda n: _("The vote has no opening or no closing: residents would not know when it takes place."),
    "vote-is-over": lambda n: _("The dates of the vote have passed: give it new ones."),
    "archived": lambda n: _("The process is archived: nothing can open in it. Restore it first."),
    "rule-does-not-fit": lambda n: _("The counting rule cannot count such ballots: choose another."),
    "no-scale": lambda n: _("Write at least two mentions."),
    "no-registered": lambda n: _("A quorum needs the number of registered people."),
    "has-ballots": lambda n: _("People have voted already: the list can no longer be frozen."),
    "no-cost": lambda n: ngettext("One project has no cost.", "%(number)s projects have no cost.", n),
    "no-envelope": lambda n: ngettext(
        "No envelope pays for one project: add one for its district or for the whole town.",
        "No envelope pays for %(number)s projects: add one for their district or for the whole town.",
        n,
    ),
    "too-dear": lambda n: ngettext(
        "One project costs more than its whole envelope: it could never be selected.",
        "%(number)s projects cost more than their whole envelope: they could never be selected.",
        n,
    ),
    "not-admissible": lambda n: ngettext(
        "One project is not declared admissible: decide on it, or take it out.",
        "%(number)s projects are not declared admissible: decide on them, or take them out.",
        n,
    ),
    "one-option": lambda n: _("There is only one project: residents have nothing to choose between."),
    "all-fit": lambda n: _("The money pays for all the projects: whatever residents choose, none will be left out."),
    "no-question": lambda n: _("The ballot asks no question: residents read the title only."),
    "vote-has-begun": lambda n: _("The vote is already under way: residents may have come for it."),
    "no-page": lambda n: _("No published page presents this vote: residents would not find it."),
    "same-title": lambda n: _("Some projects have the same title: residents could mix them up."),
    "in-another-vote": lambda n: ngettext(
        "One project is already put to another vote.", "%(number)s projects are already put to another vote.", n
    ),
    "left-out": lambda n: ngettext(
        "One admissible project is not on the list.", "%(number)s admissible projects are not on the list.", n
    ),
}

# Where a finding is mended: a screen of the desk, or nothing.
MENDED_AT = {
    "no-option": "options",
    "one-question": "options",
    "not-admissible": "options",
    "one-option": "options",
    "same-title": "options",
    "in-another-vote": "options",
    "left-out": "options",
    "no-dates": "process",
    "vote-is-over": "process",
    "archived": "process",
    "no-envelope": "process",
    "too-dear": "process",
    "vote-has-begun": "process",
    "rule-does-not-fit": "edit",
    "no-scale": "edit",
    "no-registered": "edit",
    "no-question": "edit",
}

OBSTACLES = {
    "published": gettext_lazy("The result is published: it is final."),
    "rehearsal": gettext_lazy("This is a rehearsal: nothing of it is published or changed. Delete it whole instead."),
    "not-frozen": gettext_lazy("The list is not frozen: nobody can have voted on it."),
    "no-end": gettext_lazy("The vote has no closing: it never ends. Give it one in its process."),
    "not-over": gettext_lazy("The vote is not over: nothing is counted before it closes, not even in part."),
    "not-sealed": gettext_lazy("The box is not sealed yet: two people seal it, then it is counted."),
    "no-ballots": gettext_lazy("There is no ballot in the box: there is nothing to count."),
    "changed": gettext_lazy(
        "The rules, the options or the money are no longer those that were frozen. "
        "Nothing was counted: find out who changed them in the database, and how."
    ),
    "counted-again": gettext_lazy("The ballots have been counted again since you read the result. Read it again."),
    "has-ballots": gettext_lazy("The vote was opened or people have voted already: the list stays as it is."),
}

RULES = {
    "greedy": gettext_lazy("The most supported first"),
    "greedy-stop": gettext_lazy("The most supported first, until one is too dear"),
    "greedy-per-cost": gettext_lazy("The most votes per euro first"),
    "equal-shares": gettext_lazy("Equal shares"),
    "majority": gettext_lazy("Majority of yes"),
    "borda": gettext_lazy("Points by rank (Borda)"),
    "schulze": gettext_lazy("Duels, two by two (Schulze)"),
    "judgment": gettext_lazy("Majority judgment"),
}

COMPLETIONS = {
    "none": gettext_lazy("what is left is not spent"),
    "greedy": gettext_lazy("what is left goes to the most supported"),
    "add1": gettext_lazy("shares raised step by step"),
    "add1+greedy": gettext_lazy("shares raised step by step, the rest to the most supported"),
    "add1-exhaustive": gettext_lazy("shares raised until nothing more fits"),
    "add1-exhaustive+greedy": gettext_lazy("shares raised until nothing more fits, the rest to the most supported"),
}

NEXT = {
    Vote.State.DRAFT: gettext_lazy("Nothing is fixed yet: choose the projects, read the paper, freeze the list."),
    Vote.State.FROZEN: gettext_lazy("The list and the rules are fixed. The ballots are counted once the vote is over."),
    Vote.State.COUNTED: gettext_lazy("The ballots are counted. Nobody outside this desk sees the result yet."),
    Vote.State.PUBLISHED: gettext_lazy("The result is public."),
}


def way_name(rule, completion=""):
    """A rule and its completion in a few words; the name of a rule of the host's own as it is."""
    name = RULES.get(rule, rule)
    if not completion:
        return str(name)
    return _("%(rule)s: %(completion)s") % {"rule": name, "completion": COMPLETIONS.get(completion, completion)}


def way_sentences(rule, completion="", **settings):
    """The rule as it is told to residents, a sentence a line; none for a host's own rule that has none."""
    try:
        return rule_sentences(rule, completion, **settings)
    except KeyError:
        return ()


def obstacle_sentence(code):
    """Why something is not done now, in the reader's language; None for no obstacle."""
    return str(OBSTACLES[code]) if code else None


def finding_sentence(finding):
    """A finding in words."""
    return FINDINGS[finding.code](finding.number) % {"number": finding.number}
