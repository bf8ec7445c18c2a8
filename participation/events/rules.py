"""The kinds of events and the names of the facts that each may carry. Pure."""

LONGEST = 80

# A room that has something to tell adds its line here: the kind, and every fact that the event carries.
# Facts are keys of rows, whole numbers, dates and short words: never a choice, a code, a name or an address.
KINDS = {
    "sign-in-asked": {"request"},
    "password-set": {"account"},
    "ballot-recorded": {"elector"},
    "ballot-changed": {"elector"},
    "ballot-not-sent": {"elector"},
    "poll-extended": {"poll"},
    "duty-given": {"duty"},
}


class UnknownEvent(LookupError):
    """A kind that no room declares, or facts that are not those of the kind."""


def check(kind, facts):
    """UnknownEvent unless the kind is declared and its facts are exactly those declared, each a number or a word."""
    if kind not in KINDS:
        raise UnknownEvent(f"No event is called {kind!r}.")
    if set(facts) != KINDS[kind]:
        raise UnknownEvent(f"{kind} carries {sorted(KINDS[kind])}, not {sorted(facts)}.")
    for name, value in facts.items():
        if not (isinstance(value, int) or (isinstance(value, str) and len(value) <= LONGEST)):
            raise UnknownEvent(f"{kind}: {name} is neither a number nor a word of at most {LONGEST} letters.")
