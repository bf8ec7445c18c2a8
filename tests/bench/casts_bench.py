"""Prints how many ballots a second are cast over HTTP, beside bare pages and the raw transaction, in one run.

A PostgreSQL and a gunicorn with two workers, with production settings; CLIENTS clients at once, which share the machine
with them. Pages and ballots take turns, so that a machine that slows down slows both. The raw transaction is the cast's
own SQL, run by pgbench. `python tests/bench/casts_bench.py`
"""

import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path


ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT))
import postgres  # noqa: E402
import psycopg  # noqa: E402
from load.town import served_town  # noqa: E402
from load.voting import cast, recorded  # noqa: E402

from participation.ballots.rules import new_code  # noqa: E402
from participation.ballots.rules.receipts import BITS  # noqa: E402


FILL = Path(__file__).parent / "serving" / "fill_votes.py"
CLIENTS, SECONDS, TURNS = 8, 3, 4


def main():
    if not postgres.programs():
        print("casts: no PostgreSQL on this machine, nothing measured")
        return
    with served_town(FILL, "serving_settings") as town:
        electors = iter(sorted(town.filled["electors"], key=int))
        dice = secrets.SystemRandom()

        def page():
            assert town.ask("/nue/").status == 200

        def ballot():
            code = new_code(secrets.randbits(BITS))
            assert recorded(cast(town, next(electors), code, dice.sample(town.filled["codes"], 5)), code)

        rate(page, 1), rate(ballot, 1)
        turns = [(rate(page), rate(ballot)) for _ in range(TURNS)]
        pages, casts = (sum(rates) / TURNS for rates in zip(*turns, strict=True))
        raw = raw_transactions(town.filled["poll"])
        print(f"\n{CLIENTS} clients, {TURNS} turns of {SECONDS} s{'':9}{'a second':>10}")
        print(f"{'a bare Wagtail page':36}{pages:10.0f}")
        print(f"{'a ballot cast, over HTTP':36}{casts:10.0f}   {casts / pages:.2f} bare pages")
        print(f"{'':46}   turn by turn {', '.join(f'{each[1] / each[0]:.2f}' for each in turns)}")
        print(f"{'the raw transaction, by pgbench':36}{raw:10.0f}   a cast is {100 * casts / raw:.0f} % of it")


def rate(act, seconds=SECONDS):
    """How often a second `act` is done by CLIENTS clients at once."""
    end, done = time.perf_counter() + seconds, []
    lock = threading.Lock()

    def client():
        times = 0
        while time.perf_counter() < end:
            act()
            times += 1
        with lock:
            done.append(times)

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    begun = time.perf_counter()
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    return sum(done) / (time.perf_counter() - begun)


def raw_transactions(poll):
    """Transactions a second of the cast's SQL alone, on the same database, for electors of their own."""
    url = postgres.url().removesuffix("town") + "postgres"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SEQUENCE bench_next")
        connection.execute(
            "INSERT INTO participation_elector (poll_id, number, name, folded, address, code_digest, added_by, checked)"
            " SELECT %s, 'b' || n, '', '', '', '', '', '' FROM generate_series(1, 200000) n",
            [poll],
        )
        first = connection.execute("SELECT min(id) FROM participation_elector WHERE number LIKE 'b%'").fetchone()[0]
    script = (
        "SELECT nextval('bench_next') AS n \\gset\n"
        "BEGIN;\n"
        f"SELECT participation_box_cast({first} + :n, {poll}, "
        '\'["1", "2", "3"]\', md5(random()::text), current_date);\n'
        "COMMIT;\n"
    )
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        run = [
            postgres.programs() / "pgbench",
            "-n",
            "-c",
            str(CLIENTS),
            "-T",
            str(SECONDS * TURNS),
            "-f",
            file.name,
            url,
        ]
        said = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    return float(re.search(r"tps = ([\d.]+)", said)[1])


if __name__ == "__main__":
    main()
