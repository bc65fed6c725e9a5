"""Files that people made or sent, each kept once under the digest of its content.

They lie in the instance folder, or in the database where several hosts share one. A file is written before
the row that names it: a save that fails leaves a file nobody asks for, never a name without its file.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peewee import BlobField, CharField, IntegerField

from .db import BaseModel, write
from .errors import NotFound
from .fields import UTCDateTimeField

GONE = "This file is not where it was kept. Restore it from a backup of that day."
DAMAGED = "This file was changed after it was kept, so it is not handed out. Restore it from a backup."


class StoredFile(BaseModel):
    """One content. `data` is empty where files lie in the instance folder."""

    sha256 = CharField(unique=True, max_length=64)
    size = IntegerField()
    data = BlobField(null=True)
    kept_at = UTCDateTimeField()


@dataclass(slots=True)
class _Place:
    """Where contents are kept: a folder, or None for the database."""

    folder: Path | None = None


_place = _Place()


def keep_files_in(folder: Path | None) -> None:
    """Contents lie below this folder from now on; None: in the database."""
    _place.folder = folder


def keep_file(data: bytes, *, now: datetime) -> str:
    """Keep a content and answer its digest (SHA-256, hexadecimal); the same content is kept once."""
    digest = hashlib.sha256(data).hexdigest()
    if _place.folder is not None:
        _write_once(_path(_place.folder, digest), data)
    with write():
        StoredFile.insert(
            sha256=digest, size=len(data), data=None if _place.folder else data, kept_at=now
        ).on_conflict_ignore().execute()
    return digest


def read_file(digest: str) -> bytes:
    """The content with this digest. Raises NotFound when it is gone or was changed."""
    row = StoredFile.get_or_none(StoredFile.sha256 == digest)
    if row is None:
        raise NotFound(GONE)
    data = bytes(row.data) if row.data is not None else _from_disk(digest)
    if hashlib.sha256(data).hexdigest() != digest:
        raise NotFound(DAMAGED)
    return data


def _from_disk(digest: str) -> bytes:
    if _place.folder is None:
        raise NotFound(GONE)
    try:
        return _path(_place.folder, digest).read_bytes()
    except OSError as error:
        raise NotFound(GONE) from error


def _path(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest


def _write_once(path: Path, data: bytes) -> None:
    """Whole or not at all: a name is given only to a finished file."""
    if path.exists() and path.stat().st_size == len(data):
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
