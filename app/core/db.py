"""One database, named by `DATABASE_URL`: SQLite by default, PostgreSQL for larger houses."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

from peewee import Database, DatabaseProxy, Model, PostgresqlDatabase, SqliteDatabase
from playhouse import db_url

from .errors import NotFound, SettingsError

db = DatabaseProxy()
Row = TypeVar("Row", bound="BaseModel")

PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": 2,  # FULL: a power cut loses no saved write
    "busy_timeout": 5000,
    "cache_size": -4000,  # KiB, for each of a handful of connections
}
SPARE = 4  # connections beside those of the threads: the scheduler's, a command's
WAIT_SECONDS = 10  # for a connection, when all are in use
KEPT_SECONDS = 300  # then a connection is opened anew: nothing it holds can last for weeks
_keep_alive: list[Any] = []


class BaseModel(Model):
    """A table of ours."""

    if TYPE_CHECKING:
        id: Any  # Peewee adds it

    class Meta:
        database = db
        legacy_table_names = False


def is_sqlite() -> bool:
    """Whether the embedded database is in use."""
    return isinstance(db.obj, SqliteDatabase)


def default_url(instance: Path) -> str:
    """The SQLite file in the instance folder."""
    return f"sqlite:///{instance / 'evenkeel.db'}"


def open_database(url: str, *, threads: int = 8) -> Database:
    """Point `db` at the database named by `url`; nothing is connected for PostgreSQL yet.

    Raises SettingsError for a URL that neither SQLite nor PostgreSQL understands.
    """
    close_database()
    scheme = urlsplit(url).scheme
    pool = {"max_connections": threads + SPARE, "stale_timeout": KEPT_SECONDS, "timeout": WAIT_SECONDS}
    if scheme == "sqlite":
        _make_private(url)
        pooled = "sqlite+pool" + url[len(scheme) :]
        # A read that turns into a write deadlocks under DEFERRED, whatever the timeout.
        database = db_url.connect(
            pooled, pragmas=PRAGMAS, lock_type="IMMEDIATE", check_same_thread=False, **pool
        )
    elif scheme in ("postgresql", "postgres"):
        pooled = "postgresql+pool" + url[len(scheme) :]
        database = db_url.connect(pooled, unquote_password=True, prefer_psycopg3=True, **pool)
    else:
        raise SettingsError(
            "DATABASE_URL must begin with sqlite:/// or postgresql://, like postgresql://user:pass@host/db."
        )
    db.initialize(database)
    if scheme == "sqlite":
        _hold_wal_open(database)
    return database


def _make_private(url: str) -> None:
    """A new database file is its owner's alone; what SQLite puts beside it takes after it."""
    path = url.removeprefix("sqlite:///").partition("?")[0]
    if path and not path.startswith(":"):
        with suppress(OSError):  # whoever connects says what is wrong with the place
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _hold_wal_open(database: Database) -> None:
    """Keep one idle connection: closing the last one folds the WAL away, and each write pays for it."""
    connection = database._connect()  # type: ignore[attr-defined]
    connection.execute("select count(*) from sqlite_master").fetchone()
    _keep_alive.append(connection)


def close_database() -> None:
    """Let go of every connection this process holds."""
    while _keep_alive:
        _keep_alive.pop().close()
    if db.obj is not None:
        if not db.is_closed():
            db.close()
        if hasattr(db.obj, "close_all"):
            db.obj.close_all()


@contextmanager
def write() -> Iterator[None]:
    """Open a write transaction, or join the one that is open.

    Every public service function is one `with write():`; mail, files and Word work stay outside.
    """
    if db.in_transaction():
        yield
        return
    with db.atomic():
        yield


@contextmanager
def connected() -> Iterator[None]:
    """A connection for a job or a command; joins one that is open."""
    opened = db.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if opened and not db.is_closed():
            db.close()


def is_empty() -> bool:
    """Whether nothing was ever made in the database."""
    return not db.get_tables()


def check_database() -> str:
    """What is damaged in the database file, or nothing; PostgreSQL looks after itself."""
    if not is_sqlite():
        return ""
    (said,) = db.execute_sql("pragma quick_check(1)").fetchone()
    return "" if said == "ok" else str(said)


def rows(query: Any) -> Iterable[tuple[Any, ...]]:
    """The plain rows of a query: lists need columns, not objects."""
    return cast(Iterable[tuple[Any, ...]], query.tuples())


def first_row(query: Any) -> tuple[Any, ...] | None:
    """The first plain row of a query, or None."""
    return cast("tuple[Any, ...] | None", query.tuples().first())


def hold(row: Row) -> Row:
    """The row as it stands now, `held`. Raises NotFound when it went a moment ago."""
    model = type(row)
    found = held(model.select().where(model._meta.primary_key == row.get_id())).first()
    if found is None:
        raise NotFound("Somebody removed this a moment ago.")
    return cast(Row, found)


def held(query: Any) -> Any:
    """Rows that nobody else holds until the transaction ends; rows that point at them may still be added.

    Who looks first and then writes holds what both are about: two of one moment do it one after the other.
    SQLite's IMMEDIATE transaction needs no more.
    """
    if isinstance(db.obj, PostgresqlDatabase):
        return query.for_update("FOR NO KEY UPDATE")
    return query


def skip_locked(query: Any) -> Any:
    """Rows that no other process is claiming; SQLite's IMMEDIATE transaction needs no more."""
    if isinstance(db.obj, PostgresqlDatabase):
        return query.for_update("FOR UPDATE SKIP LOCKED")
    return query
