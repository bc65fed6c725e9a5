"""What Today, the list of partnerships, an overview and the health page read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.core.db import is_sqlite
from app.core.errors import SchemaError
from app.core.jobs import SILENCE, last_run
from app.core.migrate import pending


@dataclass(frozen=True, slots=True)
class Health:
    """How the program is; `reason` is empty when all is well."""

    database: str
    schema: str
    scheduler: str
    reason: str


def health(*, scheduling: bool, started_at: datetime, now: datetime) -> Health:
    """The state of database, schema and scheduler, and the first reason to worry."""
    database = "sqlite" if is_sqlite() else "postgresql"
    try:
        waiting = pending()
    except SchemaError as error:
        return Health(database, "newer", "stopped", error.message)
    if waiting:
        return Health(
            database, "pending", "stopped", "The schema is not up to date. Run the migrate command."
        )
    if not scheduling:
        return Health(database, "current", "elsewhere", "")
    tick = last_run("tick")
    newest = max(started_at, tick.started_at) if tick is not None else started_at
    if now - newest > SILENCE:
        return Health(database, "current", "stopped", "The scheduler has not run for more than five minutes.")
    return Health(database, "current", "running", "")
