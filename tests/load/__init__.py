"""A town served as in production, on a PostgreSQL of its own: to be measured, and to be killed."""
