"""A poll as a draft: its rules, the questionnaire on what is at stake, and who sees the result first."""

from datetime import UTC

from django.db import transaction
from django.db.models import ProtectedError

from ...frozen import Frozen
from ...journal.actions import record
from ...votes.models import Vote
from ..models import Poll
from ..rules import risk
from .locks import hold_poll


ASKED = (
    *("purpose", "access", "scope", "online", "minimum_age", "agreement_below", "residence", "blank", "limits"),
    *("help_elsewhere", "privacy_notice", "impact_assessment"),
)


@transaction.atomic
def set_up(poll, readers, by):
    """Keep a draft as a form filled it in, new or changed, with who reads the result first. Raises Frozen.

    Of a poll that exists only what the form asks is written: the rest may have changed since it was read. One that was
    made meanwhile, by a second press or a colleague, is changed.
    """
    Vote.objects.select_for_update().get(pk=poll.vote_id)
    poll.pk = poll.pk or Poll.objects.filter(vote=poll.vote_id).values_list("pk", flat=True).first()
    act = "poll-changed" if poll.pk else "poll-made"
    if poll.pk and (held := hold_poll(poll.pk)).opened_at:
        raise Frozen([held])
    poll.save(update_fields=ASKED if poll.pk else None)
    poll.readers.set(readers)
    facts = {name: getattr(poll, name) for name in ("purpose", "access", "scope", "minimum_age", "agreement_below")}
    people = [str(reader.pk) for reader in sorted(readers, key=lambda each: each.pk)]
    record(act, by, poll, online=int(poll.online), limits=_plain(poll.limits), readers=people, **facts)
    return poll


class ReadByAll(Exception):
    """The result is public: nobody has to be named any more."""


@transaction.atomic
def name_reader(poll, reader, reason):
    """One more person sees the result before it is public, because those named before the opening are not there.

    By who runs the server, when the town asks in writing; nobody who was named is taken away. Returns False when this
    person was named already. Raises ReadByAll.
    """
    held = hold_poll(poll.pk)
    if held.vote.result_id:
        raise ReadByAll
    if held.readers.filter(pk=reader.pk).exists():
        return False
    held.readers.add(reader)
    record("reader-named", None, held, reader=str(reader.pk), reason=reason)
    return True


def _plain(limits):
    """Limits as the journal tells them: the usual ones, then an envelope's own, as words."""
    parts = {"": limits.get("usual", {}), **limits.get("envelopes", {})}
    told = ["knapsack"] if limits.get("knapsack") else []
    return told + [f"{key}:{name}={number}".lstrip(":") for key, part in parts.items() for name, number in part.items()]


@transaction.atomic
def answer_risk(poll, answers, by, now):
    """Keep the answers to this version of the questionnaire, whose and when. Returns the level. Raises Frozen."""
    level, at = risk.level_of(answers), now.astimezone(UTC).isoformat()
    kept = {code: bool(answers[code]) for code in risk.QUESTIONS}
    poll.risk = {"version": risk.VERSION, "answers": kept, "level": level, "by": str(by.pk) if by else "", "at": at}
    poll.save(update_fields=["risk"])
    yes = [code for code, answer in kept.items() if answer]
    record("risk-answered", by, poll, version=risk.VERSION, level=level, yes=yes)
    return level


class Begun(Exception):
    """The poll was opened, or people are on its roll: it is no longer only a form."""


@transaction.atomic
def drop_draft(poll, by):
    """Remove a draft that nobody is on the roll of. Raises Begun."""
    held = hold_poll(poll.pk)
    if held.opened_at or held.electors.exists() or held.code_batches.exists():
        raise Begun
    record("poll-dropped", by, held)
    try:
        held.delete()
    except ProtectedError as error:
        raise Begun from error
