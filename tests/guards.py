"""The database's own refusals, lifted for a moment: to harm what they guard, or to empty the tables after a test."""

from contextlib import contextmanager
from importlib import import_module

from django.db import connection


GUARDS = import_module("participation.migrations.0002_guards")


def lift(table=None):
    """Take the triggers of a table away, or all."""
    with connection.cursor() as cursor:
        for each, _verb, name in GUARDS.names():
            if table in (None, each):
                on = f" ON {each}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def restore():
    """Put every trigger back."""
    lift()
    with connection.schema_editor() as editor:
        GUARDS.guard(None, editor)


@contextmanager
def unguarded(table):
    """A moment in which an administrator of the database may do as they like with a table."""
    lift(table)
    try:
        yield
    finally:
        restore()
