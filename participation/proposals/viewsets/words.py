"""What the desk says of a row, of a page, and of a row that is left as it is."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..actions import Coming, Obstacle, named


WORDS = {
    Obstacle.HAS_PAGE: gettext_lazy("“%(proposal)s” has a page already: “%(page)s”."),
    Obstacle.HAS_DRAFT: gettext_lazy("“%(proposal)s” has a page already, a draft: “%(page)s”. Publish it from Pages."),
    Obstacle.NO_CALL_PAGE: gettext_lazy(
        "“%(proposal)s”: publish first the page of the call “%(process)s”, in the main language."
    ),
    Obstacle.NO_PLACE: gettext_lazy("“%(proposal)s”: the page “%(page)s” takes no project pages."),
    Obstacle.MAY_NOT_ADD: gettext_lazy("“%(proposal)s”: you may not add pages under “%(page)s”."),
    Obstacle.NO_PAGE: gettext_lazy("“%(proposal)s” has no published page."),
    Obstacle.MAY_NOT_UNPUBLISH: gettext_lazy("“%(proposal)s”: you may not unpublish the page “%(page)s”."),
}


def said_of(skipped):
    """Why a row is left as it is, in a sentence."""
    return WORDS[skipped.obstacle] % {
        "proposal": named(skipped.proposal),
        "process": skipped.proposal.process.name,
        "page": skipped.page.title if skipped.page else "",
    }


def row_line(proposal):
    """A row in a list: its title, where to read it, its process."""
    url = reverse("participation_proposal:inspect", args=[proposal.pk])
    return {"title": named(proposal), "url": url, "note": proposal.process.name, "language": proposal.language}


def page_line(thing):
    """A page that will be made, or one that will be withdrawn."""
    if isinstance(thing, Coming):
        note = _("under “%(page)s”, published") if thing.published else _("under “%(page)s”, as a draft")
        return row_line(thing.proposal) | {"note": note % {"page": thing.parent.title}}
    url = reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return {
        "title": thing.title,
        "url": url,
        "note": thing.locale.get_display_name(),
        "language": thing.locale.language_code,
    }
