"""Before the page of a running vote is taken down or moved, staff are told what that means, and asked once more.

The vote itself is never touched by what happens to a page.
"""

from django.template.response import TemplateResponse
from django.utils import timezone

from ...votes.pages import VoteCampaignPage
from ..models import Poll


SURE = "vote_is_running"  # posted with the second confirmation


def running_votes(*pages):
    """The open polls that these pages, or pages below them, present in public."""
    live = VoteCampaignPage.objects.live().filter(vote__isnull=False)
    votes = set()
    for page in pages:
        votes.update(live.filter(path__startswith=page.path).values_list("vote", flat=True))
    now = timezone.now()
    return Poll.objects.under_way().filter(vote__in=votes, closes_at__gt=now).select_related("vote").order_by("pk")


def ask_again(request, pages, moves=False):
    """The question, or None where no vote is running or it was answered. The form posts on what was posted here."""
    if request.method != "POST" or SURE in request.POST:
        return None
    polls = list(running_votes(*pages))
    if not polls:
        return None
    posted = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    context = {
        "polls": polls,
        "pages": pages,
        "moves": moves,
        "posted": [pair for pair in posted if pair[0] != "csrfmiddlewaretoken"],
        "sure": SURE,
        "address": request.get_full_path(),
    }
    return TemplateResponse(request, "participation/ballots/admin/takedown.html", context)


def before_taking_down(request, page):
    """For `before_unpublish_page` and `before_delete_page`."""
    return ask_again(request, [page])


def before_moving(request, page, destination):
    """For `before_move_page`: its address changes."""
    return ask_again(request, [page], moves=True)


def before_many(request, action_type, objects, action):
    """For `before_bulk_action`: several pages at once."""
    if action_type not in ("delete", "unpublish", "move"):
        return None
    pages = [each for each in objects if hasattr(each, "path") and hasattr(each, "live")]
    return ask_again(request, pages, moves=action_type == "move") if pages else None
