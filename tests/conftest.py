"""What every test relies on: the engines as fixtures, and no way out of this machine."""

import ipaddress
import sys

import pytest
from engines import find


ALLOWED_NAMES = {None, "", "localhost", "testserver"}


def _is_here(host):
    host = host.decode() if isinstance(host, bytes) else host
    if host in ALLOWED_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _no_way_out(event, args):
    """An audit hook: a test that asks another machine fails, whatever library it asks with."""
    if event == "socket.connect" and isinstance(args[1], tuple):
        host = args[1][0]
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if not _is_here(host):
        raise RuntimeError(f"Tests reach no other machine: {host!r} was asked for.")


sys.addaudithook(_no_way_out)


@pytest.fixture(scope="session")
def chromium():
    """The path of Chromium, for Playwright's `executable_path`. Use with needs("chromium")."""
    return find("chromium")


@pytest.fixture(scope="session")
def shared():
    """The folder ../shared. Use with needs("shared")."""
    return find("shared")
