"""The roll: imported from a file, all of it or nothing; corrected by hand; emptied of names when its time is up."""

import hashlib
from datetime import timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from ...conf import setting
from ...journal.actions import record
from ...moments import town_time
from ...places.models import District
from ...proposals.rules import folded
from ..models import BegunBallot, Elector, Poll, RollMark, RollUpload
from ..rules import roll as rolls
from .locks import hold_poll, lock_box
from .refusing import Refused


AT_ONCE = 500
FIELDS = ("name", "address", "birth_year", "district_id")
TEXTS = ("number", "name", "folded", "address", "code_digest", "checked")
FORGOTTEN = {**dict.fromkeys(TEXTS, ""), "birth_year": None, "resident": None, "batch": None}


class Found(NamedTuple):
    """What an import would do: lines refused, people new, changed, the same, and those who have voted, left alone."""

    refused: list
    added: list
    changed: list
    same: int
    voted: int


def town_of(poll):
    """What the lines of a roll are held against. Somebody is old enough who reaches the age in the year it closes."""
    moment = poll.closes_at or timezone.now()
    districts = District.objects.values_list("name", "slug", "pk")
    names = {folded(word): pk for name, slug, pk in districts for word in (slug, name)}
    year = town_time(moment).year
    return rolls.Town(names, year - poll.minimum_age, poll.scope == Poll.Scope.OWN)


def compare(poll, data):
    """What importing these bytes would do, without doing it. Raises rules.roll.NotARoll."""
    roll = rolls.read(data, town_of(poll))
    known = {elector.number: elector for elector in poll.electors.exclude(number="")}
    voted = set(poll.marks.values_list("elector", flat=True))
    found = Found(roll.refused, [], [], 0, 0)
    same = alone = 0
    for person in roll.people:
        elector = known.get(person.number)
        if elector is None:
            found.added.append(Elector(poll=poll, number=person.number, **_fields(person)))
        elif elector.pk in voted:
            alone += 1
        elif (fields := _fields(person)) and all(getattr(elector, name) == fields[name] for name in FIELDS):
            same += 1
        else:
            for name, value in fields.items():
                setattr(elector, name, value)
            found.changed.append(elector)
    return found._replace(same=same, voted=alone)


def _fields(person):
    return {
        "name": person.name,
        "folded": folded(person.name),
        "address": person.address,
        "birth_year": person.birth_year,
        "district_id": person.district,
    }


@transaction.atomic
def keep_upload(poll, data, by):
    """Keep a file between its dry run and its import; another one takes its place. Returns the row."""
    now = timezone.now()
    RollUpload.objects.filter(at__lt=now - timedelta(days=1)).delete()
    fields = {"content": data, "digest": hashlib.sha256(data).hexdigest(), "by": by, "at": now}
    return RollUpload.objects.update_or_create(poll=poll, defaults=fields)[0]


def drop_upload(poll):
    """Erase the file that was to be imported."""
    RollUpload.objects.filter(poll=poll).delete()


@transaction.atomic
def import_upload(poll, digest, by, without_refused=False):
    """Import the file of that digest and erase it. Returns Found. Raises Refused when it is no longer the one read."""
    upload = RollUpload.objects.select_for_update().filter(poll=poll).first()
    if upload is None or upload.digest != digest:
        raise Refused("not-this-file")
    found = import_roll(poll, bytes(upload.content), by, without_refused)
    upload.delete()
    return found


@transaction.atomic
def import_roll(poll, data, by, without_refused=False):
    """Write every line of a roll, or none: add who is new, change who is known by number, remove nobody.

    A refused line refuses the whole, unless the lines that hold are asked for without it. Who has voted is left as
    they are. Raises Refused and rules.roll.NotARoll.
    """
    poll = _open_roll(poll)
    found = compare(poll, data)
    if found.refused and not without_refused:
        raise Refused("lines-refused")
    Elector.objects.bulk_create(found.added, batch_size=AT_ONCE)
    _write_again(found.changed)
    record(
        "roll-imported",
        by,
        poll,
        added=len(found.added),
        changed=len(found.changed),
        left_out=len(found.refused),
        digest=hashlib.sha256(data).hexdigest(),
    )
    return found


def _write_again(electors):
    """Change many rows at once, by their keys: far faster than an update that says each row's values by cases."""
    fields = [*FIELDS, "folded"]
    Elector.objects.bulk_create(
        electors, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def _open_roll(poll):
    """The poll, locked, while its roll may still change."""
    poll = hold_poll(poll.pk)
    if poll.closed_at:
        raise Refused("roll-closed")
    return poll


@transaction.atomic
def write_elector(poll, by, elector=None, **fields):
    """Add somebody to the roll by hand, or correct what it says of them. Raises Refused for a number that is taken.

    The district of somebody who has voted stays: their ballot was judged with it.
    """
    poll = _open_roll(poll)
    number = fields.get("number", "")
    others = poll.electors.filter(number=number).exclude(pk=elector and elector.pk)
    if number and others.exists():
        raise Refused("number-taken")
    if elector and RollMark.objects.filter(pk=elector.pk).exists() and fields["district"] != elector.district:
        raise Refused("has-voted")
    act = "elector-corrected" if elector else "elector-written"
    elector = elector or Elector(poll=poll, added_by=str(by.pk) if by else "")
    changed = sorted(name for name, value in fields.items() if getattr(elector, name) != value)
    for name, value in fields.items():
        setattr(elector, name, value)
    elector.folded = folded(elector.name)
    # Of a row that was there only these: a code may have been made for it since it was read.
    elector.save(update_fields=[*fields, "folded"] if elector.pk else None)
    record(act, by, elector, poll=poll.pk, changed=changed)
    return elector


@transaction.atomic
def remove_elector(elector, by, reason):
    """Take somebody off the roll who has not voted, with a reason. Alone with the box: nobody votes meanwhile."""
    poll = _open_roll(elector.poll)
    with connection.cursor() as cursor:
        lock_box(cursor, poll.pk, alone=True)
    if RollMark.objects.filter(pk=elector.pk).exists():
        raise Refused("has-voted")
    if not reason.strip():
        raise Refused("no-reason")
    record("elector-removed", by, elector, poll=poll.pk, reason=reason.strip())
    BegunBallot.objects.filter(pk=elector.pk).delete()
    elector.delete()


def forget_rolls(now):
    """Empty the rolls of polls whose result has been public for ROLL_KEPT_DAYS. Returns how many polls.

    Rows and marks stay, so that no number changes; nothing in them says whose they were.
    """
    before = now - timedelta(days=setting("ROLL_KEPT_DAYS"))
    RollUpload.objects.filter(at__lt=now - timedelta(days=1)).delete()
    told = Q(resident__isnull=False) | Q(birth_year__isnull=False)
    for field in TEXTS:
        told |= ~Q(**{field: ""})
    polls = Poll.objects.filter(sealed_at__isnull=False, vote__result__counted_at__lt=before)
    done = 0
    for poll in polls:
        with transaction.atomic():
            number = poll.electors.filter(told).update(**FORGOTTEN)
            if number:
                record("roll-forgotten", None, poll, electors=number)
                done += 1
    return done
