"""Prints what pages cost, beside a bare Wagtail page of the same server, all measured in one run.

A PostgreSQL and a gunicorn with two workers are started for it, with production settings. Processor time is that of the
workers and of the database together, per request, after a warm-up. `python tests/bench/pages_bench.py`
"""

import gzip
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path


HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
import postgres  # noqa: E402


REQUESTS, WARM = 150, 20
TICK = os.sysconf("SC_CLK_TCK")


def main():
    if not postgres.programs():
        print("pages: no PostgreSQL on this machine, nothing measured")
        return
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = surroundings(folder, port)
        say("filling a town: 100 and 10,000 proposals…")
        run = [sys.executable, str(HERE / "serving" / "fill.py"), str(port)]
        places = json.loads(subprocess.run(run, env=environment, check=True, stdout=subprocess.PIPE).stdout)
        manage = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "-v0"]
        subprocess.run(manage, env=environment, check=True)
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "--log-level", "error",
             "municipal.wsgi"], env=environment)  # fmt: skip
        try:
            wait_for(port)
            measure(port, places, server.pid)
        finally:
            server.terminate()
            server.wait()


def surroundings(folder, port):
    """The environment of a town's server."""
    paths = [ROOT, ROOT / "site", HERE / "serving", ROOT / "tests"]
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "serving_settings",
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "SECRET_KEY": "bench-" * 12,
        "TOWN_HOSTS": "127.0.0.1",
        "TOWN_URL": f"https://127.0.0.1:{port}",
        "DATABASE_URL": postgres.start().removesuffix("town") + "postgres",
        "TOWN_VAR": folder,
    }


def measure(port, places, master):
    """Every figure, and the tables that show them."""
    small, large = places["100"], places["10000"]
    pages = {
        "a bare Wagtail page": "/nue/",
        "home": "/",
        "list of 100": small["list"],
        "list of 10,000": large["list"],
        "the same, searched": large["list"] + "?q=jardin+velo",
        "map data of 10,000": large["map"],
        "a proposal of 100": small["proposal"],
        "a proposal of 10,000": large["proposal"],
    }
    watched = [master, postgres.server_pid()]
    costs = {name: cost(port, address, watched) for name, address in pages.items()}
    bare = costs["a bare Wagtail page"]
    print(f"\n{'page':24}{'ms of processor':>16}{'bare pages':>12}{'html kB':>9}{'css kB':>8}{'script kB':>11}")
    for name, address in pages.items():
        html, css, script = weights(port, address)
        print(f"{name:24}{1000 * costs[name]:16.1f}{costs[name] / bare:12.2f}{html:9.1f}{css:8.1f}{script:11.1f}")
    workers = descendants(master)
    before = max(memory(pid) for pid in workers)
    address = "/admin/participation/proposals/?export=xlsx"
    began = time.perf_counter()
    status, body, _headers = get(port, address, {"Cookie": f"__Host-session={places['session']}"})
    took = time.perf_counter() - began
    grown = max(memory(pid) for pid in workers) - before
    weight = f"{len(body) / 1000:.0f} kB in {took:.1f} s, the worker grew by {grown:.0f} MB"
    print(f"\nXLSX of 10,100 proposals: {status}, {weight}")
    print(f"a worker after the page mix: {before:.0f} MB")


def cost(port, address, watched):
    """Processor seconds per request of an address, workers and database together."""
    for _ in range(WARM):
        status, _body, _headers = get(port, address)
        if status != 200:
            sys.exit(f"{address} answered {status}")
    before = processor_time(watched)
    for _ in range(REQUESTS):
        get(port, address)
    return (processor_time(watched) - before) / REQUESTS


def get(port, address, headers=None):
    """Status, body and headers of an address, asked as a reverse proxy does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", address, headers={"X-Forwarded-Proto": "https", **(headers or {})})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, answer.headers


def weights(port, address):
    """Kilobytes of a page's own text, of its styles and of its scripts, each compressed as a town serves them."""
    _status, body, headers = get(port, address)
    found = {"css": set(), "js": set()}
    for kind, pattern in (("css", r'<link[^>]+href="([^"]+\.css)"'), ("js", r'<script[^>]+src="([^"]+\.js)"')):
        found[kind] |= set(re.findall(pattern, body.decode(errors="replace")))
    linked = {kind: sum(len(gzip.compress(get(port, each)[1])) for each in paths) for kind, paths in found.items()}
    return len(gzip.compress(body)) / 1000, linked["css"] / 1000, linked["js"] / 1000


def processor_time(pids):
    """Seconds of processor that these processes and all below them have used, those that ended among them."""
    ticks = 0
    for pid in pids:
        for each in (pid, *descendants(pid)):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:13]))
            ticks += sum(map(int, fields[13:15])) if each == pid else 0
    return ticks / TICK


def descendants(pid):
    """Ids of the processes below one."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in map(int, children) for each in (child, *descendants(child))]


def memory(pid):
    """Resident megabytes of a process."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1000


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            return get(port, "/nue/")
        except OSError:
            time.sleep(0.2)
    sys.exit("gunicorn did not start")


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    main()
