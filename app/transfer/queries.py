"""Looking into backups and databases: nothing here changes anything but an empty staging folder."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

from app.core.errors import RuleViolation
from app.core.migrate import MIGRATIONS

from .rules import (
    DAMAGED,
    MANIFEST,
    MAX_ENTRIES,
    MAX_MANIFEST,
    Entry,
    Manifest,
    belongs_in,
    read_manifest,
)

CHUNK = 1024 * 1024
SIDE_FILES = ("-wal", "-shm", "-journal")


def database_file(url: str) -> Path | None:
    """The file of an SQLite database; None for PostgreSQL."""
    if not url.startswith("sqlite:///"):
        return None
    return Path(url.removeprefix("sqlite:///").partition("?")[0])


def with_side_files(path: Path) -> tuple[Path, ...]:
    """A database file and what SQLite may have put beside it, as far as it is there."""
    every = (path, *(path.with_name(path.name + ending) for ending in SIDE_FILES))
    return tuple(one for one in every if one.exists())


def instance_files(instance: Path, database: Path | None) -> Iterator[tuple[str, Path]]:
    """What a backup holds beside the database: (name inside, where it is). Links are not followed."""
    beside = set() if database is None else set(with_side_files(database))
    for top in sorted(instance.iterdir()):
        if not belongs_in(top.name) or top in beside or top.is_symlink():
            continue
        if top.is_file():
            yield top.name, top
        elif top.is_dir():
            for path in sorted(top.rglob("*")):
                if path.is_file() and not path.is_symlink() and path.suffix != ".tmp":
                    yield path.relative_to(instance).as_posix(), path


def copy_hashed(source: IO[bytes], target: IO[bytes], limit: int | None = None) -> Entry:
    """Copy in pieces; the entry has size and digest. Stops with RuleViolation past `limit` bytes."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(CHUNK):
        size += len(piece)
        if limit is not None and size > limit:
            raise RuleViolation("A file in this backup is larger than its list of contents says.")
        digest.update(piece)
        target.write(piece)
    return Entry("", size, digest.hexdigest())


def check_copy(path: Path) -> None:
    """Whether an SQLite file is whole. Raises RuleViolation with what is wrong."""
    try:
        with closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)) as copy:
            found = copy.execute("pragma integrity_check").fetchone()
            broken = copy.execute("pragma foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise RuleViolation(f"The database in the copy cannot be read: {error}.") from error
    if found != ("ok",):
        raise RuleViolation(f"The copy of the database is damaged: {found[0] if found else 'no answer'}.")
    if broken is not None:
        raise RuleViolation(
            f"The copy of the database is damaged: {broken[0]} points to a row that is not there."
        )


def applied_migrations(path: Path) -> tuple[str, ...]:
    """The schema of an SQLite file, by the names of its migrations."""
    try:
        with closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)) as copy:
            return tuple(row[0] for row in copy.execute("select name from schema_migration order by name"))
    except sqlite3.DatabaseError as error:
        raise RuleViolation("The database in this backup was not made by Evenkeel.") from error


def refuse_newer(migrations: tuple[str, ...]) -> None:
    """A database that a newer program made cannot be used. Raises RuleViolation."""
    known = {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}
    unknown = sorted(set(migrations) - known)
    if unknown or not migrations:
        what = f"it knows {', '.join(unknown)}" if unknown else "it names no schema"
        raise RuleViolation(
            f"This backup does not fit this version of Evenkeel ({what}). Install a newer version."
        )


def open_backup(path: Path) -> tuple[zipfile.ZipFile, Manifest]:
    """The backup and its list of contents; every name is one we would have written ourselves."""
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise RuleViolation(f"There is no file {path}.") from error
    except (OSError, zipfile.BadZipFile) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error).rstrip(".")
        raise RuleViolation(f"{path} is not a backup: {reason}.") from error
    try:
        return archive, _manifest(archive)
    except BaseException:
        archive.close()
        raise


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise RuleViolation("This backup holds more files than Evenkeel takes.")
    names = [info.filename for info in infos]
    links = [info for info in infos if stat.S_ISLNK(info.external_attr >> 16)]
    if MANIFEST not in names or len(set(names)) != len(names) or links:
        raise RuleViolation("This file is not a backup of Evenkeel.")
    if archive.getinfo(MANIFEST).file_size > MAX_MANIFEST:
        raise RuleViolation(DAMAGED)
    try:
        with archive.open(MANIFEST) as file:
            manifest = read_manifest(json.loads(file.read(MAX_MANIFEST + 1)))
    except ValueError as error:
        damaged = isinstance(error, json.JSONDecodeError | UnicodeDecodeError)
        raise RuleViolation(DAMAGED if damaged else str(error)) from error
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise RuleViolation(f"This backup cannot be read: {error}.") from error
    if {one.name for one in manifest.entries} != set(names) - {MANIFEST}:
        raise RuleViolation("This backup holds other files than its list of contents says.")
    return manifest


def unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Put every file into an empty folder, each held to its size and digest."""
    needed = sum(one.size for one in manifest.entries)
    if shutil.disk_usage(folder).free < needed:
        raise RuleViolation(f"The disk is too full: the backup needs {needed // 1024**2 + 1} MB.")
    for entry in manifest.entries:
        target = folder.joinpath(*entry.name.split("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with archive.open(entry.name) as source, target.open("xb") as file:
                copied = copy_hashed(source, file, entry.size)
        except (
            zipfile.BadZipFile,
            OSError,
            RuntimeError,
            NotImplementedError,
            EOFError,
            ValueError,
        ) as error:
            raise RuleViolation(f"{entry.name} in this backup cannot be read: {error}.") from error
        target.chmod(0o600)  # among them is the secret
        if (copied.size, copied.sha256) != (entry.size, entry.sha256):
            raise RuleViolation(f"{entry.name} in this backup is damaged.")
