"""Chromium as the tests and the screenshots start it, and what a visitor's visit may not hold."""

from urllib.parse import urlsplit


DEVICES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 800}}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def start(player, chromium):
    """Chromium without a window."""
    return player.chromium.launch(executable_path=str(chromium), args=FLAGS)


def follow(way):
    """Press a link or button that leads to another page, and wait until that page can be read.

    A click alone may return before the next page is there: what looks at once would look at the old one, or at none.
    """
    page = way.page
    page.wait_for_load_state("domcontentloaded")  # the page we are on: its own end of loading is not the next one's
    with page.expect_event("domcontentloaded"):
        way.click()


class Watch:
    """What went wrong while somebody read: errors, calls to elsewhere, cookies. No `faults()`: all is well."""

    def __init__(self, context, address, cookies):
        self.context, self.address, self.cookies = context, address, cookies
        self.found, self.answers, self.forgiven = [], [], []
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"error in a script: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def forgive(self, *words):
        """Faults that hold one of these words are what the test is about."""
        self.forgiven += words

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.found.append(f"console {message.type}: {message.text} ({message.location.get('url')})")

    def _request(self, request):
        place = urlsplit(request.url)
        if place.scheme not in ("data", "blob", "about") and f"{place.scheme}://{place.netloc}" != self.address:
            self.found.append(f"asked of another place: {request.url}")

    def _response(self, response):
        if response.request.resource_type in ("document", "fetch", "xhr"):
            self.answers.append(response)

    def faults(self):
        """Every fault so far, in words."""
        faults = list(self.found)
        if self.cookies == "none":
            faults += [f"a cookie is kept: {cookie['name']}" for cookie in self.context.cookies()]
            faults += [f"a cookie is set by {each.url}" for each in self.answers if "set-cookie" in each.all_headers()]
        return [fault for fault in faults if not any(word in fault for word in self.forgiven)]
