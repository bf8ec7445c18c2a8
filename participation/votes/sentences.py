"""Why an option was selected or not, in a sentence a resident understands."""

from django.utils.translation import gettext as _, ngettext

from ..money import show_money


def votes(number):
    """`608 votes`, as the active language counts."""
    return ngettext("%(number)s vote", "%(number)s votes", number) % {"number": f"{number:,}".replace(",", "\u202f")}


def why(facts, currency="EUR"):
    """The reason that a count gives for one option, as one sentence. KeyError for a code without words."""
    words = {
        "votes": votes(facts["score"]),
        "rank": facts.get("rank"),
        "cost": show_money(facts["cost"], currency),
        "left": show_money(facts.get("money_left", 0), currency),
        "missing": show_money(facts.get("missing", 0), currency),
    }
    return SENTENCES[facts["code"]]() % words


SENTENCES = {
    "chosen": lambda: _("Selected: %(votes)s, place %(rank)s. It costs %(cost)s; %(left)s were left at its turn."),
    "too-dear": lambda: _("Not selected: %(votes)s, place %(rank)s. %(left)s were left at its turn: %(missing)s short."),
    "after-stop": lambda: _("Not selected: %(votes)s, place %(rank)s. The count had ended before its turn."),
    "below-minimum": lambda: _("Not selected: %(votes)s, fewer than the rules ask for."),
    "no-support": lambda: _("Not selected: nobody chose it."),
}


RULES_IN_WORDS = {
    "greedy": lambda: (
        _("The projects are taken from the most supported down."),
        _("Each one is selected if the money that is left pays for it; one that is too dear is passed over, and the next is looked at."),
    ),
}


def rule_sentences(rule):
    """A counting rule told to a resident, one sentence a paragraph."""
    return RULES_IN_WORDS[rule]()


DECIDED_BY = {
    "cheaper": lambda: _("the cheaper first"),
    "more-voters": lambda: _("the one with more voters first"),
    "file-order": lambda: _("in the order of the file"),
    "draw": lambda: _("by a draw that anyone can repeat"),
}


def tie_sentence(tie, options):
    """A tie that mattered, in one sentence. `options` maps codes to rows with a title."""
    names = ", ".join(_("“%s”") % options[code].title for code in tie["options"])
    return _("Tied: %(names)s. They were put in order %(how)s.") % {"names": names, "how": DECIDED_BY[tie["decided_by"]]()}
