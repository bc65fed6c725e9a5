"""A backup is whole or not there; a restore puts it in place and deletes nothing."""

from __future__ import annotations

import io
import json
import sqlite3
import stat
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.db import close_database, connected, db, open_database
from app.core.errors import RuleViolation
from app.partnerships.models import Partnership
from app.settings import Settings, load_settings
from app.transfer import service
from app.transfer.jobs import daily_backup
from app.transfer.service import backup, backup_before_migration, restore
from tests.conftest import NOW
from tests.factories import make_partnership


@pytest.fixture
def house(database: str, database_url: str, tmp_path: Path) -> Settings:
    """An installation with data and a file."""
    settings = load_settings({"EVENKEEL_INSTANCE": str(tmp_path / "house"), "DATABASE_URL": database_url})
    make_partnership(key="before")
    (settings.instance / "files" / "ab").mkdir(parents=True)
    (settings.instance / "files" / "ab" / "returned.docx").write_bytes(b"returned")
    (settings.instance / "settings.toml").write_text("EVENKEEL_PORT = 8100\n")
    return settings


def keys() -> list[str]:
    with connected():
        return [row.key for row in Partnership.select().order_by(Partnership.key)]


def stop(settings: Settings) -> None:
    """Close what a stopped server holds no longer."""
    close_database()


def test_a_backup_holds_database_secret_files_and_a_list_of_contents(house: Settings, tmp_path: Path) -> None:
    path = backup(tmp_path / "b.zip", house, now=NOW)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.read("secret").decode() == (house.instance / "secret").read_text()
    database = "database.db" if house.database_url.startswith("sqlite") else "database.dump"
    assert names == {database, "secret", "files/ab/returned.docx", "manifest.json"}
    assert manifest["migrations"][0] == "0001_initial"
    assert set(manifest["files"]) == names - {"manifest.json"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.glob("*.tmp")] == []
    assert list(house.instance.glob("restoring-*")) == []


def test_a_restore_brings_everything_back_and_sets_the_old_data_aside(
    house: Settings, tmp_path: Path
) -> None:
    path = backup(tmp_path / "b.zip", house, now=NOW)
    old_secret = (house.instance / "secret").read_text()
    make_partnership(key="after")
    (house.instance / "files" / "ab" / "returned.docx").write_bytes(b"changed")
    (house.instance / "files" / "new.docx").write_bytes(b"new")
    (house.instance / "secret").write_text("another secret that is long enough to be one")
    stop(house)
    aside = restore(path, house, now=NOW)
    open_database(house.database_url)
    assert keys() == ["before"]
    assert (house.instance / "secret").read_text() == old_secret
    assert stat.S_IMODE((house.instance / "secret").stat().st_mode) == 0o600
    assert (house.instance / "files" / "ab" / "returned.docx").read_bytes() == b"returned"
    assert not (house.instance / "files" / "new.docx").exists()
    assert (aside / "files" / "ab" / "returned.docx").read_bytes() == b"changed"
    assert (aside / "files" / "new.docx").read_bytes() == b"new"
    assert (aside / "secret").read_text().startswith("another secret")
    assert (house.instance / "settings.toml").read_text() == "EVENKEEL_PORT = 8100\n"
    kept = [one for one in aside.iterdir() if one.suffix in (".db", ".dump")]
    assert len(kept) == 1
    if kept[0].suffix == ".db":
        with closing(sqlite3.connect(kept[0])) as old:
            assert {row[0] for row in old.execute("select key from partnership")} == {"before", "after"}


def test_two_restores_in_one_second_keep_two_sets_of_old_data(house: Settings, tmp_path: Path) -> None:
    path = backup(tmp_path / "b.zip", house, now=NOW)
    stop(house)
    first, second = restore(path, house, now=NOW), restore(path, house, now=NOW)
    assert first != second
    assert first.exists()
    open_database(house.database_url)
    assert keys() == ["before"]


