"""The command line hands out the same files as the page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.cli import main
from app.core.actor import SYSTEM
from app.documents.lint import lint_docx
from app.terms.service import set_terms
from tests.conftest import NOW
from tests.drafts.test_service import words_of
from tests.factories import make_partnership


@pytest.fixture
def at_home(database: str, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder with one partnership."""
    bay = make_partnership(key="bay", name="Kestrel Bay / Ordway")
    set_terms(bay, {"S21.rate_home": 98000}, effective_on=date(2025, 12, 1), actor=SYSTEM, now=NOW)
    set_terms(bay, {"S21.rate_home": 106000}, effective_on=date(2026, 6, 1), actor=SYSTEM, now=NOW)
    monkeypatch.setenv("EVENKEEL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("DATABASE_URL", database_url)
    return tmp_path


def test_a_contract_is_written_as_of_a_day(at_home: Path) -> None:
    target = at_home / "out.docx"
    assert (
        main(["document", "bay", "D2", "-o", str(target), "--as-of", "2026-05-31", "--copy", "partner"]) == 0
    )
    text = words_of(target.read_bytes())
    assert "$980.00" in text
    assert "Points to settle" not in text
    assert lint_docx(target.read_bytes()) == ()


def test_an_unknown_kind_ends_with_one_sentence_and_no_file(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = at_home / "out.docx"
    assert main(["document", "bay", "D99", "-o", str(target)]) == 1
    assert capsys.readouterr().err.startswith(
        "There is no contract kind D99. The kinds are: D1 Letter of intent,"
    )
    assert not target.exists()
