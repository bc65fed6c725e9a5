"""The first ten minutes from the command line: examples, a contract and an agenda in Word, all sound."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.documents.lint import lint_docx
from app.documents.reader import read_tables
from app.papers.rules.returned import rows_of
from app.settings import ROOT
from tests.ooxml import validate

pytestmark = pytest.mark.long

COPIED = ("D2", "M1", "M2", "M8", "M9", "M11", "M17")
MADE = [
    *((kind, copy) for kind in COPIED for copy in ("internal", "partner")),
    ("M15", "internal"),
    ("M22", "partner"),
]


# Commands one after the other, as typed, in one process: to start it for each would take a minute in all.
SEVERAL = """
import json, sys
from app.cli import main

sys.exit(max(main(command) for command in json.load(sys.stdin)))
"""


def run(instance: Path, *commands: list[str]) -> subprocess.CompletedProcess[str]:
    """Commands in an installation of its own."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-c", SEVERAL],
        input=json.dumps(commands),
        cwd=ROOT,
        env=kept | {"EVENKEEL_INSTANCE": str(instance)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Each paper of the drifting example, written by the command line."""
    folder = tmp_path_factory.mktemp("papers")
    made = {(kind, copy): folder / f"{kind}-{copy}.docx" for kind, copy in MADE}
    write = [
        ["document", "b_drifting", kind, "-o", str(path), "--copy", copy]
        for (kind, copy), path in made.items()
    ]
    done = run(folder / "instance", ["demo"], *write)
    assert (done.returncode, done.stderr) == (0, "")
    return made


@pytest.mark.parametrize(("kind", "copy"), MADE)
def test_each_file_is_sound_for_microsoft_and_for_us(
    files: dict[tuple[str, str], Path], kind: str, copy: str
) -> None:
    assert lint_docx(files[kind, copy].read_bytes()) == ()
    assert validate(files[kind, copy]) == []


@pytest.mark.parametrize("kind", COPIED)
def test_the_partners_copy_holds_nothing_of_ours(files: dict[tuple[str, str], Path], kind: str) -> None:
    parts = zipfile.ZipFile(io.BytesIO(files[kind, "partner"].read_bytes()))
    assert not any("comments" in name for name in parts.namelist())
    text = "".join(
        parts.read(name).decode("utf-8", "replace") for name in parts.namelist() if name.endswith(".xml")
    )
    for ours in (
        "COUNSEL",
        "[ours]",
        "[L5",
        "[T5",
        "Points to settle",
        "Questions to settle first",
        "nternal",
    ):
        assert ours not in text, ours


def test_the_contract_says_what_held_on_its_day(files: dict[tuple[str, str], Path]) -> None:
    instance = files["D2", "internal"].parent / "instance"
    days = {day: instance.parent / f"{day}.docx" for day in ("2025-05-31", "2025-06-01")}
    write = [["document", "b_drifting", "D2", "-o", str(path), "--as-of", day] for day, path in days.items()]
    assert run(instance, *write).returncode == 0
    found = {}
    for day, path in days.items():
        xml = zipfile.ZipFile(path).read("word/document.xml").decode()
        found[day] = [rate for rate in ("$980.00", "$1,060.00") if rate in xml]
    assert found == {"2025-05-31": ["$980.00"], "2025-06-01": ["$1,060.00"]}


@pytest.mark.audit
@pytest.mark.parametrize(("kind", "copy"), MADE)
def test_each_file_opens_and_prints_in_libreoffice(
    files: dict[tuple[str, str], Path], tmp_path: Path, kind: str, copy: str
) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed here. On Debian: apt-get install libreoffice-writer"
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(files[kind, copy])],
        check=True,
        capture_output=True,
        timeout=180,
    )
    printed = (tmp_path / f"{kind}-{copy}.pdf").read_bytes()
    assert printed.startswith(b"%PDF") and len(printed) > 10_000
    if kind == "M17":  # a sheet to hand out is one page
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.audit
def test_minutes_saved_again_by_libreoffice_are_read_back_the_same(
    files: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed here. On Debian: apt-get install libreoffice-writer"
    ours = files["M2", "partner"]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(ours)], check=True, capture_output=True, timeout=180
    )
    again = read_tables((tmp_path / ours.name).read_bytes())
    before = rows_of((table.head, table.rows) for table in read_tables(ours.read_bytes()))
    assert before and rows_of((table.head, table.rows) for table in again) == before
