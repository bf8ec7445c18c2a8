"""A real mail server in a thread, that refuses, hangs and hangs up where it is told to."""

import asyncio
import email
import random
import threading
from email import policy

from aiosmtpd.controller import Controller
from journeys.town import free_port


HANGS = 30  # seconds: longer than any sender of the tests waits


class PostOffice:
    """`behave` says what happens to the next letters: one of the names below, or a list to draw from.

    `taken` holds every message that was taken, even where the sender was never told so.
    """

    BEHAVIOURS = (
        "take",
        "refuse recipient",
        "recipient later",
        "refuse sender",
        "refuse text",
        "text later",
        "hang at recipient",
        "hang after text",
        "drop at sender",
        "drop before text",
        "drop after text",
    )

    def __init__(self):
        self.behave, self.taken, self.chance = "take", [], random.Random(11)
        self.met = threading.Event()  # a sender has come to where the server hangs

    def start(self):
        """Open, on a port of its own."""
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=30)
        self.controller.start()

    def stop(self):
        """Close: a connection is refused from now on."""
        if self.controller.loop.is_running():
            self.controller.stop(no_assert=True)

    @property
    def ids(self):
        """The Message-IDs of what was taken."""
        return [each["Message-ID"] for each in self.taken]

    async def _hang(self):
        self.met.set()
        await asyncio.sleep(HANGS)

    async def handle_MAIL(self, server, session, envelope, address, options):
        session.fate = self.behave if isinstance(self.behave, str) else self.chance.choice(self.behave)
        if session.fate == "refuse sender":
            return "553 5.7.1 this sender may not"
        if session.fate == "drop at sender":
            server.transport.abort()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if session.fate == "refuse recipient":
            return "550 5.1.1 <nobody> no such mailbox"
        if session.fate == "recipient later":
            return "450 4.2.1 come back later"
        if session.fate == "hang at recipient":
            await self._hang()
        if session.fate == "drop before text":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if session.fate == "refuse text":
            return "554 5.6.0 not with this text"
        if session.fate == "text later":
            return "451 4.3.0 disk full"
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        message.envelope_to = envelope.rcpt_tos
        self.taken.append(message)
        if session.fate == "hang after text":
            await self._hang()
        if session.fate == "drop after text":
            server.transport.abort()
        return "250 OK"
