"""Rehearsing: a copy of a vote with its own box and roll, held whatever the hour, and deleted whole.

A rehearsal is never on a public list, has another fingerprint, and its sealed rows say themselves that they may go.
"""

from datetime import timedelta

from django.db import connection, models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from ...journal.actions import record
from ...proposals.rules import folded
from ...votes.actions import freeze_vote
from ...votes.models import Option, Vote
from ..models import Elector, OpenBallot, Poll
from .closing import close
from .codes import make_codes
from .opening import start


MOST_PEOPLE, MOST_HOURS = 20, 72
COPIED = (
    *("purpose", "scope", "online", "minimum_age", "agreement_below"),
    *("residence", "help_elsewhere", "limits", "blank"),
)


class NotRehearsed(Exception):
    """A rehearsal cannot begin, or this is none. `code` says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@transaction.atomic
def rehearse(vote, by, people, hours):
    """A copy of a frozen vote whose box is open now, for some hours and some invented electors.

    Returns its poll and the pairs (elector, code). Raises NotRehearsed.
    """
    vote = Vote.objects.select_for_update().get(pk=vote.pk)
    poll = Poll.objects.filter(vote=vote).first()
    if vote.rehearsal_of_id or poll is None or poll.opened_at:
        raise NotRehearsed("no-draft")
    if not vote.frozen_at:
        raise NotRehearsed("not-frozen")
    if Poll.objects.filter(vote__rehearsal_of=vote, closed_at=None).exists():
        raise NotRehearsed("under-way")
    now = timezone.now()
    copy = _copy_vote(vote, now)
    held = Poll(vote=copy, access=Poll.Access.ROLL, **{name: getattr(poll, name) for name in COPIED})
    held.save()
    _invent_electors(held, people)
    _batch, pairs = make_codes(held, by)
    start(held, now - timedelta(seconds=1), now + timedelta(hours=hours), by)
    record("rehearsal-begun", by, vote, rehearsal=copy.pk, people=people, hours=hours)
    return held, pairs


def _invent_electors(poll, people):
    """So many electors, in each district that the options name in turn."""
    named = poll.vote.options.exclude(district=None).order_by("district")
    districts = list(named.values_list("district", flat=True).distinct()) or [None]
    names = [_("Rehearsal, voter %(number)s") % {"number": n} for n in range(1, people + 1)]
    Elector.objects.bulk_create(
        Elector(poll=poll, number=str(n), name=name, folded=folded(name), district_id=districts[n % len(districts)])
        for n, name in enumerate(names, 1)
    )


def _copy_vote(vote, now):
    """The same question and options under a fingerprint of their own, frozen at once."""
    kept = {field.attname: getattr(vote, field.attname) for field in Vote._meta.concrete_fields if field.editable}
    kept.pop("id", None)
    copy = Vote.objects.create(**kept, rehearsal_of=vote)
    rows = list(vote.options.all())
    for row in rows:
        row.pk, row.vote, row._state.adding = None, copy, True
    Option.objects.bulk_create(rows)
    freeze_vote(copy, now)
    return copy


@transaction.atomic
def end_rehearsal(poll, by):
    """Close the box of a rehearsal now, without waiting for its end. Raises NotRehearsed."""
    rows = Poll.objects.filter(pk=poll.pk, vote__rehearsal_of__isnull=False, opened_at__isnull=False, closed_at=None)
    if not rows.exists():
        raise NotRehearsed("no-rehearsal")
    Poll.objects.filter(vote=poll.vote.rehearsal_of_id).update(rehearsed_at=timezone.now())
    Poll.objects.filter(pk=poll.pk, closes_at__gt=Now()).update(closes_at=Now())
    close(poll, by)


@transaction.atomic
def delete_rehearsal(vote, by):
    """Delete a rehearsal with its roll, its ballots and its count. Raises NotRehearsed for a real vote."""
    vote = Vote.objects.select_for_update().get(pk=vote.pk)
    if vote.rehearsal_of_id is None:
        raise NotRehearsed("no-rehearsal")
    record("rehearsal-deleted", by, Vote(pk=vote.rehearsal_of_id), rehearsal=vote.pk)
    _empty(vote)
    _delete_whole(Vote, [vote.pk])


def _empty(vote):
    """The box of a rehearsal first, and what the website's own role could not delete: marks and sealed ballots."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT participation_box_rehearsed(%s)", [vote.pk])
    else:
        OpenBallot.objects.filter(poll__vote=vote).delete()


def _delete_whole(model, keys):
    """Delete rows and all that hangs on them, whatever protects it elsewhere; what may stand alone is let go."""
    for field in model._meta.get_fields(include_hidden=True) if keys else ():
        if not (field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)):
            continue
        if field.on_delete is models.DO_NOTHING:  # the box: empty
            continue
        hanging = field.related_model._base_manager.filter(**{f"{field.field.name}__in": keys})
        if field.on_delete is models.SET_NULL:
            models.QuerySet.update(hanging, **{field.field.name: None})
        elif field.related_model is not model:
            _delete_whole(field.related_model, list(hanging.values_list("pk", flat=True)))
    # Not QuerySet.delete: these rows are written once, and only a rehearsal's may go.
    rows = model._base_manager.filter(pk__in=keys)
    rows._raw_delete(rows.db)
