"""The only code that writes processes: new editions, archives, deletions, and the record of moved dates."""

from dataclasses import replace
from datetime import timedelta

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from ..signals import dates_changed
from .models import Envelope, Phase, PhaseChange, Process
from .pages import page_of
from .rules import check_timeline, moved, shift


class StillPresented(Exception):
    """A published page presents the process; `pages` says which."""

    def __init__(self, pages):
        super().__init__("A published page presents this process.")
        self.pages = pages


class HoldsRows(Exception):
    """Rows of residents hang on the process; `kinds` maps their plural name to their number."""

    def __init__(self, kinds):
        super().__init__("Residents have written in this process.")
        self.kinds = kinds


@transaction.atomic
def copy_process(process, name, days, year):
    """A new edition: the same phases `days` later at the same wall-clock time, the same money in another year.

    Returns the new Process. Nothing that residents or staff wrote in the old one is carried over.
    """
    zone = timezone.get_default_timezone()
    edition = Process.objects.create(kind=process.kind, name=name, currency=process.currency)
    Phase.objects.bulk_create(
        Phase(
            process=edition,
            kind=phase.kind,
            name=phase.name,
            sort_order=phase.sort_order,
            opens=shift(phase.opens, days, zone),
            closes=shift(phase.closes, days, zone),
        )
        for phase in process.phases.all()
    )
    Envelope.objects.bulk_create(
        Envelope(
            process=edition,
            district=envelope.district,
            name=envelope.name,
            cents=envelope.cents,
            year=year,
            sort_order=envelope.sort_order,
        )
        for envelope in process.envelopes.all()
    )
    return edition


def archive(process, now):
    """Take a process out of every list and close all its phases; `restore` undoes it."""
    Process.objects.filter(pk=process.pk).update(archived_at=now)


def restore(process):
    """Undo `archive`."""
    Process.objects.filter(pk=process.pk).update(archived_at=None)


@transaction.atomic
def delete_process(process, languages):
    """Delete a process whole: phases, money, changes of date.

    Raises StillPresented while a published page shows it, HoldsRows once anybody has written in it.
    """
    pages = {page.pk: page for page in (page_of(process, language) for language in languages) if page}
    if pages:
        raise StillPresented(tuple(pages.values()))
    try:
        process.delete()
    except ProtectedError as error:
        kinds = {}
        for row in error.protected_objects:
            plural = row._meta.verbose_name_plural
            kinds[plural] = kinds.get(plural, 0) + 1
        raise HoldsRows(kinds) from error


def note_moved_dates(process, before, reason, user, now):
    """Keep what was moved on a running timeline, and why. Call it in the transaction that moves the dates.

    `before` is the timeline as it was. Returns the rows written.
    """
    rows = PhaseChange.objects.bulk_create(
        PhaseChange(
            process=process,
            kind=old.kind,
            name=old.name,
            opened=old.opens,
            closed=old.closes,
            opens=new.opens if new else None,
            closes=new.closes if new else None,
            removed=new is None,
            reason=reason,
            changed_by=str(user) if user else "",
            changed_at=now,
        )
        for old, new in moved(before, process.spans(), now)
    )
    if rows:
        transaction.on_commit(
            lambda: dates_changed.send(Process, process=process, changes=tuple(rows), reason=reason, user=user)
        )
    return rows


class TimelineRefused(Exception):
    """A timeline that cannot be; `refusals` say why."""

    def __init__(self, refusals):
        super().__init__(", ".join(each.code for each in refusals))
        self.refusals = refusals


@transaction.atomic
def put_off(process, kind, closes, reason, user, now):
    """Let a phase under way close later, and say why on every page. Does nothing where it closes later anyway, or
    where somebody has taken the phase away.

    Raises TimelineRefused when another phase stands in the way.
    """
    phase = Phase.objects.select_for_update().filter(process=process, kind=kind).first()
    if phase is None or (phase.closes and phase.closes >= closes):
        return
    before = Process.objects.get(pk=process.pk).spans()
    after = tuple(replace(span, closes=closes) if span.kind == kind else span for span in before)
    if refusals := check_timeline(after):
        raise TimelineRefused(refusals)
    Phase.objects.filter(pk=phase.pk).update(closes=closes)
    note_moved_dates(Process.objects.get(pk=process.pk), before, reason, user, now)


def free_unique_names(process, phases, envelopes):
    """Let rows swap their kinds or names in one save: park those of the given keys under a name nobody uses."""
    park = models.functions.Concat(models.Value("~"), models.functions.Cast("pk", models.CharField()))
    Phase.objects.filter(process=process, pk__in=phases).update(kind=park)
    Envelope.objects.filter(process=process, pk__in=envelopes).update(name=park)


def next_edition(process):
    """What a copy form proposes: a name, a shift of 52 weeks (weekdays stay), and the budget year after."""
    year = max((envelope.year for envelope in process.envelopes.all()), default=timezone.localdate().year) + 1
    name = process.name.replace(str(year - 1), str(year)) if str(year - 1) in process.name else process.name
    return {"name": name, "days": timedelta(weeks=52).days, "year": year}
