"""What each rule would have chosen, told from the stored Comparison. `{% load votes_comparison %}`."""

from django import template
from django.utils.translation import gettext as _

from ..budgets.sentences import way_name
from ..votes.models import Comparison
from ..votes.sentences import support
from .votes_figures import decimal, share
from .votes_result import chooses_one, line_of, options_of


register = template.Library()

# With which rule the published one is contrasted in a sentence, the first that is there.
MOST_USED = (("greedy", ""),)
SHARING = tuple(("equal-shares", completion) for completion in ("add1", "add1-exhaustive", "greedy", "none"))


@register.simple_tag
def comparison_of(result):
    """The comparison made of a result, or None."""
    return Comparison.objects.filter(result=result).first()


@register.simple_tag
def tell_comparison(comparison, result, vote, addresses=None):
    """The comparison as a page shows it: a column for all ways with the same winners, a row for each that ever wins."""
    options, voters = options_of(vote), result.turnout.get("expressed", 0)
    reasons = {code: facts for count in result.counts for code, facts in count["outcome"]["explanations"].items()}
    published = (result.rule, (result.counts[0]["outcome"]["completion"] if result.counts else "") or "")
    compared = [way for way in comparison.ways if chooses_one(way["rule"]) == chooses_one(result.rule)]
    others = [way for way in comparison.ways if way not in compared]
    columns = _columns(compared, published, voters)
    rows = [
        _row(option, reasons.get(code, {}), columns) | {"address": (addresses or {}).get(option.pk)}
        for code, option in options.items()
    ]
    told = sorted((row for row in rows if row["wins"]), key=lambda row: (-row["score"], row["number"]))
    for column in columns:
        column["rows"] = [row for row in told if row["code"] in column["winners"]]
    return {
        "columns": columns,
        "rows": told,
        "served": any(column["served"] for column in columns),
        "never": [row for row in rows if not row["wins"]],
        "changing": [row for row in told if row["differs"]],
        "constant": sum(not row["differs"] for row in told),
        "ways": len(compared),
        "districts": _districts(columns, options),
        "sentences": _contrast(columns, published, voters),
        "single": [
            {
                "name": way_name(way["rule"], way["completion"]),
                "titles": [options[code].title for code in way["winners"]],
            }
            for way in others
        ],
    }


def _columns(ways, published, voters):
    """One column for all ways that select the same, the published one first."""
    columns = {}
    for way in ways:
        key = frozenset(way["winners"])
        column = columns.setdefault(
            key,
            {
                "ways": [],
                "names": [],
                "official": False,
                "winners": key,
                "selected": len(key),
                "cost": way["cost"],
                "districts": way["districts"],
                "served": share(way["served"], voters) if "served" in way else "",
                "average": _per_voter(way["chosen_selected"], voters) if "served" in way else "",
                "chosen": _per_voter(way["chosen"], voters) if "served" in way else "",
            },
        )
        pair = (way["rule"], way["completion"])
        column["ways"].append(pair)
        column["official"] |= pair == published
        name = way_name(*pair)
        column["names"].insert(0 if pair == published else len(column["names"]), name)
    ordered = sorted(columns.values(), key=lambda column: not column["official"])
    return [column | {"number": number} for number, column in enumerate(ordered, 1)]


def _per_voter(number, voters):
    """An average with one decimal, in words."""
    return decimal((20 * number + voters) // (2 * voters)) if voters else ""


def _row(option, facts, columns):
    """One option: who selects it, column by column."""
    verdicts = [option.code in column["winners"] for column in columns]
    cells = [{"selected": won, "official": column["official"]} for won, column in zip(verdicts, columns, strict=True)]
    line = line_of(option, facts, any(verdicts))
    line["support"] = support(facts) if "score" in facts else ""
    return line | {"cells": cells, "wins": any(verdicts), "differs": any(verdicts) and not all(verdicts)}


def _districts(columns, options):
    """The money of each district, column by column; nothing where no option has a district."""
    named = {str(option.district_id): option.district.name for option in options.values() if option.district}
    if not named:
        return []
    rows = sorted(named.items(), key=lambda item: item[1])
    if any(option.district is None for option in options.values()):
        rows.append(("", _("Whole town")))
    return [
        {
            "name": name,
            "cells": [{"cents": column["districts"].get(key, 0), "official": column["official"]} for column in columns],
        }
        for key, name in rows
    ]


def _contrast(columns, published, voters):
    """The town's own figures: the published rule beside the one that most differs in spirit."""
    found = {pair: column for column in columns for pair in column["ways"]}
    other = next((pair for pair in (MOST_USED if published in SHARING else SHARING) if pair in found), None)
    if published not in found or other is None or not voters or not found[published]["served"]:
        return []
    mine, theirs = found[published], found[other]
    words = {
        "rule": way_name(*published),
        "other": way_name(*other),
        "served": mine["served"],
        "other_served": theirs["served"],
        "average": mine["average"],
        "other_average": theirs["average"],
        "chosen": mine["chosen"],
    }
    if mine is theirs:
        return [_("Here, “%(rule)s” and “%(other)s” select the same projects.") % words]
    return [
        _(
            "With the rule of this vote (“%(rule)s”), %(served)s of voters see at least one of their choices selected; "
            "with “%(other)s”, %(other_served)s."
        )
        % words,
        _(
            "On average, a voter made %(chosen)s choices. %(average)s of them are selected by the rule of this vote, "
            "%(other_average)s by the other."
        )
        % words,
    ]
