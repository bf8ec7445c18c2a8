"""Prints what pages cost, beside a bare Wagtail page of the same server, all measured in one run.

A PostgreSQL and a gunicorn with two workers are started for it, with production settings. Processor time is that of the
workers and of the database together, per request, after a warm-up: once for a page made for this reader, once as most
readers get it, kept since another asked (PAGES_KEPT_SECONDS). `python tests/bench/pages_bench.py`
"""

import gzip
import re
import sys
import time
from pathlib import Path


ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
import postgres  # noqa: E402
from load.cost import descendants, memory, own_memory, processor_time  # noqa: E402
from load.town import served_town  # noqa: E402


FILL = Path(__file__).parent / "serving" / "fill.py"
REQUESTS, WARM = 150, 20


def main():
    if not postgres.programs():
        print("pages: no PostgreSQL on this machine, nothing measured")
        return
    print("filling a town: 100 and 10,000 proposals…", flush=True)
    with served_town(FILL, "serving_settings") as town:
        measure(town)


def measure(town):
    """Every figure, and the tables that show them."""
    small, large, master = town.filled["100"], town.filled["10000"], town.master.pid
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
    print("\n(processor time per request; × a bare Wagtail page, measured again beside each: machines have moods)")
    print(f"{'page':24}{'made anew':>16}{'kept':>16}{'html kB':>9}{'css kB':>8}{'script kB':>11}")
    for name, address in pages.items():
        bare = cost(town, pages["a bare Wagtail page"], watched)
        made, kept = cost(town, address, watched, anew=True), cost(town, address, watched)
        figures = "".join(f"{1000 * each:8.1f} ms{each / bare:4.1f}×" for each in (made, kept))
        html, css, script = weights(town, address)
        print(f"{name:24}{figures}{html:9.1f}{css:8.1f}{script:11.1f}")
    workers = descendants(master)
    before, own = max(memory(pid) for pid in workers), max(own_memory(pid) for pid in workers)
    address = "/admin/participation/proposals/?export=xlsx"
    began = time.perf_counter()
    answer = town.ask(address, headers={"Cookie": f"__Host-session={town.filled['session']}"})
    took = time.perf_counter() - began
    grown = max(memory(pid) for pid in workers) - before
    weight = f"{len(answer.body) / 1000:.0f} kB in {took:.1f} s, the worker grew by {grown:.0f} MB"
    print(f"\nXLSX of 10,100 proposals: {answer.status}, {weight}")
    print(f"a worker after the page mix: {before:.0f} MB, of which {own:.0f} MB are shared with no other process")


def cost(town, address, watched, anew=False):
    """Processor seconds per request of an address, workers and database together; `anew`: nothing kept is shown."""
    joint = "&" if "?" in address else "?"
    asked = [f"{address}{joint}nth={n}" if anew else address for n in range(WARM + REQUESTS)]
    for each in asked[:WARM]:
        status = town.ask(each).status
        if status != 200:
            sys.exit(f"{each} answered {status}")
    before = processor_time(watched)
    for each in asked[WARM:]:
        town.ask(each)
    return (processor_time(watched) - before) / REQUESTS


def weights(town, address):
    """Kilobytes of a page's own text, of its styles and of its scripts, each compressed as a town serves them."""
    body = town.ask(address).body
    found = {"css": set(), "js": set()}
    for kind, pattern in (("css", r'<link[^>]+href="([^"]+\.css)"'), ("js", r'<script[^>]+src="([^"]+\.js)"')):
        found[kind] |= set(re.findall(pattern, body.decode(errors="replace")))
    linked = {kind: sum(len(gzip.compress(town.ask(each).body)) for each in paths) for kind, paths in found.items()}
    return len(gzip.compress(body)) / 1000, linked["css"] / 1000, linked["js"] / 1000


if __name__ == "__main__":
    main()
