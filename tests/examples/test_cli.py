"""The examples from the command line, each run in an installation of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.examples.folders import bundled_copy, make_folder

ROOT = Path(__file__).parents[2]


def run(instance: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=kept | {"EVENKEEL_INSTANCE": str(instance)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_demo_loads_three_examples_once_and_the_list_shows_them(tmp_path: Path) -> None:
    first = run(tmp_path, "demo", "--shift")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith("Three example partnerships are here: ")
    second = run(tmp_path, "demo", "--shift")
    assert (second.returncode, second.stdout) == (0, "The examples are already there. Nothing changed.\n")
    rows = json.loads(run(tmp_path, "partnerships", "--format", "json").stdout)
    assert sorted(rows, key=lambda row: str(row["key"])) == [
        {"key": "a_healthy", "name": "Tallow Ridge / Sunmere", "stage": "sustained", "example": True},
        {"key": "b_drifting", "name": "Kestrel Bay / Ordway", "stage": "pilot", "example": True},
        {"key": "c_graceful_end", "name": "Juniper Flats / Norvane", "stage": "ended", "example": True},
    ]


def test_demo_loads_another_folder(tmp_path: Path) -> None:
    done = run(tmp_path / "instance", "demo", "--from", str(make_folder(tmp_path / "other")))
    assert done.returncode == 0
    assert done.stdout == (
        "Two example partnerships are here: Alder Point Hospice / Marrow Lake Plan and "
        "Alder Point Hospice / Marrow Lake Plan.\n"
    )
    oddities = done.stderr.splitlines()
    assert oddities[0].startswith("Look at this: other-0")
    assert len(oddities) == 11
    assert oddities[-1].startswith("There are ")
    rows = json.loads(run(tmp_path / "instance", "partnerships", "--format", "json").stdout)
    assert [row["key"] for row in rows] == ["other-0", "other-1"]


def test_demo_refuses_a_broken_folder_with_file_and_line(tmp_path: Path) -> None:
    folder = bundled_copy(tmp_path / "broken")
    path = folder / "a_healthy.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace(",", ",x", 3)
    path.write_text("\n".join(lines), encoding="utf-8")
    refused = run(tmp_path / "instance", "demo", "--from", str(folder))
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "a_healthy.csv, line 4, " in refused.stderr
    assert "Traceback" not in refused.stderr
    assert json.loads(run(tmp_path / "instance", "partnerships").stdout) == []
