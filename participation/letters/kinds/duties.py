"""Letters to whoever is asked to help with a poll."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...ballots.models import Duty
from ..rules import one_line
from .kind import Kind
from .people import reader_of


def helper(facts):
    """Whoever is asked."""
    for duty in Duty.objects.filter(pk=facts["duty"], ended_at=None).select_related("account__resident"):
        yield reader_of(duty.account, {"duty": duty.pk})


def duty(context):
    """What for, until when, and the link to take it up; None once it has ended."""
    found = Duty.objects.filter(pk=context["duty"], ended_at=None, ends_at__gt=timezone.now())
    found = found.select_related("poll__vote").first()
    if found is None:
        return None
    accepted = found.accepted_at is not None
    link = reverse("wagtailadmin_home") if accepted else reverse("participation:accept-duty", args=[found.token])
    return {
        "vote": one_line(found.poll.vote.title),
        "rehearsal": found.poll.vote.rehearsal_of_id is not None,
        "role": found.get_role_display(),
        "until": found.ends_at,
        "accepted": accepted,
        "link": link,
    }


ABOUT_DUTIES = {
    "duty-given": [
        Kind(
            "duty-given",
            _("help with a vote"),
            _("You are asked to help with the vote – %(vote)s"),
            "participation/letters/duty_given.txt",
            "participation/letters/duty_given.html",
            helper,
            duty,
        )
    ],
}
