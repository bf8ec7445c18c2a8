"""Fills the served town: a bare page, and an open poll with electors who have shown their code. Prints JSON."""

import json
import sys
from datetime import timedelta

import django


django.setup()

from bare.models import BarePage  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from factories import home_page, make_poll  # noqa: E402
from wagtail.models import Site  # noqa: E402

from participation.ballots.actions import make_codes  # noqa: E402


ELECTORS, PROJECTS = 6_000, 60


def main():
    """A bare page and one poll over PROJECTS projects, as many as a town puts to the vote."""
    home = home_page()
    Site.objects.update(hostname="127.0.0.1", port=int(sys.argv[1]))
    home.add_child(instance=BarePage(title="Une page", slug="nue")).save_revision().publish()
    poll = make_poll(electors=ELECTORS, titles=[f"Un projet numéro {n}" for n in range(1, PROJECTS + 1)])
    store, end, electors, rows = SessionStore(), timezone.now() + timedelta(days=1), {}, []
    for elector, _code in make_codes(poll, None)[1]:
        electors[elector.pk] = store._get_new_session_key()
        shown = store.encode({"codes": {str(poll.pk): [elector.code_digest, timezone.now().timestamp()]}})
        rows.append(Session(session_key=electors[elector.pk], session_data=shown, expire_date=end))
    Session.objects.bulk_create(rows, batch_size=1000)
    codes = list(poll.vote.options.values_list("code", flat=True))
    print(json.dumps({"vote": poll.vote_id, "poll": poll.pk, "salt": poll.salt, "codes": codes, "electors": electors}))


call_command("migrate", verbosity=0)
main()
