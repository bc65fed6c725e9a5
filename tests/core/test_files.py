"""A file that was kept is handed out as it was, or not at all."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.errors import NotFound
from app.core.files import StoredFile, keep_file, keep_files_in, read_file
from tests.conftest import NOW

CONTENTS = (b"", b"a contract", bytes(range(256)) * 4000)


@pytest.fixture(params=["folder", "database"])
def place(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[Path | None]:
    folder = tmp_path / "files" if request.param == "folder" else None
    keep_files_in(folder)
    yield folder
    keep_files_in(None)


@pytest.mark.parametrize("data", CONTENTS, ids=["empty", "short", "long"])
def test_a_file_comes_back_as_it_was(place: Path | None, data: bytes) -> None:
    assert read_file(keep_file(data, now=NOW)) == data


def test_the_same_content_is_kept_once(place: Path | None) -> None:
    assert keep_file(b"same", now=NOW) == keep_file(b"same", now=NOW)
    assert StoredFile.select().count() == 1
    if place is not None:
        assert len([one for one in place.rglob("*") if one.is_file()]) == 1


def test_a_file_that_is_gone_or_changed_is_not_handed_out(place: Path | None) -> None:
    digest = keep_file(b"as signed", now=NOW)
    if place is None:
        StoredFile.update(data=b"as changed").execute()
    else:
        (place / digest[:2] / digest).write_bytes(b"as changed")
    with pytest.raises(NotFound, match="changed after it was kept"):
        read_file(digest)
    if place is not None:
        (place / digest[:2] / digest).unlink()
        with pytest.raises(NotFound, match="not where it was kept"):
            read_file(digest)
    with pytest.raises(NotFound):
        read_file("0" * 64)


def test_files_in_the_folder_are_for_our_program_alone(database: str, tmp_path: Path) -> None:
    keep_files_in(tmp_path / "files")
    try:
        digest = keep_file(b"private", now=NOW)
    finally:
        keep_files_in(None)
    path = tmp_path / "files" / digest[:2] / digest
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert not list(path.parent.glob("*.tmp"))
