"""Prints how long counts take, beside a plain read of the same file with the csv module.

Run it from the project: `python tests/bench/tally_bench.py [FILE.pb …]`. Without files it generates an
election of the shape of Łódź 2022. Every row is a process of its own, from its start to its end: Python's start, and
Django's where `manage.py` is run. A table is measured in one run, in turns, best of ROUNDS; seconds are those of the
processor (each process has one thread), MB the peak. pabutools is measured beside them where it is installed (GPL, a
yardstick only): once, for it is slow, and its add1 is what is called add1-exhaustive here.
"""

import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import lodz_shape


ROOT = Path(__file__).parents[2]
ROUNDS = 5

READ = """import csv, sys
for row in csv.reader(open(sys.argv[1], encoding="utf-8", newline=""), delimiter=";"):
    pass
"""
COUNT = """import gc, sys
from participation.votes.rules import count, pabulib
gc.disable()
file = pabulib.read(sys.argv[1], rows=False)
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


def measured(*arguments):
    """Seconds of the processor that one process takes, and its peak in MB."""
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawn(sys.executable, [sys.executable, *arguments], os.environ, file_actions=quiet)
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit(f"{' '.join(arguments[:3])} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def rows(path):
    """Name, arguments of Python and rounds of all that is measured; the plain read is what the others are told in."""
    yield "csv module, plain read", ("-c", READ, path), ROUNDS
    yield "python, nothing done", ("-c", "pass"), ROUNDS
    yield "manage.py, nothing counted", ("manage.py", "tally", "--help"), ROUNDS
    for rule, completion in WAYS:
        name, asked = f"{rule} {completion}".strip(), ("--completion", completion) if completion else ()
        yield f"{name}, rules alone", ("-c", COUNT, path, rule, completion), ROUNDS
        yield f"{name}, manage.py tally", ("manage.py", "tally", path, "--json", "--rule", rule, *asked), ROUNDS
        if find_spec("pabutools"):
            yield f"{name}, pabutools", ("-c", PABUTOOLS, path, rule, completion), 1


def table(path):
    """Measure and print one file."""
    print(f"\n{Path(path).name}\n{'':40} {'seconds':>8} {'× csv':>7} {'MB':>5}", flush=True)
    wanted, found = list(rows(str(path))), {}
    for turn in range(ROUNDS):  # in turns, so that a busy minute of the machine is everybody's
        for name, arguments, rounds in wanted:
            if turn < rounds:
                found.setdefault(name, []).append(measured(*arguments))
    plain = min(seconds for seconds, _ in found[wanted[0][0]])
    for name, figures in found.items():
        seconds, peak = min(seconds for seconds, _ in figures), max(peak for _, peak in figures)
        print(f"{name:40} {seconds:8.2f} {seconds / plain:7.1f} {peak:5}")


if __name__ == "__main__":
    os.chdir(ROOT)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
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
