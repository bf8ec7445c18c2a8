"""A real PostgreSQL in a temporary folder, for one run of the tests: durable, and gone afterwards.

initdb refuses root, so root lends it another account. The server answers on a socket in its own folder only.
It ends with the run, and with the run's process should that be killed: the kernel then asks it to stop.
"""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote


ACCOUNTS = ["postgres", "nobody"]
PATIENCE = 60  # seconds, for a slow disk
QUICK = ("-c", "jit=off")  # tables of a test are never analysed: a wrong guess would compile what runs once
ROOM = 4 * 1024**3  # bytes, more than the servers of a run fill
_running = []
_started = {}  # how each was started, by its folder


def programs():
    """The folder of the newest initdb and postgres on this machine, or None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    folders = [*reversed(debian), *([Path(on_path).resolve().parent] if on_path else [])]
    return next(
        (folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()),
        None,
    )


def start(quick=False):
    """Start a server and return its URL for Django. RuntimeError, in the server's words, if that fails.

    `quick` serves the tests of a run; what is measured or killed has a server as a town has it, on a disk.
    """
    folder = Path(tempfile.mkdtemp(prefix="town-postgres-", dir=_shelf() if quick else None))
    account = _account()
    if account:
        shutil.chown(folder, account["user"], account["group"])
    data, log = folder / "data", folder / "log"
    how = {
        **account,
        "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        "cwd": folder,
        "stdin": subprocess.DEVNULL,
    }
    program = [
        programs() / "postgres",
        "-D",
        data,
        "-k",
        folder,
        "-c",
        "listen_addresses=",
        "-c",
        "max_connections=150",
        "-c",
        "recovery_init_sync_method=syncfs",  # after a kill: the whole disk at once, not file by file
        *(QUICK if quick else ()),
    ]
    atexit.register(stop)
    with log.open("wb") as lines:
        how |= {"stdout": lines, "stderr": lines}
        initdb = [programs() / "initdb", "-D", data, "-U", "town", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        if subprocess.run(initdb, **how).returncode:
            raise RuntimeError(f"initdb did not work:\n{log.read_text()}")
    how |= {"stdout": None, "stderr": None}
    _running.append((_serve(program, how, log), folder))
    _started[folder] = (program, how, log)
    return url()


def url():
    """The address, for Django and for psycopg, of the server that `start` started last."""
    return f"postgresql://town@{quote(str(_running[-1][1]), safe='')}/town"


def kill_and_start_again():
    """Kill -9 every process of the server that `start` started last, then start it on the files it left."""
    server, folder = _running.pop()
    parts = [int(pid) for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]
    for pid in (server.pid, *parts):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.wait()
    while any(_lives(pid) for pid in parts):
        time.sleep(0.01)
    _running.append((_serve(*_started[folder]), folder))


def server_pid():
    """The process of the server that `start` started last."""
    return _running[-1][0].pid


def stop():
    """Stop what `start` started and remove its folder."""
    while _running:
        server, folder = _running.pop()
        server.send_signal(signal.SIGINT)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _shelf():
    """Where the files go: into memory if there is plenty. A commit still waits, for a disk that answers at once."""
    memory = Path("/dev/shm")  # noqa: S108
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return memory if roomy else None


def _account():
    """Whom root runs the server as; nothing for anybody else."""
    if os.geteuid():
        return {}
    for name in ACCOUNTS:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise RuntimeError(f"PostgreSQL refuses to run as root, and there is no account called {' or '.join(ACCOUNTS)}.")


def _dies_with_us():
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT"] if setpriv else []


def _lives(pid):
    """Is this process there, and more than an entry that nobody has read yet?"""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def _serve(program, how, log):
    """A process of the server that takes connections, its words in `log`."""
    with log.open("wb") as lines:
        server = subprocess.Popen([*_dies_with_us(), *program], **how | {"stdout": lines, "stderr": lines})
    _wait_for(server, log)
    return server


def _wait_for(server, log):
    end = time.monotonic() + PATIENCE
    while b"ready to accept connections" not in log.read_bytes():
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.05)
