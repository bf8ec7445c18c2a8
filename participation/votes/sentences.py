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
        "voters": facts.get("voters"),
        "rank": facts.get("rank"),
        "all_left": facts.get("paid_all_left"),
    }
    words |= {name: show_money(facts.get(key) or 0, currency) for name, key in AMOUNTS.items()}
    code = facts["code"]
    if code == "bought" and facts.get("paid_all_left"):
        code = "bought-with-all"
    return SENTENCES[code]() % words


# The word in a sentence, and the fact it shows as money.
AMOUNTS = {
    "cost": "cost",
    "left": "money_left",
    "missing": "missing",
    "each": "paid_each",
    "point": "paid_per_point",
    "together": "supporters_money",
    "lacking": "supporters_missing",
}

SENTENCES = {
    "chosen": lambda: _("Selected: %(votes)s, place %(rank)s. It costs %(cost)s; %(left)s were left at its turn."),
    "too-dear": lambda: _("Not selected: %(votes)s, place %(rank)s. %(left)s were left at its turn: %(missing)s short."),
    "after-stop": lambda: _("Not selected: %(votes)s, place %(rank)s. The count had ended before its turn."),
    "below-minimum": lambda: _("Not selected: %(votes)s, fewer than the rules ask for."),
    "no-support": lambda: _("Not selected: nobody chose it."),
    "free": lambda: _("Selected: it costs nothing."),
    "bought": lambda: _("Selected: its %(voters)s supporters share the cost, %(each)s each."),
    "bought-with-all": lambda: _(
        "Selected: its %(voters)s supporters paid %(each)s each, or what they had left (%(all_left)s of them)."
    ),
    "not-affordable": lambda: _(
        "Not selected: with what they had left, its %(voters)s supporters raise %(together)s. %(lacking)s are missing."
    ),
    "completed": lambda: _("Selected with the money that was left: %(votes)s, and %(cost)s still fitted in %(left)s."),
    "not-completed": lambda: _(
        "Not selected: its supporters could not pay for it, and at its turn %(left)s were left: %(missing)s short."
    ),
}


RULES_IN_WORDS = {
    "greedy": lambda: (
        _("The projects are taken from the most supported down."),
        _("Each one is selected if the money that is left pays for it; one that is too dear is passed over, and the next is looked at."),
    ),
    "greedy-stop": lambda: (
        _("The projects are taken from the most supported down."),
        _("The count ends at the first one that the money left does not pay for."),
    ),
    "greedy-per-cost": lambda: (
        _("The projects are taken by votes per euro, the highest first."),
        _("Each one is selected if the money that is left pays for it; one that is too dear is passed over, and the next is looked at."),
    ),
    "equal-shares": lambda: (
        _("The envelope is divided equally among all who voted: everybody decides over the same share."),
        _("A project is selected when those who support it can pay for it together with what is left of their shares. The one that asks the least of each supporter goes first."),
        _("A project with many votes may fail when it asks more of its supporters than they have; several smaller ones can then serve more people."),
    ),
}

COMPLETIONS_IN_WORDS = {
    "none": lambda: (),
    "greedy": lambda: (_("What is left is spent on the most supported projects that still fit."),),
    "add1": lambda: (
        _("So that little is left, the shares are raised step by step, and the count begun again, until the next step would spend more than the envelope."),
    ),
    "add1-exhaustive": lambda: (
        _("So that little is left, the shares are raised step by step, and the count begun again, until no further project fits."),
    ),
}


def rule_sentences(rule, completion=""):
    """A counting rule and its completion told to a resident, one sentence a paragraph."""
    parts = [part for part in completion.split("+") if part]
    return RULES_IN_WORDS[rule]() + tuple(line for part in parts for line in COMPLETIONS_IN_WORDS[part]())


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
