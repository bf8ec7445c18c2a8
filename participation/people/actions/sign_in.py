"""Coming in by a letter: asking for it, the code, the link, and how often."""

from datetime import timedelta

from django.core.signing import BadSignature
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from ...conf import setting
from ...events.actions import append
from ...mailbox import one_spelling
from ..models import LINKS, SignInRequest, Throttle
from ..rules import WRONG_CODES, Limit, again_at, refusal_of
from .accounts import account_for


HOUR, DAY, A_MOMENT = 60 * 60, timedelta(days=1), timedelta(seconds=60)


class TooSoon(Exception):
    """Too many tries. `again_at` says from when."""

    def __init__(self, moment):
        super().__init__(f"Try again at {moment}.")
        self.again_at = moment


class Refused(Exception):
    """The link or the code opens nothing. `reason`: unknown, used, void, expired, wrong, spent (five wrong), shut."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def ask(email, *, window, network, language, site, leads_to, now):
    """Record that somebody at `network` asks for a letter, in a window whose last request had the key `window`.

    Nothing here looks whether the address has an account: known or unknown, the same is done. Returns the request;
    the same window asking again for the same address within a minute gets the one it has. A new request of a window
    makes its last one void; those of other windows stay, so that nobody takes another person's letter away by asking
    in their name. TooSoon beyond the limits of conf.py.
    """
    email = one_spelling(email)
    minutes = setting("SIGN_IN_MINUTES")
    letters = Limit(setting("SIGN_IN_LETTERS_AN_HOUR"), HOUR, pause=minutes * 40)
    last = SignInRequest.objects.filter(key=window or "", void_at=None, used_at=None).first()
    if last and last.email == email and now < last.asked_at + A_MOMENT:
        return last
    _count("letters", email, letters, now)
    _count("network", network, Limit(setting("SIGN_IN_TRIES_A_NETWORK"), HOUR), now)
    if last:
        SignInRequest.objects.filter(pk=last.pk).update(void_at=now)
    request = SignInRequest.objects.create(
        key=get_random_string(32),
        email=email,
        language=language,
        site=site,
        leads_to=leads_to,
        asked_at=now,
        expires_at=now + timedelta(minutes=minutes),
    )
    append("sign-in-asked", request=request.pk)
    return request


def find_link(token, now):
    """The request that a link belongs to. Changes nothing. Refused if it opens nothing any more."""
    try:
        request = SignInRequest.objects.filter(key=LINKS.unsign(token)).first()
    except BadSignature:
        request = None
    return _still_good(request, now)


def come_in_by_link(token, now):
    """The account of whoever holds a link, which is then used. Refused if it opens nothing any more."""
    with transaction.atomic():
        return _come_in(_still_good(_locked(find_link(token, now).key), now), now)


def come_in_by_code(window, code, *, network, now):
    """The account of whoever types the code in the window that asked, with the request. Refused, or TooSoon.

    A wrong code is counted, here and for the network; after five the request takes no code, its link still opens.
    """
    limit = Limit(setting("SIGN_IN_TRIES_A_NETWORK"), HOUR)
    with transaction.atomic():
        wrong = _throttle("wrong", network, limit, now)
        request = _still_good(_locked(window), now)
        if request.wrong_codes >= WRONG_CODES:
            raise Refused("spent")
        if constant_time_compare(code, request.code):
            return _come_in(request, now)
        request.wrong_codes += 1
        request.save(update_fields=["wrong_codes"])
        _add(wrong, limit, now)
    raise Refused("wrong" if request.wrong_codes < WRONG_CODES else "spent")


def try_password(email, attempt, *, network, now, by_network=False):
    """What `attempt()` answers, an account or None. TooSoon after too many that answered None.

    The try is counted before it is made, so that many at once are all counted, and taken back when it succeeds.
    Counted `by_network`, the wrong ones of one network put nobody off who is elsewhere.
    """
    name = one_spelling(email)
    counts = {
        ("password", f"{name} {network}" if by_network else name): Limit(setting("WRONG_PASSWORDS_AN_HOUR"), HOUR),
        ("wrong", network): Limit(setting("SIGN_IN_TRIES_A_NETWORK"), HOUR),
    }
    with transaction.atomic():
        rows = [_count(*what, limit, now) for what, limit in counts.items()]
    account = attempt()  # outside: checking a password takes a while, and nobody waits for it
    if account is not None:
        Throttle.objects.filter(pk__in=[row.pk for row in rows if row], times__gt=0).update(times=F("times") - 1)
    return account


@transaction.atomic
def wrong_voter_code(network, now):
    """Count a wrong code of a voter's letter. TooSoon beyond the limit of conf.py."""
    _count("voter-code", network, Limit(setting("WRONG_VOTER_CODES_A_NETWORK"), HOUR), now)


def tidy(now):
    """Forget requests and counts of more than a day ago."""
    SignInRequest.objects.filter(asked_at__lt=now - DAY).delete()
    Throttle.objects.filter(last_at__lt=now - DAY).delete()


def _still_good(request, now):
    """The request, or Refused."""
    if request is None:
        raise Refused("unknown")
    if reason := refusal_of(request.expires_at, request.used_at, request.void_at, now):
        raise Refused(reason)
    return request


def _locked(key):
    """A request, locked with all the others of its address in one order; None if there is none."""
    email = SignInRequest.objects.filter(key=key or "").values_list("email", flat=True).first()
    rows = SignInRequest.objects.filter(email=email).order_by("pk").select_for_update()
    return next((row for row in rows if row.key == key), None)


def _come_in(request, now):
    """Use a locked request: its account, and the request. No other letter to that address opens anything."""
    account = account_for(request.email, request.language)
    if not account.is_active:
        raise Refused("shut")
    SignInRequest.objects.filter(email=request.email, used_at=None, void_at=None).exclude(pk=request.pk).update(
        void_at=now
    )
    request.used_at = now
    request.save(update_fields=["used_at"])
    return account, request


def _throttle(what, value, limit, now):
    """The count of something tried, locked; None for a value that is not known. TooSoon if it is too soon."""
    if not value:
        return None
    key = salted_hmac("participation.people.throttle", f"{what}:{value}", algorithm="sha256").hexdigest()
    row, _made = Throttle.objects.select_for_update().get_or_create(key=key, defaults={"since": now, "last_at": now})
    moment = again_at(limit, row.since, row.last_at, row.times, now)
    if moment:
        raise TooSoon(moment)
    return row


def _add(row, limit, now):
    """Count one more."""
    if row and now >= row.since + timedelta(seconds=limit.seconds):
        row.since, row.times = now, 0
    if row:
        row.times, row.last_at = row.times + 1, now
        row.save()
    return row


def _count(what, value, limit, now):
    return _add(_throttle(what, value, limit, now), limit, now)
