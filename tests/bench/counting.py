"""How long reading and counting an election of the shape of Łódź 2022 takes, rule by rule: `make bench`."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lodz_shape import write


ROOT = Path(__file__).resolve().parents[2]
WAYS = [
    ["greedy"],
    ["equal-shares"],
    ["equal-shares", "--completion", "greedy"],
    ["equal-shares", "--completion", "add1"],
]


def timed(words):
    """Seconds of one run of manage.py."""
    begun = time.monotonic()
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun


def main():
    """One line a rule, each beginning with starting Python and reading the file."""
    with tempfile.TemporaryDirectory() as folder:
        election = Path(folder) / "lodz.pb"
        write(election)
        print(f"90,494 ballots, 160 projects ({election.stat().st_size // 1024} kB)", flush=True)
        for way in WAYS:
            print(f"{' '.join(way):<35}", end="", flush=True)
            print(f"{timed(['tally', str(election), '--rule', *way]):6.1f} s", flush=True)


if __name__ == "__main__":
    main()
