"""What a database or a disk that refuses means, in one plain sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from peewee import DatabaseError, DataError, ImproperlyConfigured, InterfaceError, OperationalError

# What may be wrong with the world rather than with the program.
FAILURES = (DatabaseError, InterfaceError, ImproperlyConfigured, sqlite3.Error, OSError)
# How SQLite puts it, and how we do. The first that is found anywhere in the chain of errors counts.
SQLITE_WORDS = (
    ("disk is full", "The disk is full. Make room and try again."),
    ("readonly database", "The database cannot be written: the file or its folder is read-only."),
    ("unable to open", "The database cannot be opened. Its folder must exist and be writable."),
    ("not a database", "The database file is damaged or holds something else. Restore a backup."),
    ("malformed", "The database file is damaged. Restore a backup."),
    ("locked", "Another program holds the database and did not let go in time. Try again in a moment."),
    ("disk I/O error", "The disk did not answer. Check it and try again."),
)
NO_DRIVER = (
    "PostgreSQL needs its driver, which is not installed. `make run` installs it when DATABASE_URL names "
    "PostgreSQL; by hand: pip install --require-hashes -r requirements-postgres.lock."
)
TOO_LONG = "Something in it is longer or larger than the database holds. Shorten it and try again."


def describe(error: BaseException) -> str:
    """One sentence for one of FAILURES."""
    if isinstance(error, ImproperlyConfigured):
        return NO_DRIVER
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}."
    if isinstance(error, DataError):
        return TOO_LONG
    # A rollback that fails as well hides the first reason; it stands further down the chain.
    words = [str(one) for one in _chain(error)]
    for theirs, ours in SQLITE_WORDS:
        if any(theirs in one for one in words):
            return ours
    first = words[0].strip().splitlines()[0].rstrip(".") if words[0].strip() else type(error).__name__
    if isinstance(error, (OperationalError, InterfaceError)):
        return f"The database does not answer: {first}."
    return f"The database refuses this: {first}."


def _chain(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__ or at.__context__
