"""A role of PostgreSQL for the website that cannot read the open box, nor change what is written once.

Made by the town, given its rights by `manage.py web_role`, and used by whatever answers residents. Who owns the tables
migrates and seals. The way to one's own ballot is a function of the owner (migrations/0003_box_functions.py).
"""

from importlib import import_module

from django.apps import apps
from django.db import DatabaseError, transaction


# What the website may do with these; with every other table, all that a row can have done to it.
KEPT = {
    "OpenBallot": (),
    "RollMark": ("SELECT", "INSERT"),
    "SealedBallot": ("SELECT",),
    "JournalEntry": ("SELECT", "INSERT"),
}
ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")

WHO = """SELECT r.rolsuper, pg_has_role(r.oid, t.relowner, 'MEMBER'), r.rolcreaterole
FROM pg_roles r, pg_class t WHERE r.rolname = %s AND t.oid = %s::regclass"""


class NoSuchRole(LookupError):
    """The database has no role of that name."""


def faults(connection, role):
    """Why this role is none that the website may run as while the box is open: sentences, none when it may.

    Raises NoSuchRole.
    """
    with connection.cursor() as cursor:
        box = _table("OpenBallot")
        cursor.execute(WHO, [role, box])
        found = cursor.fetchone()
        if found is None:
            raise NoSuchRole(role)
        is_super, is_owner, makes_roles = found
        if is_super:
            return [f"{role!r} is a superuser"]
        if is_owner:
            return [f"{role!r} owns the ballot box, or is a member of the role that does"]
        said = [f"{role!r} may create roles"] if makes_roles else []
        for model, kept in KEPT.items():
            wrong = [right for right in ALL if right not in kept and _may(cursor, role, _table(model), right)]
            said += [f"{role!r} has {', '.join(wrong)} on {_table(model)}"] if wrong else []
        return said


def give_rights(connection, role):
    """Give a role what the website needs, and take the rest. Again after each migration. Raises NoSuchRole."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        names = "SELECT quote_ident(rolname), quote_ident(current_schema()) FROM pg_roles WHERE rolname = %s"
        cursor.execute(names, [role])
        found = cursor.fetchone()
        if found is None:
            raise NoSuchRole(role)
        name, schema = found
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
        cursor.execute(f"GRANT {', '.join(ALL)} ON ALL TABLES IN SCHEMA {schema} TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}")
        for model, kept in KEPT.items():
            cursor.execute(f"REVOKE ALL ON {_table(model)} FROM PUBLIC, {name}")
            if kept:
                cursor.execute(f"GRANT {', '.join(kept)} ON {_table(model)} TO {name}")
        for function in import_module("participation.migrations.0003_box_functions").names():
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {name}")


def is_there(connection):
    """Has the database been migrated as far as the box?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [_table("OpenBallot")])
            return cursor.fetchone()[0]
    except DatabaseError:
        return False


def _may(cursor, role, table, right):
    """Has a role this right on a table or, where that says something, on a column of it?"""
    asked = "has_any_column_privilege" if right in ("SELECT", "INSERT", "UPDATE") else "has_table_privilege"
    cursor.execute(f"SELECT {asked}(%s, %s, %s)", [role, table, right])
    return cursor.fetchone()[0]


def _table(model):
    return apps.get_model("participation", model)._meta.db_table
