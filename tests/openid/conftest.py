"""A provider in a process of its own, and browsers that go back and forth between it and the town."""

import re
import subprocess
import sys
import time
from html import unescape
from pathlib import Path

import pytest
import requests
from journeys.town import free_port
from pytest_django.live_server_helper import LiveServer


HERE = Path(__file__).parent
SECRET = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
ONWARD = re.compile(r'content="0;url=([^"]+)"')


@pytest.fixture(scope="session")
def live_server(django_db_setup):
    """The town. Made once its database is there: before it, all its threads would share one connection to SQLite."""
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def provider_process(tmp_path_factory):
    """The address of a provider of OpenID Connect."""
    port, folder = free_port(), tmp_path_factory.mktemp("provider")
    words = [sys.executable, "-c", f"import provider; provider.serve({port}, {str(folder)!r})"]
    process = subprocess.Popen(words, cwd=HERE, stdin=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    for _try in range(300):
        try:
            requests.get(f"{address}/.well-known/openid-configuration", timeout=5).raise_for_status()
            break
        except requests.ConnectionError:
            time.sleep(0.1)
    yield address
    process.kill()
    process.wait(20)


class Provider:
    """The provider as a test speaks to it."""

    def __init__(self, address, town):
        self.address = address
        self.tell(callback=f"{town}/connexion/service/retour/", home=f"{town}/", behave="")
        self.is_somebody("ines", "ines@ville.example")

    def tell(self, **said):
        """Change how it behaves."""
        requests.post(f"{self.address}/tell/", json=said, timeout=5).raise_for_status()

    def is_somebody(self, name, email, verified=True):
        """Who signs in there next, in a browser that it does not know yet."""
        self.tell(person={"name": name, "email": email, "verified": verified})


@pytest.fixture
def provider(provider_process, live_server, settings):
    """The provider that the town uses in this test."""
    openid = {"name": "FranceConnect", "issuer": provider_process, "client_id": "town", "client_secret": "secret"}
    settings.PARTICIPATION = settings.PARTICIPATION | {"OPENID": openid}
    return Provider(provider_process, live_server.url)


class Browser(requests.Session):
    """A browser: it keeps cookies, follows redirects and the page that leads on."""

    def __init__(self, town):
        super().__init__()
        self.town = town

    def go(self, path, **how):
        """Open an address of the town."""
        return self.get(self.town + path, timeout=30, **how)

    def press(self, page, path, **data):
        """Send a form of a page."""
        token = SECRET.search(page.text)[1]
        return self.post(self.town + path, {"csrfmiddlewaretoken": token, **data}, timeout=30)

    def begin(self, next=""):
        """Press the button, and stop before the provider: its address for this attempt."""
        page = self.press(self.go("/connexion/"), "/connexion/service/", **({"next": next} if next else {}))
        found = ONWARD.search(page.text)
        return page, unescape(found[1]) if found else None

    def sign_in(self, next=""):
        """All the way there and back. The last page."""
        page, away = self.begin(next)
        return self.get(away, timeout=30) if away else page

    @property
    def account(self):
        """The address of the account that is signed in, or None."""
        found = re.search(r"[\w.+-]+@[\w.-]+\w", self.go("/mon-compte/").text.split("<main")[1])
        return found[0] if found else None


@pytest.fixture
def browser(live_server):
    """`browser()`: another browser. All are closed at the end: no thread of the town outlives its test."""
    opened = []

    def make():
        opened.append(Browser(live_server.url))
        return opened[-1]

    yield make
    for each in opened:
        each.close()