def rebuilt(path: Path, target: Path, changes: dict[str, bytes | None]) -> Path:
    """A copy of a backup with other contents."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return target


def with_manifest(path: Path, **changes: Any) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return json.dumps({**json.loads(archive.read("manifest.json")), **changes}).encode()


def test_what_is_not_a_whole_backup_changes_nothing(house: Settings, tmp_path: Path) -> None:
    path = backup(tmp_path / "b.zip", house, now=NOW)
    with zipfile.ZipFile(path) as archive:
        files = json.loads(archive.read("manifest.json"))["files"]
    huge = io.BytesIO()
    with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("manifest.json", b" " * 40_000_000)
    cut = path.read_bytes()
    link = zipfile.ZipInfo("files/ab/returned.docx")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    linked = tmp_path / "linked.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(linked, "w") as new:
        for name in old.namelist():
            new.writestr(link if name == link.filename else name, old.read(name))
    cases: dict[str, Path] = {
        "nothing there": tmp_path / "none.zip",
        "changed": rebuilt(path, tmp_path / "1.zip", {"files/ab/returned.docx": b"reTurned"}),
        "longer": rebuilt(path, tmp_path / "2.zip", {"files/ab/returned.docx": b"returned" * 1000}),
        "missing": rebuilt(path, tmp_path / "3.zip", {"files/ab/returned.docx": None}),
        "more": rebuilt(path, tmp_path / "4.zip", {"files/ab/more.docx": b"more"}),
        "slip": rebuilt(
            path,
            tmp_path / "5.zip",
            {
                "../slip": b"x",
                "manifest.json": with_manifest(path, files={**files, "../slip": {"size": 1, "sha256": "x"}}),
            },
        ),
        "newer": rebuilt(
            path, tmp_path / "6.zip", {"manifest.json": with_manifest(path, migrations=["9999_future"])}
        ),
        "no manifest": rebuilt(path, tmp_path / "7.zip", {"manifest.json": None}),
        "no json": rebuilt(path, tmp_path / "8.zip", {"manifest.json": b"{"}),
        "deep json": rebuilt(path, tmp_path / "9.zip", {"manifest.json": b"[" * 100_000}),
        "linked": linked,
    }
    for name, content in {
        "text": b"hello",
        "empty": b"",
        "cut": cut[: len(cut) // 2],
        "bomb": huge.getvalue(),
    }.items():
        cases[name] = tmp_path / f"{name}.zip"
        cases[name].write_bytes(content)
    stop(house)
    for name, case in cases.items():
        with pytest.raises(RuleViolation, match=r"\.$"):
            restore(case, house, now=NOW)
        assert list(house.instance.glob("before-restore-*")) == [], name
        assert list(house.instance.glob("restoring-*")) == [], name
    assert not (tmp_path / "slip").exists()
    open_database(house.database_url)
    assert keys() == ["before"]
    assert (house.instance / "files" / "ab" / "returned.docx").read_bytes() == b"returned"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_damaged_database_in_a_backup_is_refused(house: Settings, tmp_path: Path) -> None:
    path = backup(tmp_path / "b.zip", house, now=NOW)
    import hashlib

    for number, content in enumerate((b"SQLite format 3\0" + b"x" * 5000, b"", b"no database")):
        facts = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        with zipfile.ZipFile(path) as archive:
            files = json.loads(archive.read("manifest.json"))["files"]
        changed = {
            "database.db": content,
            "manifest.json": with_manifest(path, files={**files, "database.db": facts}),
        }
        broken = rebuilt(path, tmp_path / f"x{number}.zip", changed)
        with pytest.raises(RuleViolation):
            restore(broken, house, now=NOW)
    open_database(house.database_url)
    assert keys() == ["before"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_while_the_server_runs_nothing_is_restored(house: Settings, tmp_path: Path) -> None:
    path = backup(tmp_path / "b.zip", house, now=NOW)
    with closing(sqlite3.connect(house.database_url.removeprefix("sqlite:///"))) as server:
        server.execute("select count(*) from partnership").fetchone()
        with pytest.raises(RuleViolation, match="still running"):
            restore(path, house, now=NOW)
    open_database(house.database_url)
    assert keys() == ["before"]
    assert list(house.instance.glob("before-restore-*")) == []


def test_a_restore_that_fails_half_way_puts_everything_back(
    house: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backup(tmp_path / "b.zip", house, now=NOW)
    make_partnership(key="after")
    stop(house)
    real, moved = service.shutil.move, []

    def full(source: Any, target: Any) -> Any:
        moved.append(source)
        if len(moved) == 4:
            raise OSError(28, "No space left on device")
        return real(source, target)

    monkeypatch.setattr(service.shutil, "move", full)
    with pytest.raises(RuleViolation, match="No space left on device"):
        restore(path, house, now=NOW)
    monkeypatch.undo()
    open_database(house.database_url)
    assert keys() == ["after", "before"]
    assert (house.instance / "files" / "ab" / "returned.docx").read_bytes() == b"returned"


def test_a_backup_that_cannot_be_written_leaves_no_half_file(house: Settings, tmp_path: Path) -> None:
    with pytest.raises(RuleViolation, match="cannot be written"):
        backup(tmp_path / "no" / "such" / "b.zip", house, now=NOW)
    earlier = backup(tmp_path / "b.zip", house, now=NOW).read_bytes()
    blocked = tmp_path / "b.zip.tmp"
    blocked.mkdir()
    with pytest.raises((RuleViolation, OSError)):
        backup(tmp_path / "b.zip", house, now=NOW)
    assert (tmp_path / "b.zip").read_bytes() == earlier


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_holds_what_was_saved_a_moment_ago(house: Settings, tmp_path: Path) -> None:
    with db.atomic():
        make_partnership(key="just-now")
    path = backup(tmp_path / "b.zip", house, now=NOW)
    copy = tmp_path / "copy.db"
    with zipfile.ZipFile(path) as archive:
        copy.write_bytes(archive.read("database.db"))
    with closing(sqlite3.connect(copy)) as restored:
        assert restored.execute("pragma journal_mode").fetchone() == ("delete",)
        assert restored.execute("select count(*) from partnership where key = 'just-now'").fetchone() == (1,)


def test_the_daily_backup_is_made_once_a_day_and_seven_days_and_four_weeks_stay(house: Settings) -> None:
    from datetime import timedelta

    folder = house.instance / "backups"
    assert daily_backup(now=NOW, settings=house) == "Wrote evenkeel-2026-11-24.zip."
    made = (folder / "evenkeel-2026-11-24.zip").stat().st_mtime_ns
    assert daily_backup(now=NOW + timedelta(hours=2), settings=house) == "Today's backup is there."
    assert (folder / "evenkeel-2026-11-24.zip").stat().st_mtime_ns == made
    for back in range(1, 60):
        day = NOW - timedelta(days=back)
        (folder / f"evenkeel-{day:%Y-%m-%d}.zip").write_bytes(b"")
    (folder / "mine.zip").write_bytes(b"")
    daily_backup(now=NOW + timedelta(days=1), settings=house)
    assert len(list(folder.glob("evenkeel-*.zip"))) == 11
    assert (folder / "mine.zip").exists()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_pg_dump_the_missing_backup_is_said_in_words(
    house: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert daily_backup(now=NOW, settings=house).startswith("pg_dump is not installed")
    assert backup_before_migration(house, now=NOW) is None


def test_before_the_schema_changes_a_backup_is_made(house: Settings) -> None:
    path = backup_before_migration(house, now=NOW)
    assert path is not None
    assert path.parent == house.instance / "backups"
    assert path.exists()


def test_a_backup_of_the_other_kind_of_database_is_refused(house: Settings, tmp_path: Path) -> None:
    path = backup(tmp_path / "b.zip", house, now=NOW)
    other = (
        "postgresql://u:p@127.0.0.1:1/x"
        if house.database_url.startswith("sqlite")
        else f"sqlite:///{tmp_path}/y.db"
    )
    with pytest.raises(RuleViolation, match="is set up here"):
        restore(path, replace(house, database_url=other), now=NOW)
