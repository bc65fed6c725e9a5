"""Folders that lack months or columns, or have their rows in another order."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.examples.reader import ExamplePartnership, Examples, ProblemReport, read_folder
from tests.examples.folders import bundled_copy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return bundled_copy(tmp_path / "folder")


def healthy(examples: Examples) -> ExamplePartnership:
    return next(found for found in examples.partnerships if found.key == "a_healthy")


def test_rows_may_stand_in_any_order(folder: Path) -> None:
    before = healthy(read_folder(folder)).months
    path = folder / "a_healthy.csv"
    heading, *rows = path.read_text(encoding="utf-8").split()
    path.write_text("\n".join([heading, *reversed(rows)]), encoding="utf-8")
    found = read_folder(folder)
    assert healthy(found).months == before
    assert not found.warnings


@pytest.mark.parametrize("stated", [24, 22])
def test_a_month_or_a_column_that_is_not_there_is_told_and_stops_nothing(folder: Path, stated: int) -> None:
    path = folder / "a_healthy.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    place = rows[0].index("ed_visits")
    kept = [cells[:place] + cells[place + 1 :] for n, cells in enumerate(rows) if n not in (4, 5)]
    path.write_text("\n".join(map(",".join, kept)), encoding="utf-8")
    header = (folder / "partnerships.yaml").read_text(encoding="utf-8")
    header = header.replace("  months: 24\n", f"  months: {stated}\n")
    (folder / "partnerships.yaml").write_text(header, encoding="utf-8")
    found = read_folder(folder)
    assert [row.month for row in healthy(found).months] == [1, 2, 3, *range(6, 25)]
    assert all(row.ed_visits is None for row in healthy(found).months)
    assert found.warnings == (
        "a_healthy.csv: there is no column ed_visits. What needs it cannot be worked out.",
        "a_healthy.csv: there are no months 4, 5. What needs them cannot be worked out.",
    )


def test_one_month_and_several_columns_that_are_not_there_are_told_in_their_number(folder: Path) -> None:
    path = folder / "a_healthy.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    gone = {rows[0].index(name) for name in ("ed_visits", "admissions")}
    kept = [[cell for n, cell in enumerate(cells) if n not in gone] for cells in rows[:4] + rows[5:]]
    path.write_text("\n".join(map(",".join, kept)), encoding="utf-8")
    assert read_folder(folder).warnings == (
        "a_healthy.csv: there are no columns ed_visits, admissions. What needs them cannot be worked out.",
        "a_healthy.csv: there is no month 4. What needs it cannot be worked out.",
    )


def test_a_month_that_stands_twice_is_a_fault(folder: Path) -> None:
    path = folder / "a_healthy.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[3] + "\n", encoding="utf-8")
    with pytest.raises(ProblemReport) as caught:
        read_folder(folder)
    assert [problem.sentence for problem in caught.value.problems] == [
        "a_healthy.csv, line 26, month: month 3 already stands in a row above."
    ]
