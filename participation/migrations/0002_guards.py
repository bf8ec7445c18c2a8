"""What the database itself refuses, whoever asks: changing or removing what is written once."""

from django.db import migrations


TABLES = ("participation_journalentry", "participation_sealedballot", "participation_result")
VERBS = ("UPDATE", "DELETE")
# Rows that say themselves that they belong to a rehearsal may go with it; that they do is never changed.
REHEARSED = ("participation_sealedballot", "participation_result")

FUNCTION = """CREATE OR REPLACE FUNCTION participation_written_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME; END $$"""


def names():
    for table in TABLES:
        for verb in VERBS:
            yield table, verb, f"{table}_no_{verb.lower()}"


def guard(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(FUNCTION, params=None)  # its % is no placeholder
    for table, verb, name in names():
        if editor.connection.vendor == "postgresql":
            then = "EXECUTE FUNCTION participation_written_once()"
        else:
            then = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are written once'); END"
        when = "WHEN (NOT OLD.rehearsal)" if verb == "DELETE" and table in REHEARSED else ""
        editor.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} {then}")


def unguard(apps, editor):
    for table, _verb, name in names():
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER {name}{on}")


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
