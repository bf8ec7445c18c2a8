"""What processes cost: processor seconds and memory, as the kernel counts them."""

import os
import re
from pathlib import Path


TICK = os.sysconf("SC_CLK_TCK")


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


def own_memory(pid):
    """Megabytes that a process shares with no other: what one more of them costs."""
    found = re.findall(r"Private_\w+:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())
    return sum(map(int, found)) / 1000
