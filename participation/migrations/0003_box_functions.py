"""The only ways to the open box for a role that cannot read it (PostgreSQL). They run as who owns the tables.

Each is about one person's ballot, or says a number; after the close none of them writes. What they are given cannot
make them fail, since a failing statement would put a choice into the database's log.
"""

from django.db import migrations


UNDER_WAY = "EXISTS (SELECT 1 FROM participation_poll p WHERE p.id = {poll} AND p.opened_at IS NOT NULL AND p.closed_at IS NULL)"

# Name and arguments; what is returned; the statement, or a block of them. Each statement of the block that casts looks
# at the rows as they are when it begins: so what it asks after it has the lock is what the lock protects.
FUNCTIONS = {
    "participation_box_cast(elector bigint, poll bigint, said text, digest text, day date)": (
        "text",
        """BEGIN
        PERFORM pg_advisory_xact_lock_shared(7106, $2::integer);
        INSERT INTO participation_rollmark (elector_id, poll_id, channel, voted_on)
        SELECT e.id, p.id, 'online', $5 FROM participation_elector e JOIN participation_poll p ON p.id = e.poll_id
        WHERE e.id = $1 AND p.id = $2 AND p.online AND p.opened_at IS NOT NULL AND p.closed_at IS NULL
        AND clock_timestamp() >= p.opens_at AND clock_timestamp() < p.closes_at ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN RETURN 'no-mark'; END IF;
        INSERT INTO participation_openballot (mark_id, poll_id, body, receipt) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN RETURN 'receipt-taken'; END IF;
        DELETE FROM participation_begunballot b WHERE b.elector_id = $1;
        RETURN 'recorded'; END""",
    ),
    "participation_box_change(elector bigint, said text, digest text)": (
        "bigint",
        f"""WITH put AS (UPDATE participation_openballot b SET body = $2, receipt = $3
        WHERE b.mark_id = $1 AND {UNDER_WAY.format(poll="b.poll_id")}
        AND NOT EXISTS (SELECT 1 FROM participation_openballot o WHERE o.receipt = $3)
        RETURNING 1) SELECT count(*) FROM put""",
    ),
    "participation_box_own(elector bigint)": (
        "TABLE (body text, receipt text)",
        "SELECT b.body, b.receipt::text FROM participation_openballot b WHERE b.mark_id = $1",
    ),
    "participation_box_holds(poll bigint, digest text)": (
        "boolean",
        "SELECT EXISTS (SELECT 1 FROM participation_openballot b WHERE b.poll_id = $1 AND b.receipt = $2)",
    ),
    "participation_box_number(poll bigint)": (
        "bigint",
        "SELECT count(*) FROM participation_openballot b WHERE b.poll_id = $1",
    ),
    "participation_box_rehearsed(vote bigint)": (
        "void",
        """DELETE FROM participation_openballot b USING participation_poll p, participation_vote v
        WHERE b.poll_id = p.id AND p.vote_id = v.id AND v.id = $1 AND v.rehearsal_of_id IS NOT NULL;
        DELETE FROM participation_rollmark m USING participation_poll p, participation_vote v
        WHERE m.poll_id = p.id AND p.vote_id = v.id AND v.id = $1 AND v.rehearsal_of_id IS NOT NULL;
        DELETE FROM participation_sealedballot s WHERE s.vote_id = $1 AND s.rehearsal""",
    ),
}


def names():
    """How GRANT and DROP name each function."""
    for said in FUNCTIONS:
        name, _, arguments = said.rstrip(")").partition("(")
        yield f"{name}({', '.join(each.split()[1] for each in arguments.split(', '))})"


def make(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        schema = cursor.fetchone()[0]
    for said, (returned, body) in FUNCTIONS.items():
        language = "plpgsql" if body.startswith("BEGIN") else "sql"
        how = f"LANGUAGE {language} SECURITY DEFINER SET search_path = {schema}, pg_temp"
        editor.execute(f"CREATE OR REPLACE FUNCTION {said} RETURNS {returned} {how} AS $${body}$$", params=None)
    for name in names():
        editor.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC", params=None)


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        for name in names():
            editor.execute(f"DROP FUNCTION {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("participation", "0002_guards")]
    operations = [migrations.RunPython(make, drop)]
