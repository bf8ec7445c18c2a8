"""The open folder of a vote over HTTP: the page that explains it to a resident, and its files one by one."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ..phases.pages import page_link
from .exports import TYPES, Folder
from .models import Poll


KEPT = 600  # seconds for which a shared cache may hand a file on: only a corrected result changes one
NEEDED = ("vote.json", "ballots.jsonl", "receipts.txt", "root.txt", "tally.json", "recount.py")


def _folder(pk):
    """The folder of a vote, or 404 before its result is published."""
    return Folder(get_object_or_404(Poll.objects.published(), vote=pk))


@require_safe
def verify(request, pk):
    """`/p/vote/<id>/verifier/`: what was published, how to find one's ballot there, how to count again."""
    folder = _folder(pk)
    poll, numbers, now = folder.poll, folder.poll.numbers, timezone.now()
    context = {
        "poll": poll,
        "vote": poll.vote,
        "process": poll.vote.process,
        "now": now,
        "standing": poll.vote.process.standing(now),
        "campaign": page_link(poll.vote, request),
        "numbers": numbers,
        "on_paper": numbers["ballots"]["paper"] + poll.spoiled,
        "sizes": {name: folder.size(name) for name in folder.names},
        "root": [poll.root[at : at + 4] for at in range(0, 64, 4)],
        "address": f"{request.build_absolute_uri(request.path)}{{{','.join(NEEDED)}}}",
    }
    return render(request, "participation/ballots/published.html", context)


@require_safe
def published_file(request, pk, name):
    """`/p/vote/<id>/verifier/<name>`: one file, streamed; asked again, only whether it changed."""
    folder = _folder(pk)
    if name not in folder.names:
        raise Http404
    etag = f'"{folder.version}-{name}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse() if request.method == "HEAD" else StreamingHttpResponse(folder.parts(name))
        response["Content-Type"] = TYPES[name]
        response["Content-Disposition"] = content_disposition_header(True, name)
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=KEPT)
    return response
