"""The demo town in a folder of its own, built and served by the command that `make demo` calls."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from journeys.pages import PAGE_TYPES


ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PASSWORD = "ormeval-demo"


def manage(folder, *words, log=subprocess.PIPE):
    """Run manage.py for the town in `folder`, as a process that is not waited for."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TOWN_DEBUG")}
    environment |= {
        "TOWN_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "municipal.settings.dev",
        "PYTHONUNBUFFERED": "1",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        text=True,
    )


def build(folder):
    """Make the demo town in `folder`, and a few rows and pages that the demo has no need of (extras.py)."""
    for words in (("demo", "--no-serve"), ("shell", "--no-imports", "-c", (HERE / "extras.py").read_text())):
        process = manage(folder, *words)
        said, _none = process.communicate(timeout=900)
        if process.returncode:
            raise RuntimeError(f"manage.py {words[0]} failed in {folder}:\n{said}")
    with served(folder) as address:  # the first reader of a page waits for its pictures: be that reader
        for path in PAGE_TYPES.values():
            _ask(address + path)


def free_port():
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(folder):
    """Serve the town that was built in `folder`. Gives its address, `http://127.0.0.1:12345`."""
    port = free_port()
    address, log = f"http://127.0.0.1:{port}", Path(folder) / "serve.log"
    with log.open("w") as lines:
        process = manage(folder, "demo", "--port", str(port), log=lines)
    try:
        _wait(process, address, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _ask(url):
    try:
        urllib.request.urlopen(url, timeout=60).close()  # noqa: S310
    except urllib.error.HTTPError as answer:
        answer.close()  # a page that is not found is an answer too


def _wait(process, address, log):
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The town stopped before it answered:\n{log.read_text()}")
        try:
            return _ask(f"{address}/robots.txt")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"The town never answered at {address}:\n{log.read_text()}")


def copy(source, folder):
    """A town of one's own, to change at will."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    return folder
