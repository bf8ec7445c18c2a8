"""Why an option was selected or not, in a sentence a resident understands."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..money import NARROW, show_money


def grouped(number):
    """`1 846` in French, `1,846` elsewhere."""
    return f"{number:,}".replace(",", NARROW) if (get_language() or "").startswith("fr") else f"{number:,}"


def support(facts):
    """`608 votes`, or `1,204 points` where ballots give points."""
    if facts["score"] == facts.get("voters", facts["score"]):
        return ngettext("%(number)s vote", "%(number)s votes", facts["score"]) % {"number": grouped(facts["score"])}
    return ngettext("%(number)s point", "%(number)s points", facts["score"]) % {"number": grouped(facts["score"])}


def why(facts, currency="EUR"):
    """The reason that a count gives for one option, as one sentence. KeyError for a code without words."""
    voters = facts.get("voters", 0)
    words = {"votes": support(facts), "rank": facts.get("rank"), "supporters": grouped(voters)}
    words["all_left"] = grouped(facts.get("paid_all_left") or 0)
    words |= {name: show_money(facts.get(key) or 0, currency) for name, key in AMOUNTS.items()}
    code = facts["code"]
    if code == "bought":
        code = _how_it_was_bought(facts)
        if code == "bought":  # rounded up, so that the parts add up to the cost
            words["each"] = show_money(-(-facts["cost"] // voters), currency)
    return SENTENCES[code](voters) % words


def _how_it_was_bought(facts):
    if "paid_per_point" in facts:
        return "bought-by-points"
    return "bought-with-all" if facts.get("paid_all_left") else "bought"


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

# Each takes the number of supporters, on which some languages' plural hangs.
SENTENCES = {
    "chosen": lambda n: _("Selected: %(votes)s, rank %(rank)s. It costs %(cost)s; %(left)s were left at its turn."),
    "too-dear": lambda n: _(
        "Not selected: %(votes)s, rank %(rank)s. %(left)s were left at its turn: %(missing)s short."
    ),
    "after-stop": lambda n: _("Not selected: %(votes)s, rank %(rank)s. The count had ended before its turn."),
    "below-minimum": lambda n: _("Not selected: %(votes)s, fewer than the rules ask for."),
    "no-support": lambda n: _("Not selected: nobody chose it."),
    "free": lambda n: _("Selected: it costs nothing."),
    "bought": lambda n: ngettext(
        "Selected: its one supporter pays the cost, %(each)s.",
        "Selected: its %(supporters)s supporters share the cost, %(each)s each.",
        n,
    ),
    "bought-with-all": lambda n: ngettext(
        "Selected: its one supporter paid all they had left.",
        "Selected: its %(supporters)s supporters paid %(each)s each, or what they had left (%(all_left)s of them).",
        n,
    ),
    "bought-by-points": lambda n: _("Selected: its supporters paid %(point)s for each point, or what they had left."),
    "not-affordable": lambda n: ngettext(
        "Not selected: its one supporter has %(together)s left. %(lacking)s are missing.",
        "Not selected: with what they had left, its %(supporters)s supporters raise %(together)s. "
        "%(lacking)s are missing.",
        n,
    ),
    "completed": lambda n: _("Selected with the money that was left: %(votes)s, and its %(cost)s fitted in %(left)s."),
    "not-completed": lambda n: _(
        "Not selected: its supporters could not pay for it, and at its turn %(left)s were left: %(missing)s short."
    ),
}


RULES_IN_WORDS = {
    "greedy": lambda: (
        _("The projects are taken from the most supported down."),
        _(
            "Each one is selected if the money that is left pays for it; one that is too dear is "
            "passed over, and the next is looked at."
        ),
    ),
    "greedy-stop": lambda: (
        _("The projects are taken from the most supported down."),
        _("The count ends at the first one that the money left does not pay for."),
    ),
    "greedy-per-cost": lambda: (
        _("The projects are taken by votes per euro, the highest first."),
        _(
            "Each one is selected if the money that is left pays for it; one that is too dear is "
            "passed over, and the next is looked at."
        ),
    ),
    "equal-shares": lambda: (
        _("The envelope is divided equally among all who voted: everybody decides over the same share."),
        _(
            "A project is selected when those who support it can pay for it together with what is left "
            "of their shares. The one that asks the least of its supporters, in proportion to its cost, goes first."
        ),
        _(
            "A project with many votes may fail when it asks more of its supporters than they have; "
            "several smaller ones can then serve more people."
        ),
    ),
}

COMPLETIONS_IN_WORDS = {
    "none": lambda: (),
    "greedy": lambda: (_("What is left is spent on the most supported projects that still fit."),),
    "add1": lambda: (
        _(
            "So that little is left, the shares are raised step by step, and the count begun again, "
            "until the next step would spend more than the envelope."
        ),
    ),
    "add1-exhaustive": lambda: (
        _(
            "So that little is left, the shares are raised step by step, and the count begun again, "
            "until no further project fits."
        ),
    ),
}


def rule_sentences(rule, completion=""):
    """A counting rule and its completion told to a resident, one sentence a paragraph."""
    parts = [part for part in completion.split("+") if part]
    return RULES_IN_WORDS[rule]() + tuple(line for part in parts for line in COMPLETIONS_IN_WORDS[part]())


DECIDED_BY = {
    "cheaper": lambda: _("the cheaper first"),
    "more-voters": lambda: _("the one with more voters first"),
    "file-order": lambda: _("the order of the file"),
    "draw": lambda: _("a draw that anyone can repeat"),
}


def tie_sentence(tie, options):
    """A tie that mattered, in one sentence. `options` maps codes to rows with a title."""
    names = ", ".join(_("“%s”") % options[code].title for code in tie["options"])
    return _("Tied: %(names)s. What decided: %(how)s.") % {"names": names, "how": DECIDED_BY[tie["decided_by"]]()}
