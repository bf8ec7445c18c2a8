"""After a seal: what a deleted ballot leaves in the files of PostgreSQL goes too."""

import logging

from django.db import DatabaseError, connection

from ..models import OpenBallot


PATIENCE = "20s"  # for those who are casting in another poll at that moment
log = logging.getLogger(__name__)


def sweep_box():
    """Write the table of the box anew with what is in it now, and give the old file back. True when it was done.

    A deleted row stays in its file, readable, until something overwrites it, and plain VACUUM does not. Outside any
    transaction and on a connection of its own. It never undoes a seal: what fails is logged, and `tidy_ballots`, once
    a day, tries again.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:  # it would wait for the caller's own locks
        return False
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
            cursor.execute(f"VACUUM (FULL) {OpenBallot._meta.db_table}")
    except DatabaseError as error:
        log.warning("The table of the box was not swept: %s", str(error).strip())
        return False
    finally:
        own.close()
    return True
