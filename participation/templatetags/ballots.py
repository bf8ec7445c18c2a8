"""What pages of the rooms below show of a vote that is held, now and after it. `{% load ballots %}`."""

from django import template

from ..ballots.actions import TABLET
from ..ballots.models import OpenBallot, Poll, RollMark
from ..ballots.rules import left_to_choose
from ..ballots.views.poll import frozen_offers, frozen_options, known_elector
from ..votes.actions import opened


register = template.Library()


@register.filter
def at(found, key):
    """What a dictionary holds under a key, or None."""
    return found.get(key)


@register.simple_tag
def poll_of(vote):
    """The poll of a vote, or None."""
    return Poll.objects.filter(vote=vote).first() if vote else None


@register.simple_tag
def ballot_that_stays(account):
    """Has this person a ballot in a box that is not sealed? It stays there when they go."""
    return RollMark.objects.filter(elector__resident__account=account, poll__sealed_at=None).exists()


@register.filter
def takes_ballots(poll, now):
    """Can one vote online in it at `now`?"""
    return bool(poll and poll.takes_ballots(now))


@register.simple_tag(takes_context=True)
def own_ballot(context, poll, vote):
    """What a voter whom this window knows has done: `on_paper`, `recorded`, names of envelopes still `left`; or None.

    Nothing is asked of a window without a session, which stays without a cookie.
    """
    request = context.get("request")
    session = getattr(request, "session", None)
    if session is None or session.is_empty() or TABLET in session:
        return None
    poll.vote = vote
    elector = known_elector(request, poll)
    if elector is None:
        return None
    channel = RollMark.objects.filter(pk=elector.pk).values_list("channel", flat=True).first()
    kept = OpenBallot.objects.own(elector.pk) if channel else None
    return {
        "on_paper": channel == RollMark.Channel.DESK,
        "recorded": channel == RollMark.Channel.ONLINE,
        "left": _left(poll, elector, opened(kept)) if kept else [],
    }


def _left(poll, elector, ballot):
    """The envelopes in which this voter may still choose something."""
    options = frozen_options(poll)
    keys = left_to_choose(poll.mode(options), frozen_offers(poll), ballot, elector.district_id)
    envelopes = {option.envelope_id: option.envelope for option in options}
    return [str(envelopes[key]) for key in keys]
