"""What a backup may hold, and which backups stay."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transfer.rules import DAILY, WEEKLY, belongs_in, daily_name, is_safe_name, outdated, read_manifest

GOOD: dict[str, Any] = {
    "program": "evenkeel",
    "format": 1,
    "made_at": "2026-11-24T17:00:00+00:00",
    "database": "sqlite",
    "migrations": ["0001_initial"],
    "files": {"database.db": {"size": 1, "sha256": "x"}, "secret": {"size": 1, "sha256": "x"}},
}


@pytest.mark.parametrize("name", ["secret", "files/ab/cd.docx", "contract_templates/sections/S01-own.md"])
def test_names_that_we_write_are_safe(name: str) -> None:
    assert is_safe_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../secret",
        "a/../b",
        "a//b",
        "a/",
        "C:/x",
        "a\\b",
        "a/./b",
        "con ",
        "a\0b",
        "x" * 300,
        "a/b.",
    ],
)
def test_names_that_leave_the_folder_are_not(name: str) -> None:
    assert not is_safe_name(name)


@pytest.mark.parametrize(
    "name", ["backups", "settings.toml", "before-restore-20261124T090000", "restoring-x", "a.tmp", "own.zip"]
)
def test_other_backups_and_settings_of_the_machine_are_left_alone(name: str) -> None:
    assert not belongs_in(name)


def test_a_manifest_is_read() -> None:
    manifest = read_manifest(GOOD)
    assert [one.name for one in manifest.entries] == ["database.db", "secret"]
    assert read_manifest(manifest.as_json()) == manifest


@pytest.mark.parametrize(
    "damage",
    [
        {"program": "other"},
        {"format": 2},
        {"files": []},
        {"files": {}},
        {"files": {"database.db": GOOD["files"]["database.db"]}},
        {"database": "oracle"},
        {"database": []},
        {"migrations": "x"},
        {"files": {**GOOD["files"], "../x": {"size": 1, "sha256": "x"}}},
        {"files": {**GOOD["files"], "x": {"size": -1, "sha256": "x"}}},
        {"files": {**GOOD["files"], "x": {"size": 10**15, "sha256": "x"}}},
        {"files": {**GOOD["files"], "x": 3}},
    ],
)
def test_a_damaged_manifest_is_refused_in_words(damage: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        read_manifest({**GOOD, **damage})


@given(
    st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
def test_whatever_stands_there_reading_a_manifest_never_fails_otherwise(data: Any) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        read_manifest(data)


def test_seven_days_and_four_weeks_are_kept() -> None:
    kept: set[str] = set()
    start = date(2026, 1, 1)
    for step in range(120):
        today = start + timedelta(days=step)
        kept.add(daily_name(today))
        kept -= set(outdated(kept, today))
        assert {daily_name(today - timedelta(days=back)) for back in range(min(DAILY, step + 1))} <= kept
        assert len(kept) <= DAILY + WEEKLY
    assert len(kept) == DAILY + WEEKLY
    oldest = min(kept)
    assert oldest <= daily_name(today - timedelta(weeks=WEEKLY))


def test_files_of_other_names_and_of_days_to_come_are_not_deleted() -> None:
    names = ["mine.zip", "before-migration-1.zip", daily_name(date(2030, 1, 1)), "evenkeel-2026-13-45.zip"]
    assert outdated(names, date(2026, 11, 24)) == ()
