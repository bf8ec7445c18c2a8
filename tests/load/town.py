"""A town on a PostgreSQL and a gunicorn with two workers, with production settings."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import postgres


ROOT, HERE = Path(__file__).parents[2], Path(__file__).parent
PATIENCE = 60  # seconds
PROXY = {"X-Forwarded-Proto": "https"}  # what a reverse proxy says


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes
    headers: object


class Town:
    """Where a served town answers, and what it runs on."""

    def __init__(self, port, folder, filled):
        self.port, self.folder, self.filled = port, folder, filled
        self.master = None

    @property
    def workers(self):
        """The processes that answer."""
        pid = self.master.pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill_workers(self):
        """Kill -9 every worker; the master starts others."""
        for pid in self.workers:
            os.kill(pid, signal.SIGKILL)

    def ask(self, address, body=None, headers=()):
        """The answer of an address, asked through a proxy on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("POST" if body else "GET", address, body, PROXY | dict(headers))
            answer = connection.getresponse()
            return Answer(answer.status, answer.read(), answer.headers)
        finally:
            connection.close()


@contextmanager
def served_town(fill, settings="municipal.settings.production"):
    """A town filled by the program `fill`, which prints JSON and is given the port; gone at the end."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = surroundings(folder, port, settings, Path(fill).parent)
        run = [sys.executable, str(fill), str(port)]
        filled = json.loads(subprocess.run(run, env=environment, check=True, stdout=subprocess.PIPE).stdout)
        manage = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "-v0"]
        subprocess.run(manage, env=environment, check=True)
        town = Town(port, folder, filled)
        # Loaded once: a worker that replaces a killed one answers at once. Threads as README's chapter has them.
        listen = [
            "--preload",
            "-w",
            "2",
            "--threads",
            "4",
            "-b",
            f"127.0.0.1:{port}",
            "--log-level",
            "critical",
            "municipal.wsgi",
        ]
        town.master = subprocess.Popen([sys.executable, "-m", "gunicorn", *listen], env=environment)
        try:
            _wait_for(town)
            yield town
        finally:
            town.master.terminate()
            town.master.wait()


def surroundings(folder, port, settings, *places):
    """The environment of a town's processes: the database is a PostgreSQL that is started for it."""
    paths = [ROOT, ROOT / "site", ROOT / "tests", *places]
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "SECRET_KEY": "bench-" * 12,
        "TOWN_HOSTS": "127.0.0.1",
        "TOWN_URL": f"https://127.0.0.1:{port}",
        "DATABASE_URL": postgres.start().removesuffix("town") + "postgres",
        "TOWN_VAR": folder,
        "MALLOC_ARENA_MAX": "2",  # both as README's chapter on production has them
        "MALLOC_TRIM_THRESHOLD_": "131072",
    }


def _wait_for(town):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            return town.ask("/robots.txt")
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("gunicorn did not start")
