"""Backup and restore. A backup is checked before it gets its name; a restore sets the old data aside."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from playhouse.migrations import Runner

from app.core.db import close_database, db
from app.core.errors import RuleViolation
from app.core.migrate import MIGRATIONS
from app.settings import Settings

from .queries import (
    applied_migrations,
    check_copy,
    copy_hashed,
    database_file,
    instance_files,
    open_backup,
    refuse_newer,
    unpack,
    with_side_files,
)
from .rules import DATABASE, MANIFEST, Entry, Manifest, stamp

log = logging.getLogger("evenkeel")
NO_PG_DUMP = (
    "pg_dump is not installed on this machine, so there is no backup. Install the PostgreSQL client, or back "
    "the database up on its server."
)
NEW_SCHEMA = "SET lock_timeout = '10s';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


class NoBackup(RuleViolation):
    """There is no way to back this database up from here; the message says why."""


# --- backup


def backup(path: Path, settings: Settings, *, now: datetime) -> Path:
    """Write everything into one file: a consistent copy of the database, the secret and all files.

    The file gets its name only after it was read back and found whole.
    """
    target = path.resolve()
    unfinished = target.with_name(target.name + ".tmp")
    try:
        with tempfile.TemporaryDirectory(prefix="restoring-", dir=_instance(settings)) as folder:
            copy, kind, migrations = _copy_database(settings, Path(folder))
            _write(unfinished, copy, kind, migrations, settings, now)
        read_back(unfinished)
        os.replace(unfinished, target)
    except OSError as error:
        raise RuleViolation(f"The backup {target} cannot be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def backup_before_migration(settings: Settings, *, now: datetime) -> Path | None:
    """A backup beside the daily ones, before the schema changes; None where there can be none."""
    folder = settings.instance / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return backup(folder / f"before-migration-{stamp(now)}.zip", settings, now=now)
    except NoBackup as error:
        log.warning("%s The schema is brought up to date without one.", error.message)
        return None


def _instance(settings: Settings) -> Path:
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    return settings.instance


def _copy_database(settings: Settings, folder: Path) -> tuple[Path, str, tuple[str, ...]]:
    source = database_file(settings.database_url)
    if source is None:
        copy = folder / DATABASE["postgresql"]
        _pg_dump(settings.database_url, copy)
        return copy, "postgresql", _pg_migrations()
    copy = folder / DATABASE["sqlite"]
    if not source.exists():
        raise RuleViolation(f"There is no database at {source} yet.")
    with closing(sqlite3.connect(source, timeout=5)) as live, closing(sqlite3.connect(copy)) as target:
        live.backup(target)
        target.execute("pragma journal_mode=delete")
    check_copy(copy)
    return copy, "sqlite", applied_migrations(copy)


def _write(
    path: Path, copy: Path, kind: str, migrations: tuple[str, ...], settings: Settings, now: datetime
) -> None:
    entries: list[Entry] = []
    files = [(DATABASE[kind], copy), *instance_files(settings.instance, database_file(settings.database_url))]
    with _private_file(path) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, source in files:
                info = zipfile.ZipInfo(name, date_time=now.timetuple()[:6])
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                with source.open("rb") as reading, archive.open(info, "w", force_zip64=True) as writing:
                    entries.append(replace(copy_hashed(reading, writing), name=name))
            manifest = Manifest(now.isoformat(), kind, migrations, tuple(entries))
            archive.writestr(MANIFEST, json.dumps(manifest.as_json(), indent=1))
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _private_file(path: Path) -> Iterator[IO[bytes]]:
    """A new file that only its owner reads: it holds the secret."""
    path.unlink(missing_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "w+b") as file:
        yield file


def read_back(path: Path) -> None:
    """Read every file of a backup. Raises RuleViolation when one is not what was written."""
    archive, manifest = open_backup(path)
    with archive, open(os.devnull, "wb") as nowhere:
        for entry in manifest.entries:
            if _digest_of(archive, entry.name, nowhere) != entry.sha256:
                raise RuleViolation("The backup could not be read back. Check the disk.")


def _digest_of(archive: zipfile.ZipFile, name: str, nowhere: IO[bytes]) -> str:
    """What a file of a backup comes to; empty where the archive is damaged."""
    try:
        with archive.open(name) as file:
            return copy_hashed(file, nowhere).sha256
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return ""


# --- restore


def restore(path: Path, settings: Settings, *, now: datetime) -> Path:
    """Put a backup in the place of the present data and return where these are now; nothing is deleted.

    The server must be stopped. Everything is checked before anything moves.
    """
    archive, manifest = open_backup(path)
    with archive:
        here = "postgresql" if database_file(settings.database_url) is None else "sqlite"
        if manifest.database != here:
            raise RuleViolation(
                f"This backup holds a {manifest.database} database, but {here} is set up here."
            )
        refuse_newer(manifest.migrations)
        instance = _instance(settings)
        try:
            staging = Path(tempfile.mkdtemp(prefix="restoring-", dir=instance))
        except OSError as error:
            raise RuleViolation(f"The folder {instance} cannot be written: {error.strerror}.") from error
        try:
            unpack(archive, manifest, staging)
            if here == "sqlite":
                check_copy(staging / DATABASE["sqlite"])
                refuse_newer(applied_migrations(staging / DATABASE["sqlite"]))
            close_database()
            return _swap(staging, settings, _free_folder(instance, f"before-restore-{stamp(now)}"))
        except OSError as error:
            raise RuleViolation(f"The backup cannot be put in place: {error.strerror or error}.") from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _free_folder(instance: Path, name: str) -> Path:
    for number in range(1, 1000):
        folder = instance / (name if number == 1 else f"{name}-{number}")
        if not folder.exists():
            folder.mkdir(mode=0o700)
            return folder
    raise RuleViolation("There are too many folders of set-aside data. Remove some of them.")


def _swap(staging: Path, settings: Settings, aside: Path) -> Path:
    """Move the present data aside and the new ones in; when that fails, move everything back."""
    database = database_file(settings.database_url)
    moves: list[tuple[Path, Path]] = []
    try:
        if database is None:
            _pg_dump(settings.database_url, aside / DATABASE["postgresql"])
        else:
            _refuse_running(database)
            for old in with_side_files(database):
                _move(old, aside / old.name, moves)
        for name, old in list(instance_files(settings.instance, database)):
            _move(old, aside / name, moves)
        for new in sorted(staging.rglob("*")):
            name = new.relative_to(staging).as_posix()
            if new.is_file() and name not in DATABASE.values():
                _move(new, settings.instance / name, moves)
        if database is None:
            _pg_restore(settings.database_url, staging / DATABASE["postgresql"])
        else:
            _move(staging / DATABASE["sqlite"], database, moves)
    except BaseException:
        for source, target in reversed(moves):
            source.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(target, source)
        if not any(left.is_file() for left in aside.rglob("*")):
            shutil.rmtree(aside, ignore_errors=True)
        raise
    return aside


def _move(source: Path, target: Path, moves: list[tuple[Path, Path]]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, target)
    moves.append((source, target))


def _refuse_running(database: Path) -> None:
    """A database that another process holds open cannot leave WAL mode: then nothing is moved."""
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database, timeout=1)) as live:
            live.execute("pragma journal_mode=delete").fetchone()
    except sqlite3.OperationalError as error:
        raise RuleViolation("Evenkeel is still running. Stop it first, then restore.") from error
    except sqlite3.DatabaseError:
        return  # a damaged file is what a restore is for


# --- PostgreSQL


def _pg(url: str) -> dict[str, str]:
    """How its programs reach the server: by the environment, for a process list shows arguments to all."""
    parts = urlsplit(url)
    return {
        **os.environ,
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }


def _run(program: str, *arguments: str, url: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise NoBackup(NO_PG_DUMP.replace("pg_dump", program))
    done = subprocess.run([found, *arguments], env=_pg(url), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuleViolation(f"{program} did not succeed: {done.stderr.strip()[-500:]}")


def _pg_dump(url: str, target: Path) -> None:
    _run("pg_dump", "-Fc", "--no-owner", "--no-privileges", "-f", str(target), url=url)


def _pg_migrations() -> tuple[str, ...]:
    status = Runner(db.obj, directory=str(MIGRATIONS)).status()
    return tuple(sorted(row.name for row in status if row.applied))


def _pg_restore(url: str, dump: Path) -> None:
    """Replace everything in one transaction: it succeeds whole, or the database stays as it was."""
    script = dump.with_suffix(".sql")
    fresh = dump.with_name("fresh.sql")
    fresh.write_text(NEW_SCHEMA, encoding="utf-8")
    _run("pg_restore", "--no-owner", "--no-privileges", "-f", str(script), str(dump), url=url)
    _run("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(fresh), "-f", str(script), url=url)
