"""Bring the schema up to date, with Peewee's own runner, after a backup when data exist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playhouse.migrations import Runner

from .db import db
from .errors import SchemaError

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def pending() -> tuple[str, ...]:
    """Names of the migrations that have not run yet. Raises SchemaError for a newer database."""
    status = Runner(db.obj, directory=str(MIGRATIONS)).status()
    unknown = sorted(row.name for row in status if row.path is None)
    if unknown:
        raise SchemaError(
            f"The database was made by a newer version of Evenkeel (it knows {', '.join(unknown)}). "
            "Install that version, or restore an older backup."
        )
    return tuple(row.name for row in status if not row.applied)


def migrate(backup: Callable[[], object] | None = None) -> tuple[str, ...]:
    """Run what is pending and return the names; `backup` is called first when data exist."""
    waiting = pending()
    if not waiting:
        return ()
    if backup is not None and db.table_exists("schema_migration"):
        backup()
    try:
        return tuple(Runner(db.obj, directory=str(MIGRATIONS)).up())
    except Exception:
        # Another process may have migrated in the same second; then nothing is left to do.
        if not pending():
            return ()
        raise
