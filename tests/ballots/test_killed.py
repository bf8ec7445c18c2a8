"""Kill -9 of the database and of the web workers while residents vote: what was acknowledged is there, once.

`KILLS=200 pytest tests/ballots/test_killed.py` does it more often than the suite's 20 times.
"""

import os
import time
from pathlib import Path

import postgres
import psycopg
import pytest
from engines import needs
from load.town import served_town
from load.voting import Voters


pytestmark = needs("postgresql")
KILLS = int(os.environ.get("KILLS", "20"))
CLIENTS = 8
FILL = Path(__file__).parents[1] / "load" / "fill_poll.py"


@pytest.fixture(scope="module")
def town():
    with served_town(FILL) as town:
        yield town


def vote_while(town, kill):
    """Clients vote while `kill` is called KILLS times. Returns them, every last ballot of theirs acknowledged."""
    electors = sorted(town.filled["electors"], key=int)
    clients = [Voters(town, electors[place::CLIENTS], place) for place in range(CLIENTS)]
    for client in clients:
        client.start()
    for _time in range(KILLS):
        wait_for_ballots(clients)
        kill()
    wait_for_ballots(clients)
    for client in clients:
        client.enough.set()
    for client in clients:
        client.join(60)
        assert not client.is_alive(), "a ballot was never acknowledged"
    return clients


def wait_for_ballots(clients, more=20):
    """Until so many more ballots are acknowledged: the town answers, and is busy."""
    end, before = time.monotonic() + 60, sum(client.recorded for client in clients)
    while sum(client.recorded for client in clients) < before + more:
        assert time.monotonic() < end, "nobody can vote any more"
        time.sleep(0.01)


def look_into(town):
    """Electors with a mark, and {elector: receipt} of the ballots in the box, as another program reads them."""
    url = postgres.url().removesuffix("town") + "postgres"
    with psycopg.connect(url) as connection:
        marks = connection.execute("SELECT elector_id FROM participation_rollmark").fetchall()
        box = connection.execute("SELECT mark_id, receipt FROM participation_openballot").fetchall()
    return [elector for (elector,) in marks], box


@pytest.mark.parametrize("what", ["database", "workers"])
def test_what_was_acknowledged_is_in_the_box_once_whatever_is_killed(town, what):
    kill = postgres.kill_and_start_again if what == "database" else town.kill_workers
    clients = vote_while(town, kill)
    marks, box = look_into(town)
    kept = {elector: receipt for client in clients for elector, receipt in client.kept.items()}
    assert not [strange for client in clients for strange in client.strange]
    assert sum(client.lost_answers for client in clients) >= KILLS // 2, "nobody was interrupted"
    assert len(box) == len(dict(box)) == len(marks) == len(set(marks)), "the roll and the box differ"
    assert {elector: receipt for elector, receipt in kept.items() if dict(box).get(elector) != receipt} == {}
    assert set(marks) >= set(kept)
