"""Prints what it takes to seal, count, publish and recount a large vote: seconds and the peak of memory, in one run.

On a PostgreSQL started for it, each part as a process of its own. Seconds are of the clock: the database works too.
`python tests/bench/seal_bench.py [BALLOTS]`, 500,000 without.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


ROOT, HERE = Path(__file__).parents[2], Path(__file__)
sys.path[:0] = [str(ROOT / "tests"), str(ROOT), str(ROOT / "site")]
BALLOTS, PROJECTS = 500_000, 60
# Electors who voted online, each for four of the projects, and the digest of a receipt.
ELECTORS = """INSERT INTO participation_elector
 (poll_id, number, name, folded, address, code_digest, added_by, checked)
 SELECT %s, n::text, '', '', '', '', '', '' FROM generate_series(1, %s) n"""
MARKS = """INSERT INTO participation_rollmark (elector_id, poll_id, channel, voted_on)
 SELECT id, poll_id, 'online', current_date FROM participation_elector WHERE poll_id = %s"""
BOX = """INSERT INTO participation_openballot (mark_id, poll_id, body, receipt)
 SELECT id, poll_id,
  format('["%%s", "%%s", "%%s", "%%s"]', 1 + id %% 15, 16 + (id / 7) %% 15, 31 + (id / 11) %% 15, 46 + (id / 13) %% 15),
  encode(sha256(id::text::bytea), 'hex')
 FROM participation_elector WHERE poll_id = %s"""


def fill(number):
    """A closed poll with that many ballots in its box."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone
    from factories import make_poll

    from participation.models import Poll
    from participation.votes.actions import freeze_vote

    call_command("migrate", verbosity=0)
    titles = [f"Un projet numéro {n}" for n in range(1, PROJECTS + 1)]
    poll = make_poll(electors=0, titles=titles, vote={"rule": "equal-shares", "completion": "add1"})
    freeze_vote(poll.vote, timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(ELECTORS, [poll.pk, number])
        cursor.execute(MARKS, [poll.pk])
        cursor.execute(BOX, [poll.pk])
        cursor.execute("VACUUM ANALYZE")
    Poll.objects.filter(pk=poll.pk).update(closed_at=timezone.now(), fingerprint=poll.digest_of_terms())


def seal():
    from participation.ballots.actions import agree_to_seal

    for by in people():
        agree_to_seal(poll(), by)


def count():
    from django.utils import timezone

    from participation.votes.actions import count_vote, publish_result

    vote = poll().vote
    publish_result(vote, count_vote(vote, timezone.now()))


def publish(folder):
    from django.core.management import call_command

    call_command("publish_ballots", poll().vote_id, folder, verbosity=0)


def poll():
    from participation.models import Poll

    return Poll.objects.get()


def people():
    """The two who seal."""
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    return [users.get_or_create(email=f"{name}@bench.example")[0] for name in ("ana", "bao")]


def main(number):
    import postgres

    if not postgres.programs():
        print("sealing: no PostgreSQL on this machine, nothing measured")
        return
    with tempfile.TemporaryDirectory() as folder:
        url = postgres.start()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "municipal.settings.dev",
            "DATABASE_URL": url.removesuffix("town") + "postgres",
            "TOWN_VAR": folder,
            "TOWN_DEBUG": "0",
        }
        subprocess.run([sys.executable, HERE, "fill", str(number)], env=environment, check=True)
        open_folder = Path(folder, "open")
        parts = {
            "seal": [HERE, "seal"],
            "count and publish": [HERE, "count"],
            "write the open folder": [HERE, "publish", open_folder],
            "recount.py, by itself": [open_folder / "recount.py", open_folder],
        }
        print(f"\n{number:,} ballots{'':22}{'seconds':>9}{'MB':>7}")
        total = 0
        for name, arguments in parts.items():
            seconds, peak = measured([str(each) for each in arguments], environment)
            total += seconds
            print(f"{name:36}{seconds:9.1f}{peak:7}", flush=True)
        print(f"{'all of it':36}{total:9.1f}")


def measured(arguments, environment):
    """Seconds of the clock that one process takes, and its peak in MB."""
    begun = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawn(sys.executable, [sys.executable, *arguments], environment, file_actions=quiet)
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit(f"{' '.join(arguments)} failed")
    return time.perf_counter() - begun, usage.ru_maxrss // 1024


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].isdecimal():
        main(int(sys.argv[1]) if sys.argv[1:] else BALLOTS)
    else:
        import django

        django.setup()
        part, *rest = sys.argv[1:]
        {"fill": lambda number: fill(int(number)), "seal": seal, "count": count, "publish": publish}[part](*rest)
