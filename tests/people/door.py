"""What the tests of the door share besides its fixtures."""

import threading

from django.contrib.auth import get_user
from django.db import connection


WINDOW = "participation-window"


def wrong(code):
    """A code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def signed_in(client):
    """The e-mail of whoever this browser is signed in as, or None."""

    class Request:
        session = client.session

    user = get_user(Request)
    return user.email if user.is_authenticated else None


def at_once(number, work):
    """`work(n)` in so many threads at the same moment; what each answered or raised."""
    together, answers = threading.Barrier(number), []

    def run(each):
        try:
            together.wait(60)
            answers.append(work(each))
        except Exception as fault:
            answers.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[each]) for each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers
