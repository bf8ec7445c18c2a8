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
    words = {name: show_money(facts.get(key) or 0, currency) for name, key in AMOUNTS.items()}
    words |= {name: grouped(facts.get(key) or 0) for name, key in NUMBERS.items()}
    words |= {"rank": facts.get("rank"), "mention": facts.get("mention")}
    words["votes"] = support(facts) if "score" in facts else ""
    code = _told_as(facts)
    if code == "bought":  # rounded up, so that the parts add up to the cost
        words["each"] = show_money(-(-facts["cost"] // facts["voters"]), currency)
    number = facts.get(COUNTED.get(code, "voters")) or 0
    return SENTENCES[code](number) % words


def reason(facts, currency="EUR"):
    """The same; nothing for a code that a host's own rule made."""
    try:
        return why(facts, currency)
    except KeyError:
        return ""


def _told_as(facts):
    """The code, or the case of it that has a sentence of its own."""
    code = facts["code"]
    if code == "bought":
        if "paid_per_point" in facts:
            return "bought-by-points"
        return "bought-with-all" if facts.get("paid_all_left") else "bought"
    if code == "beaten" and facts["preferred"] >= facts["winner_preferred"]:
        return "beaten-by-a-chain"
    if code == "no-support" and "mentions" in facts:
        return "worst-mention"
    return code


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

# The word in a sentence, and the fact it shows as a number.
NUMBERS = {
    "supporters": "voters",
    "all_left": "paid_all_left",
    **{name: name for name in ("minimum", "behind", "preferred", "winner_preferred", "chain", "winner_chain")},
    **{name: name for name in ("duels_won", "better", "worse", "yes", "no", "blank")},
    **{name: name for name in ("took_part", "registered", "needed")},
}

# The fact on which a sentence's plural hangs, where it is not the number of supporters.
COUNTED = {
    "fewer-points": "behind",
    "unbeaten": "duels_won",
    "beaten": "winner_preferred",
    "lower-mention": "better",
    "quorum-missed": "took_part",
}

# Each takes that number.
SENTENCES = {
    "chosen": lambda n: _("Selected: %(votes)s, rank %(rank)s. It costs %(cost)s; %(left)s were left at its turn."),
    "too-dear": lambda n: _(
        "Not selected: %(votes)s, rank %(rank)s. %(left)s were left at its turn: %(missing)s short."
    ),
    "after-stop": lambda n: _("Not selected: %(votes)s, rank %(rank)s. The count had ended before its turn."),
    "below-minimum": lambda n: _("Not selected: %(votes)s, fewer than the %(minimum)s that the rules ask for."),
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
    "most-points": lambda n: _("Chosen: %(votes)s, no other option has more."),
    "fewer-points": lambda n: ngettext(
        "Not chosen: %(votes)s, rank %(rank)s, %(behind)s point behind the option chosen.",
        "Not chosen: %(votes)s, rank %(rank)s, %(behind)s points behind the option chosen.",
        n,
    ),
    "lost-tie": lambda n: _("Not chosen: equal to the option chosen. How the tie was decided is said below."),
    "unbeaten": lambda n: ngettext(
        "Chosen: compared two by two, no other option comes before it. It wins %(duels_won)s duel.",
        "Chosen: compared two by two, no other option comes before it. It wins %(duels_won)s duels.",
        n,
    ),
    "beaten": lambda n: ngettext(
        "Not chosen, rank %(rank)s: %(winner_preferred)s voter ranks the option chosen above it, "
        "%(preferred)s the other way round.",
        "Not chosen, rank %(rank)s: %(winner_preferred)s voters rank the option chosen above it, "
        "%(preferred)s the other way round.",
        n,
    ),
    "beaten-by-a-chain": lambda n: _(
        "Not chosen, rank %(rank)s: a chain of duels leads from the option chosen to this one, each won with "
        "%(winner_chain)s votes or more; no chain back is stronger than %(chain)s."
    ),
    "best-mention": lambda n: _(
        "Chosen: more than half of the voters give it “%(mention)s” or better, and no other option is judged better."
    ),
    "lower-mention": lambda n: ngettext(
        "Not chosen, rank %(rank)s: more than half of the voters give it “%(mention)s” or better. "
        "%(better)s gives it better, %(worse)s worse.",
        "Not chosen, rank %(rank)s: more than half of the voters give it “%(mention)s” or better. "
        "%(better)s give it better, %(worse)s worse.",
        n,
    ),
    "worst-mention": lambda n: _("Not chosen: every voter gives it the worst mention, or none."),
    "adopted": lambda n: _("Adopted: %(yes)s yes and %(no)s no; %(blank)s blank."),
    "rejected": lambda n: _("Not adopted: %(yes)s yes and %(no)s no; %(blank)s blank. More yes than no are needed."),
    "quorum-missed": lambda n: ngettext(
        "Without effect: %(took_part)s person took part, and %(needed)s of the %(registered)s registered were needed. "
        "%(yes)s yes, %(no)s no, %(blank)s blank.",
        "Without effect: %(took_part)s people took part, and %(needed)s of the %(registered)s registered were needed. "
        "%(yes)s yes, %(no)s no, %(blank)s blank.",
        n,
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
    "majority": lambda: (_("Adopted if more ballots say yes than no. Blank ballots are not compared."),),
    "borda": lambda: (
        _("Every voter ranks options. A ballot gives 1 point to its last one, 2 to the one above, and so on."),
        _("The option with the most points is chosen."),
    ),
    "schulze": lambda: (
        _(
            "Every voter ranks options, and each two options meet in a duel: the one that more voters rank above "
            "the other wins it. An option left out of a ballot stands below those on it."
        ),
        _(
            "The option that wins all its duels is chosen. Where options beat each other in a circle, duels won "
            "with few votes count for less than those won with many."
        ),
    ),
    "judgment": lambda: (
        _(
            "Every voter gives each option a mention. Its majority mention is the best one that more than half of "
            "the voters give it or surpass; a voter who gives none counts as giving the worst."
        ),
        _(
            "The option with the best majority mention is chosen. Between equal ones the mentions next to the middle "
            "decide, one voter after the other."
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


def rule_sentences(rule, completion="", minimum_score=None, quorum_percent=None):
    """A counting rule and its settings told to a resident, one sentence a paragraph. KeyError for an unknown one."""
    told = [*RULES_IN_WORDS[rule]()]
    for part in filter(None, completion.split("+")):
        told += COMPLETIONS_IN_WORDS[part]()
    if minimum_score:
        words = {"number": grouped(minimum_score)}
        told.append(_("What has fewer than %(number)s votes or points is not selected.") % words)
    if quorum_percent and rule == "majority":
        words = _("It decides only if at least %(percent)s%% of the registered take part, blank ballots included.")
        told.append(words % {"percent": quorum_percent})
    return tuple(told)


def rule_of(result, vote):
    """The rule of a result, with what else the vote holds people to; nothing for a host's own rule without words."""
    if result.rule not in RULES_IN_WORDS:
        return ()
    return rule_sentences(result.rule, result.completion, vote.minimum_score, vote.quorum_percent)


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
