"""Letters about somebody's own ballot: that it was recorded, never what it says nor its receipt."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...ballots.models import BegunBallot, Elector, Poll
from ..rules import one_line
from .kind import Kind
from .people import reader_of


def voter(facts):
    """The elector, where they have an account."""
    for elector in _with_their_account(Elector.objects.filter(pk=facts["elector"])):
        yield reader_of(elector.resident.account, {"elector": elector.pk})


def who_has_begun(facts):
    """Those who began a ballot in this poll and have not voted: nobody else waits for its end."""
    begun = BegunBallot.objects.filter(elector__poll=facts["poll"], elector__mark=None)
    for elector in _with_their_account(Elector.objects.filter(pk__in=begun.values("pk"))).iterator(500):
        yield reader_of(elector.resident.account, {"elector": elector.pk})


def _with_their_account(electors):
    return electors.with_account().select_related("resident__account__resident").order_by("pk")


def own_ballot(context):
    """Until when and where one may vote again, or check; None once nobody knows whose ballot it was."""
    elector = Elector.objects.select_related("poll__vote__process").filter(pk=context["elector"]).first()
    if elector is None:
        return None
    poll = elector.poll
    return {
        "vote": one_line(poll.vote.title),
        "until": poll.closes_at,
        "is_open": _is_open(poll),
        "link": reverse("participation:ballot", args=[poll.vote_id]),
        "check": reverse("participation:receipt", args=[poll.vote_id]),
        "elsewhere": poll.help_elsewhere,
    }


def unsent_ballot(context):
    """The same while one may still vote and has not; None afterwards."""
    elector = Elector.objects.filter(pk=context["elector"], mark=None).select_related("poll").first()
    return own_ballot(context) if elector and _is_open(elector.poll) else None


def extended_poll(context):
    """The same, with the reason that the town gave for the later end."""
    said = unsent_ballot(context)
    if said is None:
        return None
    poll = Poll.objects.select_related("vote").get(electors=context["elector"])
    change = poll.vote.process.changes.filter(kind="vote").first()
    return said | {"reason": change.reason if change else ""}


def _is_open(poll):
    return poll.closed_at is None and poll.closes_at is not None and timezone.now() < poll.closes_at


ABOUT_BALLOTS = {
    "ballot-recorded": [
        Kind(
            "ballot-recorded",
            _("vote recorded"),
            _("Your vote is recorded – %(vote)s"),
            "participation/letters/ballot_recorded.txt",
            "participation/letters/ballot_recorded.html",
            voter,
            own_ballot,
        )
    ],
    "ballot-changed": [
        Kind(
            "ballot-changed",
            _("vote changed"),
            _("Your vote was changed – %(vote)s"),
            "participation/letters/ballot_changed.txt",
            "participation/letters/ballot_changed.html",
            voter,
            own_ballot,
        )
    ],
    "ballot-not-sent": [
        Kind(
            "ballot-not-sent",
            _("ballot begun and not sent"),
            _("You have not sent your ballot – %(vote)s"),
            "participation/letters/ballot_not_sent.txt",
            "participation/letters/ballot_not_sent.html",
            voter,
            unsent_ballot,
        )
    ],
    "poll-extended": [
        Kind(
            "poll-extended",
            _("vote open longer"),
            _("You have more time to vote – %(vote)s"),
            "participation/letters/poll_extended.txt",
            "participation/letters/poll_extended.html",
            who_has_begun,
            extended_poll,
        )
    ],
}
