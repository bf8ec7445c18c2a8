"""A published result as files: JSON for programs, CSV for spreadsheets, the ballots as Pabulib's `.pb`.

JSON keys. `vote`: id, title, question, ballot_kind, currency. `rule`: id, completion, version, words. `counted_at`
(ISO 8601), `input_digest`, `ballots`, `turnout` (expressed, blank, registered, sizes: how many ballots name so many
options, served: voters with a choice selected; channels: lists of names told together and their number). `envelopes`:
name, year, budget_cents, cost_cents, winners (codes in order of selection), ties, input_digest. `options`: code,
number, title, district, envelope (its place in the list, from 0), cost_cents, selected, reason, explanation (the
rule's own facts, money in cents). Amounts are integers, in hundredths of the currency.
"""

import csv
import io

from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..cells import harmless
from ..phases.pages import page_of
from .exports import NotExportable, pb_lines
from .models import Vote
from .sentences import reason, rule_of


@require_safe
def vote_file(request, pk, kind):
    """`/p/vote/<id>/telecharger/<kind>/`"""
    vote = get_object_or_404(Vote.objects.exclude(result=None).select_related("process", "result"), pk=pk)
    if page := page_of(vote, get_language()):
        return redirect(f"{page.get_url(request)}resultats/telecharger/{kind}/")
    return result_file(request, vote, kind)


def page_file(request, page, kind):
    """The same below a campaign page."""
    return result_file(request, page.shown_vote, kind)


def result_file(request, vote, kind):
    """One of KINDS, under a name of its own; asked again, only whether it changed. 404 for another kind."""
    if kind not in KINDS:
        raise Http404
    result = vote.result
    etag = f'W/"{result.pk}-{kind}-{get_language()}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = KINDS[kind](vote, result)
        name = f"{slugify(vote.title)[:60] or 'vote'}-{vote.pk}.{kind}"
        response["Content-Disposition"] = content_disposition_header(True, name)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"  # kept, but asked about: a correction is a second result at this address
    return response


def lines_of(vote, result):
    """Every option with what became of it: (option, place of its envelope, facts, selected), in the vote's order."""
    options = {option.code: option for option in vote.options.select_related("district")}
    found = [
        (options[code], place, facts, code in set(count["outcome"]["winners"]))
        for place, count in enumerate(result.counts)
        for code, facts in count["outcome"]["explanations"].items()
    ]
    return sorted(found, key=lambda line: line[0].position)


def _json(vote, result):
    currency = vote.process.currency
    told = {
        "vote": {
            "id": vote.pk,
            "title": vote.title,
            "question": vote.question,
            "ballot_kind": vote.ballot_kind,
            "currency": currency,
        },
        "rule": {
            "id": result.rule,
            "completion": result.completion,
            "version": result.rule_version,
            "words": rule_of(result, vote),
        },
        "counted_at": result.counted_at.isoformat(),
        "input_digest": result.input_digest,
        "ballots": result.ballots,
        "turnout": result.turnout,
        "envelopes": [_envelope(count) for count in result.counts],
        "options": [
            {
                "code": option.code,
                "number": option.position,
                "title": option.title,
                "district": option.district.name if option.district else None,
                "envelope": place,
                "cost_cents": option.cost,
                "selected": selected,
                "reason": reason(facts, currency),
                "explanation": facts,
            }
            for option, place, facts, selected in lines_of(vote, result)
        ],
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _envelope(count):
    outcome = count["outcome"]
    return {
        "name": count["name"],
        "year": count["year"],
        "budget_cents": outcome["budget"],
        "cost_cents": outcome["cost"],
        "winners": outcome["winners"],
        "ties": outcome["ties"],
        "input_digest": outcome["input_digest"],
    }


def _csv(vote, result):
    """A line an option. Comma and a mark that says UTF-8: what spreadsheets of every country open."""
    text = io.StringIO()
    rows = csv.writer(text)
    heading = (_("number"), _("title"), _("district"), _("envelope"), _("cost"), _("score"), _("result"), _("reason"))
    rows.writerow(capfirst(word) for word in heading)
    for option, place, facts, selected in lines_of(vote, result):
        district = option.district.name if option.district else ""
        envelope = result.counts[place]["name"] or _("Whole town")
        verdict = _("selected") if selected else _("not selected")
        words = (option.position, option.title, district, envelope, in_units(option.cost))
        rows.writerow(map(harmless, (*words, facts.get("score", ""), verdict, reason(facts, vote.process.currency))))
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")


def in_units(cents):
    """An amount as spreadsheets add it up: `38000`, `62.50`."""
    return f"{cents // 100}.{cents % 100:02}" if cents % 100 else str(cents // 100)


def _pb(vote, result):
    """Every ballot, one after the other; what could tell who cast it is not in it. 404 where the format has no such."""
    try:
        lines = pb_lines(vote)
    except NotExportable as refused:
        raise Http404 from refused
    return StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")


KINDS = {"json": _json, "csv": _csv, "pb": _pb}
