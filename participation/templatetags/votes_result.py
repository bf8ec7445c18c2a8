"""A published result told on a page. Nothing is counted here: every figure comes from the Result row."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..money import show_money
from ..votes.rules.pabulib.values import VOTE_TYPES
from ..votes.sentences import reason, rule_of, tie_sentence


register = template.Library()

# How a result is shown: where the money goes, unless one option is chosen or one question answered.
SHAPES = {"majority": "answer", "borda": "ranking", "schulze": "duels", "judgment": "mentions"}


def shape_of(rule):
    """`money`, `answer`, `ranking`, `duels` or `mentions`."""
    return SHAPES.get(rule, "money")


def chooses_one(rule):
    """Does the rule answer one question, or choose one option, instead of spending money?"""
    return shape_of(rule) != "money"


def options_of(vote):
    """{code: option} with their districts, in one query."""
    return {option.code: option for option in vote.options.select_related("district")}


@register.simple_tag
def tell_result(result, vote, addresses=None):
    """The result as a page shows it: a summary, one block per envelope, the rule in words.

    `addresses` maps keys of options to the address of what they stand for.
    """
    options, currency, shape = options_of(vote), vote.process.currency, shape_of(result.rule)
    counts = [_told(count, options, currency, addresses or {}, shape) for count in result.counts]
    selected = [line for count in counts for line in count["lines"] if line["selected"]]
    spent, budget = sum(count["spent"] for count in counts), sum(count["budget"] for count in counts)
    source = getattr(vote, "source", None)
    return {
        "shape": shape,
        "counts": counts,
        "options": len(options),
        "selected": len(selected),
        "spent": spent,
        "budget": budget,
        "left": budget - spent,
        "unit": unit_of(vote),
        "rule": rule_of(result, vote),
        "districts": _districts(counts) if shape == "money" else [],
        "pabulib": vote.ballot_kind in VOTE_TYPES,
        "source": source,
        "official": _official(source, options, {line["code"] for line in selected}) if source else None,
        "summary": _summary(shape, selected, counts, show_money(spent, currency), show_money(budget, currency)),
    }


def unit_of(vote):
    """What is counted, as the heading of a column."""
    return _("Votes") if vote.ballot_kind in ("approval", "choose-1") else _("Points")


def _summary(shape, selected, counts, spent, budget):
    """The result in one sentence."""
    if shape == "answer":
        return " ".join(line["why"] for count in counts for line in count["lines"])
    if not selected:
        return _("No project is selected.")
    if shape != "money":
        return _("Chosen: %(names)s.") % {"names": ", ".join(_("“%s”") % line["title"] for line in selected)}
    return ngettext(
        "%(selected)s project is selected: %(spent)s out of %(budget)s are allotted.",
        "%(selected)s projects are selected: %(spent)s out of %(budget)s are allotted.",
        len(selected),
    ) % {"selected": len(selected), "spent": spent, "budget": budget}


def _told(count, options, currency, addresses, shape):
    """One envelope: its money as segments, its options from the first down."""
    outcome = count["outcome"]
    budget, spent, reasons = outcome["budget"], outcome["cost"], outcome["explanations"]
    winners = set(outcome["winners"])
    best = max((facts.get("score", 0) for facts in reasons.values()), default=0)
    lines = [
        line_of(options[code], facts, code in winners)
        | {
            "why": reason(facts, currency),
            "address": addresses.get(options[code].pk),
            "width": percent(facts.get("score", 0), best),
        }
        for code, facts in reasons.items()
    ]
    return {
        "name": count["name"] or _("Whole town"),
        "year": count["year"],
        "budget": budget,
        "spent": spent,
        "left": budget - spent,
        "winners": outcome["winners"],
        "segments": _segments([reasons[code].get("cost", 0) for code in outcome["winners"]], budget),
        "left_x": percent(spent, budget),
        "left_width": percent(budget - spent, budget),
        "money_sentence": _("%(spent)s are allotted out of %(budget)s; %(left)s are not spent.")
        % {
            "spent": show_money(spent, currency),
            "budget": show_money(budget, currency),
            "left": show_money(budget - spent, currency),
        },
        "lines": sorted(lines, key=_by_score if shape == "money" else _by_rank),
        "ties": [tie_sentence(tie, options) for tie in outcome["ties"]],
        "priced": any(line["cost"] for line in lines),
        "digest": outcome["input_digest"],
    }


def line_of(option, facts, selected):
    """One option as a row of a table."""
    return {
        "code": option.code,
        "number": option.position,
        "title": option.title,
        "district": option.district.name if option.district else "",
        "cost": option.cost,
        "score": facts.get("score", 0),
        "selected": selected,
        "facts": facts,
    }


def _by_score(line):
    return -line["score"], line["number"]


def _by_rank(line):
    return line["facts"].get("rank", 10**9), not line["selected"], -line["score"], line["number"]


def _districts(counts):
    """What each district gets of the one envelope; nothing where envelopes say it, or no option has a district."""
    if len(counts) != 1 or not any(line["district"] for line in counts[0]["lines"]):
        return []
    found = {}
    for line in counts[0]["lines"]:
        row = found.setdefault(line["district"], {"options": 0, "selected": 0, "spent": 0})
        row["options"] += 1
        row["selected"] += line["selected"]
        row["spent"] += line["cost"] if line["selected"] else 0
    named = sorted(name for name in found if name)
    return [found[name] | {"name": name or _("Whole town")} for name in (*named, *([""] if "" in found else []))]


def _official(source, options, winners):
    """How the winners that a published file names differ from the result's; None where it names none."""
    if "selected" not in source.project_columns:
        return None
    rows = [row for row in source.projects if row.get("selected", "").strip() not in ("", "0")]
    named = {row["project_id"] for row in rows} & set(options)
    titled = {
        name: [options[code].title for code in options if code in codes]
        for name, codes in (("there", named - winners), ("here", winners - named))
    }
    return titled if named else None


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
