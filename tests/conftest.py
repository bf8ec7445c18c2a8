"""What every test relies on: the engines as fixtures, and no way out of this machine."""

import gc
import ipaddress
import sys

import guards
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


@pytest.fixture
def unguarded():
    """`with unguarded(table):` lets a test do what only an administrator of the database could."""
    return guards.unguarded


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    """All migrations make the database, and thousands of classes on the way: looked through for garbage less often."""
    if fixturedef.argname != "django_db_setup":
        return (yield)
    usual = gc.get_threshold()
    gc.set_threshold(20_000, 50, 10)
    try:
        return (yield)
    finally:
        gc.set_threshold(*usual)


@pytest.fixture(autouse=True)
def _tables_can_be_emptied(request):
    """A transactional test begins with every trigger and lifts them at its end, so that its tables can be emptied."""
    marker = request.node.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not asked and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    guards.restore()
    yield
    guards.lift()
