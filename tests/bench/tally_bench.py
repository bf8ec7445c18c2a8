"""Prints how long counts take, as whole processes, beside a plain read of the same file with the csv module.

Run it from the project: `python tests/bench/tally_bench.py [FILE.pb …]`. Without files it generates an
election of the shape of Łódź 2022. All figures of a table are measured in the same run, best of three; MB is the
peak of the process. pabutools is measured beside them where it is installed (GPL, a yardstick only).
"""

import os
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import lodz_shape


ROOT = Path(__file__).parents[2]
ROUNDS = 3

READ = """import csv, sys
for row in csv.reader(open(sys.argv[1], encoding="utf-8", newline=""), delimiter=";"):
    pass
"""
COUNT = """import gc, sys
from participation.votes.rules import count, pabulib
gc.disable()
file = pabulib.read(sys.argv[1])
count(sys.argv[2], file.options, file.profile(), file.budget, kind=file.kind, completion=sys.argv[3] or None)
"""
PABUTOOLS = """import sys
from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
instance, profile = parse_pabulib(sys.argv[1])
if sys.argv[2] == "greedy":
    greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)
else:
    raised = {"voter_budget_increment": 1} if sys.argv[3] else {}
    method_of_equal_shares(instance, profile, sat_class=Cost_Sat, **raised)
"""
WAYS = (("greedy", ""), ("equal-shares", ""), ("equal-shares", "add1"))


def measured(*arguments, rounds=ROUNDS):
    """Seconds of the quickest of some processes and the greatest peak in MB."""
    seconds, peak = [], 0
    for _ in range(rounds):
        began = time.perf_counter()
        quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
        pid = os.posix_spawn(sys.executable, [sys.executable, *arguments], os.environ, file_actions=quiet)
        _, status, usage = os.wait4(pid, 0)
        seconds.append(time.perf_counter() - began)
        if status:
            sys.exit(f"{' '.join(arguments[:3])} failed")
        peak = max(peak, usage.ru_maxrss // 1024)
    return min(seconds), peak


def rows(path):
    """What was measured, seconds and MB, the plain read first."""
    yield "csv module, plain read", measured("-c", READ, path)
    yield "manage.py, nothing counted", measured("manage.py", "tally", "--help")
    for rule, completion in WAYS:
        name = f"{rule} {completion}".strip()
        yield f"{name}, rules alone", measured("-c", COUNT, path, rule, completion)
        asked = ["--completion", completion] if completion else []
        yield (
            f"{name}, manage.py tally",
            measured("manage.py", "tally", path, "--json", "--rule", rule, *asked),
        )
        if find_spec("pabutools"):
            yield f"{name}, pabutools", measured("-c", PABUTOOLS, path, rule, completion, rounds=1)


def table(path):
    print(f"\n{Path(path).name}\n{'':40} {'seconds':>8} {'× csv':>7} {'MB':>5}")
    plain = None
    for name, (seconds, peak) in rows(str(path)):
        plain = plain or seconds
        print(f"{name:40} {seconds:8.2f} {seconds / plain:7.1f} {peak:5}", flush=True)


if __name__ == "__main__":
    os.chdir(ROOT)
    os.environ["PYTHONPATH"] = str(ROOT)
    if sys.argv[1:]:
        for given in sys.argv[1:]:
            table(given)
    else:
        with tempfile.TemporaryDirectory() as folder:
            generated = Path(folder, "lodz_shape.pb")
            lodz_shape.write(generated)
            table(generated)
    if not find_spec("pabutools"):
        print("\npabutools is not installed: its rows are skipped")
