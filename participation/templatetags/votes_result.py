"""A published result told on a page. Nothing is counted here: every figure comes from the Result row."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..money import show_money
from ..votes.sentences import rule_sentences, tie_sentence, why


register = template.Library()


@register.simple_tag
def tell_result(result, vote):
    """The result as a page shows it: a summary, one block per envelope, the rule in words."""
    options = {option.code: option for option in vote.options.all()}
    currency = vote.process.currency
    counts = [_told(count, options, currency) for count in result.counts]
    selected = sum(len(count["winners"]) for count in counts)
    spent, budget = sum(count["spent"] for count in counts), sum(count["budget"] for count in counts)
    return {
        "counts": counts,
        "options": len(options),
        "selected": selected,
        "spent": spent,
        "unit": _("Votes") if vote.ballot_kind in ("approval", "choose-1") else _("Points"),
        "rule": rule_sentences(result.rule, result.completion),
        "source": getattr(vote, "source", None),
        "summary": ngettext(
            "%(selected)s project is selected: %(spent)s out of %(budget)s are allotted.",
            "%(selected)s projects are selected: %(spent)s out of %(budget)s are allotted.",
            selected,
        )
        % {"selected": selected, "spent": show_money(spent, currency), "budget": show_money(budget, currency)},
    }


def _told(count, options, currency):
    """One envelope: its money as segments, its options from the most supported down."""
    outcome = count["outcome"]
    budget, spent = outcome["budget"], outcome["cost"]
    winners = set(outcome["winners"])
    best = max((facts["score"] for facts in outcome["explanations"].values()), default=0)
    lines = [
        {
            "number": options[code].position,
            "title": options[code].title,
            "score": facts["score"],
            "cost": facts["cost"],
            "selected": code in winners,
            "why": why(facts, currency),
            "width": percent(facts["score"], best),
        }
        for code, facts in outcome["explanations"].items()
    ]
    return {
        "name": count["name"] or _("Whole town"),
        "year": count["year"],
        "budget": budget,
        "spent": spent,
        "left": budget - spent,
        "winners": outcome["winners"],
        "segments": _segments([outcome["explanations"][code]["cost"] for code in outcome["winners"]], budget),
        "left_x": percent(spent, budget),
        "left_width": percent(budget - spent, budget),
        "money_sentence": _("%(spent)s are allotted out of %(budget)s; %(left)s are not spent.")
        % {
            "spent": show_money(spent, currency),
            "budget": show_money(budget, currency),
            "left": show_money(budget - spent, currency),
        },
        "lines": sorted(lines, key=lambda line: (-line["score"], line["number"])),
        "ties": [tie_sentence(tie, options) for tie in outcome["ties"]],
    }


def percent(part, whole):
    """A share as an SVG attribute wants it: `44.4%`."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"


def _segments(costs, budget):
    """One drawn segment per winner, side by side."""
    drawn, done = [], 0
    for cost in costs:
        drawn.append({"x": percent(done, budget), "width": percent(cost, budget)})
        done += cost
    return drawn
