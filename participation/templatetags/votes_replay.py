"""A count told round by round, from what the Result explains. Nothing is counted here. `{% load votes_replay %}`."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..money import show_money
from ..votes.rules.rounds import rounds
from ..votes.sentences import grouped, reason, support
from .votes_result import line_of, options_of, percent


register = template.Library()


@register.simple_tag
def tell_rounds(result, vote, asked="", addresses=None):
    """All rounds in order, numbered through the envelopes; with `asked`, a round's number, also that one alone."""
    options, currency, told = options_of(vote), vote.process.currency, []
    for count in result.counts:
        name = (count["name"] or _("Whole town")) if len(result.counts) > 1 else ""
        for each in rounds(count["outcome"]):
            words = _round(each, count["outcome"], options, currency, addresses or {})
            above = words["line"]["title"] if each["kind"] in ON_ONE_QUESTION else name
            told.append(words | {"above": above, "number": len(told) + 1})
    place = int(asked) if asked.isdecimal() and len(asked) < 6 and 0 < int(asked) <= len(told) else None
    return {
        "rounds": told,
        "shown": [told[place - 1]] if place else told,
        "one": told[place - 1] if place else None,
        "before": place - 1 if place and place > 1 else None,
        "after": place + 1 if place and place < len(told) else None,
    }


def _round(each, outcome, options, currency, addresses):
    """One round in words, with its money as a bar where money is spent."""
    winners = set(outcome["winners"])
    reasons = outcome["explanations"]
    lines = [
        line_of(options[code], reasons[code], code in winners)
        | {"why": reason(reasons[code], currency), "address": addresses.get(options[code].pk)}
        for code in each["options"]
    ]
    if each["kind"] in ("nobody-pays", "barred"):  # a database may have kept these in another order
        lines.sort(key=lambda line: (-line["score"], line["number"]))
    for line in lines:
        line["said"] = SAID.get(each["kind"], lambda line, currency: "")(line, currency)
    told = {"kind": each["kind"], "lines": lines, "line": lines[0] if len(lines) == 1 else None}
    told["listed"] = each["kind"] in LISTED
    told |= {"title": TITLES[each["kind"]](lines), "text": TEXTS[each["kind"]](each, lines, currency)}
    if "left" in each:
        told |= {
            "spent_width": percent(each["spent"], outcome["budget"]),
            "left_width": percent(each["left"], outcome["budget"]),
            "money": _("%(spent)s allotted, %(left)s left")
            % {"spent": show_money(each["spent"], currency), "left": show_money(each["left"], currency)},
        }
    return told


def _of_the_option(lines):
    return lines[0]["title"]


TITLES = {
    "shares": lambda lines: _("Everybody has the same share"),
    "looked-at": _of_the_option,
    "free": lambda lines: _("What costs nothing is selected"),
    "nobody-pays": lambda lines: _("No other project can be paid for by its supporters"),
    "nothing-fits": lambda lines: _("Nothing more fits in what is left"),
    "after-stop": lambda lines: _("The count has ended"),
    "barred": lambda lines: _("Without enough support"),
    "ranked": _of_the_option,
    "took-part": lambda lines: _("Who took part"),
    "answers": lambda lines: _("What they answered"),
    "decision": lambda lines: _("What follows"),
}


def _why(each, lines, currency):
    return lines[0]["why"]


def _shares(each, lines, currency):
    words = {"first": show_money(each["first_share"], currency), "share": show_money(each["share"], currency)}
    if each["share"] == each["first_share"]:
        return _("The envelope is divided by the number of voters: %(share)s each.") % words
    return (
        _(
            "The envelope divided by the number of voters is %(first)s each. So that little money is left, the share "
            "was raised to %(share)s; the rounds below are those at that share."
        )
        % words
    )


def _nobody_pays(each, lines, currency):
    return ngettext(
        "One project is left. What its supporters still have does not pay for it.",
        "%(number)s projects are left. What the supporters of each still have does not pay for it.",
        len(lines),
    ) % {"number": grouped(len(lines))}


def _nothing_fits(each, lines, currency):
    return ngettext(
        "%(left)s are left. The project that comes next costs %(cost)s.",
        "%(left)s are left. The cheapest of the %(number)s projects that come next costs %(cost)s.",
        len(lines),
    ) % {
        "left": show_money(each["left"], currency),
        "number": grouped(len(lines)),
        "cost": show_money(min(line["cost"] for line in lines), currency),
    }


def _after_stop(each, lines, currency):
    return ngettext(
        "One project was not looked at any more.", "%(number)s projects were not looked at any more.", len(lines)
    ) % {"number": grouped(len(lines))}


def _took_part(each, lines, currency):
    facts = lines[0]["facts"]
    words = {name: grouped(facts[name]) for name in ("took_part", "registered", "needed") if name in facts}
    if "needed" in words:
        return (
            _("%(took_part)s of %(registered)s registered voters took part; the rules ask for %(needed)s at least.")
            % words
        )
    if "registered" in words:
        return _("%(took_part)s of %(registered)s registered voters took part.") % words
    return ngettext("%(took_part)s person took part.", "%(took_part)s people took part.", facts["took_part"]) % words


def _answers(each, lines, currency):
    words = {name: grouped(lines[0]["facts"][name]) for name in ("yes", "no", "blank")}
    return _("%(yes)s yes, %(no)s no, %(blank)s blank. Only yes and no are compared.") % words


TEXTS = {
    "shares": _shares,
    "looked-at": _why,
    "free": lambda each, lines, currency: "",
    "nobody-pays": _nobody_pays,
    "nothing-fits": _nothing_fits,
    "after-stop": _after_stop,
    "barred": lambda each, lines, currency: "",
    "ranked": _why,
    "took-part": _took_part,
    "answers": _answers,
    "decision": _why,
}

ON_ONE_QUESTION = ("took-part", "answers", "decision")
LISTED = ("free", "nobody-pays", "nothing-fits", "after-stop", "barred")


def _raised(line, currency):
    facts = line["facts"]
    words = {
        name: show_money(facts[key], currency)
        for name, key in (("together", "supporters_money"), ("lacking", "supporters_missing"))
    }
    return _("%(together)s together; %(lacking)s are missing") % words


# What is said of each option of a round about several.
SAID = {
    "nobody-pays": _raised,
    "nothing-fits": lambda line, currency: show_money(line["cost"], currency),
    "barred": lambda line, currency: support(line["facts"]) if line["score"] else "",
}
