"""Fills a served town with an open poll and electors who have shown their code. Prints JSON."""

import json

import django


django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from factories import home_page, make_poll  # noqa: E402

from participation.ballots.actions import make_codes, remember_code  # noqa: E402


ELECTORS = 400


def session(poll, elector):
    """The key of a session in which this elector's code was shown."""
    store = SessionStore()
    remember_code(store, poll, elector, timezone.now())
    store.save()
    return store.session_key


def main():
    """One poll over three projects and ELECTORS electors."""
    home_page()
    poll = make_poll(electors=ELECTORS)
    electors = {elector.pk: session(poll, elector) for elector, _code in make_codes(poll, None)[1]}
    codes = list(poll.vote.options.values_list("code", flat=True))
    print(json.dumps({"vote": poll.vote_id, "poll": poll.pk, "salt": poll.salt, "codes": codes, "electors": electors}))


call_command("migrate", verbosity=0)
main()
