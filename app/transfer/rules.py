"""What a backup may hold, and which backups are kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

PROGRAM, FORMAT = "evenkeel", 1
MANIFEST = "manifest.json"
DATABASE = {"sqlite": "database.db", "postgresql": "database.dump"}
SECRET = "secret"  # noqa: S105 - the name of a file
DAMAGED = "The list of contents of this backup is damaged."
MAX_ENTRIES = 100_000
MAX_BYTES = 50 * 1024**3
MAX_MANIFEST = 32 * 1024**2
DAILY, WEEKLY = 7, 4
# What stays where it is: other backups, settings of this machine, data that were set aside.
LEFT_ALONE = ("backups", "settings.toml")
LEFT_ALONE_BEGINNINGS = ("before-restore-", "restoring-")
LEFT_ALONE_ENDINGS = (".tmp", ".zip")
_STEP = re.compile(r"[^\x00-\x1f\x7f/\\:]{1,200}")
_DAILY_NAME = re.compile(r"evenkeel-(\d{4})-(\d{2})-(\d{2})\.zip")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    made_at: str
    database: str  # sqlite or postgresql
    migrations: tuple[str, ...]
    entries: tuple[Entry, ...]

    def as_json(self) -> dict[str, Any]:
        """As the file holds it."""
        return {
            "program": PROGRAM,
            "format": FORMAT,
            "made_at": self.made_at,
            "database": self.database,
            "migrations": list(self.migrations),
            "files": {one.name: {"size": one.size, "sha256": one.sha256} for one in self.entries},
        }


def read_manifest(data: Any) -> Manifest:
    """The manifest in what was read. Raises ValueError with a plain sentence."""
    if not isinstance(data, Mapping) or data.get("program") != PROGRAM:
        raise ValueError("This file is not a backup of Evenkeel.")
    if data.get("format") != FORMAT:
        raise ValueError("This backup was made by a newer version of Evenkeel. Install that version first.")
    files, kind, migrations = data.get("files"), data.get("database"), data.get("migrations")
    if not isinstance(files, Mapping) or not isinstance(migrations, list) or kind not in tuple(DATABASE):
        raise ValueError(DAMAGED)
    if DATABASE[str(kind)] not in files or SECRET not in files:
        raise ValueError(DAMAGED)
    entries = []
    for name, facts in files.items():
        size, digest = (
            (facts.get("size"), facts.get("sha256")) if isinstance(facts, Mapping) else (None, None)
        )
        if not is_safe_name(name) or name == MANIFEST or not isinstance(size, int) or size < 0:
            raise ValueError(DAMAGED)
        entries.append(Entry(name, size, str(digest)))
    if sum(one.size for one in entries) > MAX_BYTES:
        raise ValueError("This backup is larger than Evenkeel takes.")
    return Manifest(str(data.get("made_at")), str(kind), tuple(map(str, migrations)), tuple(entries))


def is_safe_name(name: str) -> bool:
    """Whether a name of a backup stays inside the folder it is unpacked to, on any system."""
    steps = name.split("/")
    return all(
        _STEP.fullmatch(step) and step not in (".", "..") and not step.endswith((" ", ".")) for step in steps
    )


def belongs_in(name: str) -> bool:
    """Whether something in the instance folder is part of a backup, beside the database."""
    return not (
        name in LEFT_ALONE
        or name.startswith(LEFT_ALONE_BEGINNINGS)
        or name.endswith(LEFT_ALONE_ENDINGS)
        or name in DATABASE.values()
        or name == MANIFEST
    )


def daily_name(day: date) -> str:
    """The file of a day's backup."""
    return f"evenkeel-{day.isoformat()}.zip"


def stamp(moment: datetime) -> str:
    """A moment as part of a name."""
    return f"{moment:%Y%m%dT%H%M%S}"


def outdated(names: Iterable[str], today: date) -> tuple[str, ...]:
    """Daily backups to delete: the last seven days stay, and one of each of the four weeks before them."""
    dated = sorted(
        ((day, name) for name in names if (day := _day_of(name)) is not None and day <= today), reverse=True
    )
    keep = {name for _, name in dated[:DAILY]}
    weeks: dict[tuple[int, int], str] = {}
    for day, name in dated[DAILY:]:
        weeks[day.isocalendar()[:2]] = name  # the oldest of a week, so that it stays the same one
    keep.update(list(weeks.values())[:WEEKLY])
    return tuple(name for _, name in dated if name not in keep)


def _day_of(name: str) -> date | None:
    match = _DAILY_NAME.fullmatch(name)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
