"""The permanent address of a process."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from .models import Process
from .pages import page_of


def at_its_page_or(request, row, template, context):
    """Lead to the page that presents `row` in the reader's language, or show the row by itself."""
    page = page_of(row, get_language())
    if page:
        return redirect(page.get_url(request))
    return render(request, template, context)


@require_safe
def process_address(request, pk):
    """`/p/<id>/`"""
    process = get_object_or_404(Process.objects.prefetch_related("phases"), pk=pk)
    now = timezone.now()
    context = {"process": process, "standing": process.standing(now), "now": now}
    return at_its_page_or(request, process, "participation/phases/process.html", context)
