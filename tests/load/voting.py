"""Voters who send ballots over HTTP without a pause, and what the town has acknowledged to them."""

import secrets
import threading
from http.client import HTTPException
from random import Random
from urllib.parse import urlencode

from participation.ballots.rules import digest_of, new_code, shown_code
from participation.ballots.rules.receipts import BITS


TOKEN = "t" * 32


class Voters(threading.Thread):
    """Some electors of a poll who vote in turn, change their ballot, and send again what got no answer."""

    def __init__(self, town, electors, seed):
        super().__init__(daemon=True)
        self.town, self.electors, self.dice = town, electors, Random(seed)
        self.kept, self.recorded, self.lost_answers, self.strange = {}, 0, 0, []
        self.enough = threading.Event()

    def run(self):
        """Until `enough` is set. Every ballot that was begun is sent until the town has acknowledged it."""
        while not self.enough.is_set():
            for elector in self.electors:
                self._vote(elector)
                if self.enough.is_set():
                    break

    def _vote(self, elector):
        code = new_code(secrets.randbits(BITS))
        chosen = self.dice.sample(self.town.filled["codes"], 2)
        while not self._sent(elector, code, chosen):
            self.lost_answers += 1
            self.enough.wait(0.02)
        self.recorded += 1
        self.kept[int(elector)] = digest_of(self.town.filled["salt"], code)

    def _sent(self, elector, code, chosen):
        """Did the town say that this ballot is recorded? An error or no answer at all says nothing."""
        try:
            answer = cast(self.town, elector, code, chosen)
        except (OSError, HTTPException):
            return False
        if recorded(answer, code):
            return True
        if answer.status < 500:
            self.strange.append((answer.status, answer.body[:2000]))
        return False


def recorded(answer, code):
    """Does the town say that the ballot with this code is in the box?"""
    return answer.status == 200 and shown_code(code).split()[0].encode() in answer.body


def cast(town, elector, code, chosen):
    """Send a ballot as a browser does from the page where it was read again."""
    body = urlencode(
        [("csrfmiddlewaretoken", TOKEN), ("step", "send"), ("code", code), *(("choice", each) for each in chosen)]
    )
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"__Host-csrf={TOKEN}; __Host-session={town.filled['electors'][str(elector)]}",
        "Referer": "https://127.0.0.1/",
        "Origin": "https://127.0.0.1",
    }
    return town.ask(f"/p/vote/{town.filled['vote']}/bulletin/", body, headers)
