"""The open folder of a sealed vote: all that anyone needs to count again, and nothing about who voted.

The same vote gives the same bytes each time. What is about people (electors, marks) is there as a number only, kept
when the vote was sealed. A file of 500,000 ballots is written line by line, in little memory.
"""

import json
from datetime import UTC
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils import translation

from ..votes.exports import pb_lines
from ..votes.models import SealedBallot
from ..votes.rules.pabulib.values import VOTE_TYPES
from .actions import lines


SCRIPT = Path(__file__).parents[1] / "static" / "participation" / "ballots" / "recount.py"
AT_ONCE = 500  # lines that are handed on together
# Every file but the last is needed to count again. The last is the same ballots for other towns' tools.
TYPES = {
    "vote.json": "application/json",
    "ballots.jsonl": "application/x-ndjson",
    "receipts.txt": "text/plain; charset=utf-8",
    "root.txt": "text/plain; charset=utf-8",
    "tally.json": "application/json",
    "recount.py": "text/x-python; charset=utf-8",
    "ballots.pb": "text/plain; charset=utf-8",
}


class Folder:
    """The files of one poll that is sealed and whose result is published, as `Poll.objects.published()` gives it."""

    def __init__(self, poll):
        self.poll, self.vote, self.result = poll, poll.vote, poll.vote.result

    @property
    def names(self):
        """The names of the files there are."""
        return [name for name in TYPES if name != "ballots.pb" or self.vote.ballot_kind in VOTE_TYPES]

    def parts(self, name):
        """The bytes of a file, part by part. KeyError for a name that is none of `names`."""
        if name not in self.names:
            raise KeyError(name)
        if name == "ballots.jsonl":
            return _together(f"{line}\n" for line in lines(self.vote.pk))
        if name == "receipts.txt":
            return _together(f"{receipt}\n" for receipt in self._receipts())
        if name == "ballots.pb":
            with translation.override(settings.LANGUAGE_CODE):  # the same words, whoever asks
                return _together(pb_lines(self.vote))
        return iter([self._whole(name)])

    def size(self, name):
        """How many bytes a file has, without reading the ballots; None where only reading them would tell."""
        if name == "ballots.jsonl":
            return self.poll.numbers["bytes"]
        if name == "receipts.txt":
            return 65 * self.poll.numbers["ballots"]["online"]
        return None if name == "ballots.pb" else len(self._whole(name))

    @property
    def version(self):
        """What changes when a file does: another result, or another edition of the program that counts."""
        return f"{self.poll.root[:16]}-{self.result.pk}-{SCRIPT.stat().st_size}"

    def _whole(self, name):
        """A file that fits in memory whatever the number of ballots."""
        if name == "recount.py":
            return SCRIPT.read_bytes()
        if name == "root.txt":
            return f"{self.poll.root}\n".encode()
        return _json(self._vote() if name == "vote.json" else self._tally())

    def _receipts(self):
        """The digests of the receipts, sorted."""
        found = SealedBallot.objects.filter(vote=self.vote, receipt__isnull=False).order_by("receipt")
        return found.values_list("receipt", flat=True).iterator(5000)

    def _vote(self):
        """What was asked, of whom, under which rules, and how many took part."""
        districts = self.vote.options.select_related("envelope__district", "district")
        options = list(districts.defer("district__outline", "envelope__district__outline"))
        poll, numbers = self.poll, self.poll.numbers
        envelopes = {option.envelope_id: option.envelope for option in options}
        return {
            "id": self.vote.pk,
            "title": self.vote.title,
            "currency": self.vote.process.currency,
            "terms": self.vote.terms(options),
            "columns": {
                "envelopes": ["id", "cents", "year"],
                "options": ["code", "title", "cents", "district", "envelope"],
            },
            "fingerprint": self.vote.fingerprint,
            "poll": poll.terms(),
            "poll_fingerprint": poll.fingerprint,
            "envelopes": [
                {"id": key, "name": _name(each), "district": each.district_id} for key, each in envelopes.items()
            ],
            "districts": _districts(options),
            "ties": f"draw:{poll.root}",
            "salt": poll.salt,
            "opens": _utc(poll.opens_at),
            "closes": _utc(poll.closes_at),
            "sealed": _utc(poll.sealed_at),
            "electors": numbers["electors"],
            "marks": numbers["marks"],
            "ballots": numbers["ballots"] | {"blank": numbers["blank"]},
            "spoiled": poll.spoiled,
            "software": numbers["software"],
        }

    def _tally(self):
        """What the count found, envelope by envelope."""
        result = self.result
        return {
            "rule": result.rule,
            "completion": result.completion,
            "version": result.rule_version,
            "counted": _utc(result.counted_at),
            "ballots": result.ballots,
            "turnout": result.turnout,
            "input_digest": result.input_digest,
            "envelopes": result.counts,
        }


def _name(envelope):
    """An envelope's own name or its district's; empty for that of the whole town, which each language says its way."""
    return envelope.name or (envelope.district.name if envelope.district else "")


def _districts(options):
    """The names of the districts that options and envelopes speak of."""
    found = {each.district for option in options for each in (option, option.envelope)} - {None}
    return {str(district.pk): district.name for district in found}


def _utc(moment):
    """A moment in UTC, in whole seconds: `2026-10-18T21:59:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _json(told):
    """JSON that is always the same for the same facts, and that people can read."""
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _together(texts):
    """Texts as bytes, many at a time."""
    texts = iter(texts)
    while some := list(islice(texts, AT_ONCE)):
        yield "".join(some).encode()
