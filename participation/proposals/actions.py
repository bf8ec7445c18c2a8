"""The only code that writes proposals: pages made of them and withdrawn, statuses, themes, deletion. Each is logged."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.html import linebreaks
from django.utils.text import Truncator
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.log_actions import log
from wagtail.models import Page

from ..phases.actions import HoldsRows, StillPresented
from ..phases.pages import page_of
from .models import Proposal, ProposalTheme
from .pages import OWN_ADDRESSES, ProposalPage, pages_telling


MOST_PAGES = 100  # made or withdrawn in one transaction: each page costs some eighty queries
LONGEST_TITLE = 255  # of a page; a proposal's may be longer


class Obstacle(StrEnum):
    """Why a row is left as it is."""

    HAS_PAGE = "has-page"
    HAS_DRAFT = "has-draft"
    NO_CALL_PAGE = "no-call-page"
    NO_PLACE = "no-place"  # the page above takes no project pages
    MAY_NOT_ADD = "may-not-add"
    NO_PAGE = "no-page"
    MAY_NOT_UNPUBLISH = "may-not-unpublish"


class TooMany(Exception):
    """More rows than one transaction takes."""


@dataclass(frozen=True)
class Skipped:
    """A row that is left as it is, why, and the page that is in the way, if one is."""

    proposal: Proposal
    obstacle: Obstacle
    page: Page | None = None


@dataclass(frozen=True)
class Coming:
    """A row that will have a page: under which page, and published or kept as a draft."""

    proposal: Proposal
    parent: Page
    published: bool


@dataclass(frozen=True)
class Outcome:
    """What was done: pages on show, pages kept as drafts, rows left as they are."""

    published: tuple = ()
    drafts: tuple = ()
    skipped: tuple = ()


def plan_pages(proposals, parent, user):
    """What `publish_as_page` would do: a tuple of Coming and one of Skipped. Writes nothing.

    `parent` None: the published call page of each row's process, in the main language.
    """
    main = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    told, places, coming, skipped = pages_telling(proposals), {}, [], []
    for proposal in proposals:
        if proposal.pk in told:
            page = told[proposal.pk][0]
            skipped.append(Skipped(proposal, Obstacle.HAS_PAGE if page.live else Obstacle.HAS_DRAFT, page))
            continue
        if proposal.process_id not in places:
            above = parent or page_of(proposal.process, main)
            places[proposal.process_id] = (above, *_may_hold(above, user))
        above, obstacle, published = places[proposal.process_id]
        if obstacle:
            skipped.append(Skipped(proposal, obstacle, above))
        else:
            coming.append(Coming(proposal, above, published))
    return tuple(coming), tuple(skipped)


def _may_hold(parent, user):
    """(the obstacle to adding project pages under `parent` or None, whether they may be published)."""
    if parent is None:
        return Obstacle.NO_CALL_PAGE, False
    if not ProposalPage.can_create_at(parent):
        return Obstacle.NO_PLACE, False
    may = parent.permissions_for_user(user)
    return (None, may.can_publish_subpage()) if may.can_add_subpage() else (Obstacle.MAY_NOT_ADD, False)


@transaction.atomic
def publish_as_page(proposals, parent, user):
    """Make a page of each row, published where `user` may, else a draft submitted to the review of that place.

    The rows stay as they were submitted. Rows that have a page, or no place for one, are skipped.
    Locks the rows by key, then the page above. Raises TooMany beyond MOST_PAGES rows.
    """
    if len(proposals) > MOST_PAGES:
        raise TooMany
    rows = _locked(proposals).select_related("process", "picture")
    coming, skipped = plan_pages(list(rows), parent, user)
    by_parent = defaultdict(list)
    for each in coming:
        by_parent[each.parent.pk].append(each)
    published, drafts = [], []
    for pk, wanted in by_parent.items():
        Page.objects.select_for_update().get(pk=pk)
        above = Page.objects.get(pk=pk).specific  # as it stands now: its children are counted on it
        taken = {*OWN_ADDRESSES, *above.get_children().values_list("slug", flat=True)}
        for each in wanted:
            page = _make_page(each, above, taken, user)
            (published if each.published else drafts).append(page)
    return Outcome(tuple(published), tuple(drafts), skipped)


def _locked(proposals):
    """The rows as they stand now, locked in the order of their keys."""
    return (
        Proposal.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in proposals]).order_by("pk")
    )


def _make_page(coming, parent, taken, user):
    """One page under `parent`, whose children's slugs are `taken`.

    A text in another language is not copied: the page shows it from the row, marked as being in that language.
    """
    row = coming.proposal
    page = ProposalPage(
        title=Truncator(named(row)).chars(LONGEST_TITLE),
        slug=_free_slug(row.slug, taken),
        lead=row.summary,
        proposal=row,
        locale=parent.locale,
        owner=user,
        live=False,
    )
    if row.picture:
        words = getattr(row.picture, "description", "")
        value = {"image": row.picture.pk, "alt_text": words, "decorative": not words}
        page.picture = [{"type": "picture", "value": value}]
    if row.text.strip() and row.language in (page.locale.language_code, "und"):
        page.body = [{"type": "text", "value": _as_rich_text(row.text)}]
    parent.add_child(instance=page)
    revision = page.save_revision(user=user, log_action=True)
    if coming.published:
        revision.publish(user=user)
        page.refresh_from_db()
    elif workflow := page.get_workflow():
        workflow.start(page, user)
    said = "participation.publish_as_page" if coming.published else "participation.draft_page"
    _note(row, said, user, page=page.pk, title=page.title)
    return page


def _as_rich_text(text):
    """Plain paragraphs as Wagtail keeps them: every sign escaped, line breaks closed as its editor needs them."""
    return linebreaks(text.strip(), autoescape=True).replace("<br>", "<br/>")


def _free_slug(wanted, taken):
    """`wanted`, or `wanted-2`, `wanted-3`… where it is taken; the answer is taken from then on."""
    slug, turn = wanted, 1
    while slug in taken:
        turn += 1
        slug = f"{wanted}-{turn}"
    taken.add(slug)
    return slug


def plan_withdrawal(proposals, user):
    """What `withdraw_pages` would do: the published pages to take down, in every language, and a tuple of Skipped."""
    told, pages, skipped = pages_telling(proposals), [], []
    for proposal in proposals:
        live = [page for page in told.get(proposal.pk, ()) if page.live]
        refused = [page for page in live if not page.permissions_for_user(user).can_unpublish()]
        if not live:
            skipped.append(Skipped(proposal, Obstacle.NO_PAGE))
        elif refused:
            skipped.append(Skipped(proposal, Obstacle.MAY_NOT_UNPUBLISH, refused[0]))
        else:
            pages += live
    return tuple(pages), tuple(skipped)


@transaction.atomic
def withdraw_pages(proposals, user):
    """Unpublish the rows' pages in every language: the rows have their address back, the pages stay as drafts.

    A row keeps all its pages when `user` may not unpublish one of them. Raises TooMany beyond MOST_PAGES rows.
    """
    if len(proposals) > MOST_PAGES:
        raise TooMany
    rows = {row.pk: row for row in _locked(proposals)}
    planned, skipped = plan_withdrawal(list(rows.values()), user)
    pages = ProposalPage.objects.filter(pk__in=[page.pk for page in planned]).order_by("pk")
    for page in pages:
        UnpublishPageAction(page, user=user).execute()
        _note(rows[page.proposal_id], "participation.withdraw_page", user, page=page.pk, title=page.title)
    return Outcome(drafts=tuple(pages), skipped=skipped)


@transaction.atomic
def change_status(proposals, status, note, user, now):
    """Give the rows a status and the sentence that goes with it, in place of their own. Returns the rows changed."""
    changed = [row for row in _locked(proposals) if (row.status, row.status_note) != (status, note)]
    Proposal.objects.filter(pk__in=[row.pk for row in changed]).update(status=status, status_note=note, updated_at=now)
    for row in changed:
        _note(row, "participation.change_status", user, status={"old": row.status, "new": status}, note=note)
    return changed


@transaction.atomic
def add_theme(proposals, theme, user, now):
    """Put a theme on the rows that have it not. Returns those rows."""
    rows = _locked(proposals).exclude(theme_links__tag=theme)
    changed = list(rows)
    ProposalTheme.objects.bulk_create(ProposalTheme(tag=theme, content_object=row) for row in changed)
    Proposal.objects.filter(pk__in=[row.pk for row in changed]).update(updated_at=now)
    for row in changed:
        _note(row, "participation.add_theme", user, theme=theme.name)
    return changed


def note_edit(proposal, before, fields, user):
    """Keep who changed which fields of a row; its status was `before`. Call it in the transaction that saves."""
    status = {"status": {"old": before, "new": proposal.status}} if before != proposal.status else {}
    _note(proposal, "participation.edit_proposal", user, fields=list(fields), **status)


def next_number(process):
    """The number after the last of a process."""
    return (Proposal.objects.filter(process=process).aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def delete_proposal(proposal, user):
    """Delete a row. Raises StillPresented while a published page tells it, HoldsRows while a vote needs it."""
    live = [page for page in pages_telling([proposal]).get(proposal.pk, ()) if page.live]
    if live:
        raise StillPresented(tuple(live))
    try:
        with transaction.atomic():
            _note(proposal, "wagtail.delete", user, deleted=True)
            proposal.delete()
    except ProtectedError as error:
        kinds = defaultdict(int)
        for row in error.protected_objects:
            kinds[row._meta.verbose_name_plural] += 1
        raise HoldsRows(dict(kinds)) from error


def named(proposal):
    """Its title; its number where an imported file gave it none."""
    return proposal.title.strip() or f"n° {proposal.number}"


def _note(proposal, action, user, deleted=False, **data):
    """One line of the row's history."""
    # Of lines that share a uuid and an action Wagtail shows one alone, be they of several rows: each has its own.
    log(instance=proposal, action=action, user=user, uuid=uuid4(), title=named(proposal), deleted=deleted, data=data)
