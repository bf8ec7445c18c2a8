"""Work that takes longer than an officer waits."""

from django.utils import timezone
from django_tasks import task

from ..votes.actions import compare_vote
from ..votes.models import Result


@task()
def compare_rules(result):
    """Count the ballots of a result (its key) by every rule that fits them."""
    compare_vote(Result.objects.select_related("vote").get(pk=result), timezone.now())
