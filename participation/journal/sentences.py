"""What the journal says of an act, in the reader's language."""

from django.contrib.auth import get_user_model
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..mailbox import ERASED
from ..moments import show_moment


# The acts that the rooms record. One that is not here is shown by its code.
ACTS = {
    "vote-freeze": gettext_lazy("froze the list of a vote"),
    "vote-unfreeze": gettext_lazy("made a frozen vote a draft again"),
    "vote-count": gettext_lazy("counted the ballots"),
    "vote-publish": gettext_lazy("published the result"),
    "poll-made": gettext_lazy("set up the poll"),
    "poll-changed": gettext_lazy("changed the poll"),
    "poll-dropped": gettext_lazy("removed the draft of a poll"),
    "risk-answered": gettext_lazy("answered the questionnaire on what is at stake"),
    "rehearsal-begun": gettext_lazy("began a rehearsal"),
    "rehearsal-deleted": gettext_lazy("deleted a rehearsal"),
    "poll-opened": gettext_lazy("opened the box"),
    "poll-extended": gettext_lazy("put the end off"),
    "reader-named": gettext_lazy("named one more person who sees the result before it is public"),
    "poll-closed": gettext_lazy("closed the box"),
    "seal-agreed": gettext_lazy("agreed to seal the box"),
    "seal-lapsed": gettext_lazy("changed the paper ballots: whoever had agreed to seal agrees again"),
    "sealed": gettext_lazy("sealed the box"),
    "roll-imported": gettext_lazy("imported a roll"),
    "roll-exported": gettext_lazy("exported the roll for another system"),
    "roll-forgotten": gettext_lazy("erased the roll of an old vote"),
    "elector-added": gettext_lazy("added somebody to the roll"),
    "elector-removed": gettext_lazy("took somebody off the roll"),
    "codes-made": gettext_lazy("printed personal codes"),
    "codes-voided": gettext_lazy("voided personal codes"),
    "code-renewed": gettext_lazy("gave somebody a new code"),
    "marked-at-desk": gettext_lazy("marked somebody as voting on paper"),
    "batch-begun": gettext_lazy("began a batch of paper ballots"),
    "batch-agreed": gettext_lazy("agreed to close a batch"),
    "batch-closed": gettext_lazy("closed a batch"),
    "batch-voided": gettext_lazy("voided a batch"),
    "tablet-paired": gettext_lazy("put a tablet into service"),
    "tablet-called": gettext_lazy("opened a ballot on a tablet"),
    "tablet-taken-back": gettext_lazy("took a tablet back"),
    "tablet-retired": gettext_lazy("took a tablet out of service"),
    "duty-given": gettext_lazy("gave somebody a duty"),
    "duty-told-again": gettext_lazy("wrote again to somebody who has a duty"),
    "duty-accepted": gettext_lazy("accepted a duty"),
    "duty-ended": gettext_lazy("ended a duty"),
}


# What the facts of an act are called. One that is not here is shown by its name in the chain.
FACTS = {
    "poll": gettext_lazy("poll"),
    "reason": gettext_lazy("reason"),
    "number": gettext_lazy("number"),
    "sheets": gettext_lazy("sheets"),
    "role": gettext_lazy("what for"),
    "account": gettext_lazy("account"),
    "reader": gettext_lazy("account"),
    "ends": gettext_lazy("until"),
    "readers": gettext_lazy("who sees the result first"),
    "fingerprint": gettext_lazy("fingerprint of the list and its rules"),
    "rules": gettext_lazy("fingerprint of the poll"),
    "opens": gettext_lazy("opens"),
    "closes": gettext_lazy("closes"),
    "before": gettext_lazy("closed before"),
    "added": gettext_lazy("added"),
    "changed": gettext_lazy("changed"),
    "left_out": gettext_lazy("lines left out"),
    "digest": gettext_lazy("digest"),
    "version": gettext_lazy("version"),
    "level": gettext_lazy("level"),
    "yes": gettext_lazy("answered by yes"),
    "online": gettext_lazy("online"),
    "desk": gettext_lazy("at a desk"),
    "limits": gettext_lazy("limits"),
    "purpose": gettext_lazy("what it is for"),
    "access": gettext_lazy("who may vote"),
    "scope": gettext_lazy("envelopes"),
    "minimum_age": gettext_lazy("minimum age"),
    "agreement_below": gettext_lazy("agreement of a parent below"),
    "root": gettext_lazy("root of the ballots"),
    "ballots": gettext_lazy("ballots"),
    "spoiled": gettext_lazy("spoiled ballots"),
    "difference": gettext_lazy("why paper and marks differ"),
    "rehearsal": gettext_lazy("rehearsal"),
    "people": gettext_lazy("people"),
    "hours": gettext_lazy("hours"),
    "place": gettext_lazy("place"),
    "tablet": gettext_lazy("tablet"),
    "electors": gettext_lazy("people on the roll"),
    "codes": gettext_lazy("codes"),
    "checked": gettext_lazy("what was checked"),
}
MOMENTS = ("opens", "closes", "before", "ends")


def act_words(act):
    """An act in words."""
    return str(ACTS.get(act, act))


def names_of(keys):
    """{key of an account as text: its name}; what is gone, and what the software did itself, is said so."""
    accounts = get_user_model()
    wanted = {key for key in keys if key}
    found = {str(each.pk): str(each) for each in accounts._default_manager.filter(pk__in=wanted)}
    kept = {key: name for key, name in found.items() if not name.endswith(f"@{ERASED}")}
    return {key: kept.get(key) or (_("account %(key)s") % {"key": key} if key else _("the software")) for key in keys}


def told_acts(entries):
    """Entries as a screen shows them: (entry, who, what, facts), in one query for the names."""
    entries = list(entries)
    names = names_of({entry.by for entry in entries})
    return [(entry, names[entry.by], act_words(entry.act), list(_facts(entry.facts))) for entry in entries]


def _facts(facts):
    """The facts that say something, as pairs of words: those too that somebody put in their place by hand."""
    for name, value in facts.items() if isinstance(facts, dict) else [("facts", facts)]:
        if value not in ("", None, []):
            yield _readable(FACTS.get(name, name)), _readable(_shown(name, value))


def _readable(text):
    """A text that can be written out, whatever half letters it holds."""
    return str(text).encode("utf-8", "replace").decode()


def _shown(name, value):
    """A fact as it is read: lists on one line, moments in the town's time."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if name in MOMENTS and (moment := parse_datetime(str(value))):
        return show_moment(moment)
    return str(value)
