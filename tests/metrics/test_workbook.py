"""A workbook says the same however its parts are written, and a made-up one does no harm."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from app.core.errors import RuleViolation
from app.documents.workbook import rows_of_workbook
from tests.metrics.test_file import read_file_of_months, workbook


def repacked(data: bytes, **changes: Callable[[bytes], bytes]) -> bytes:
    """The workbook with some of its parts changed; a name has an underscore for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = changes.get(re.sub(r"\W", "_", name), lambda part: part)
            new.writestr(name, change(old.read(name)))
    return out.getvalue()


MAC = b'<workbookPr date1904="1"/>'


def test_a_workbook_with_macros_or_of_an_old_mac_is_refused_and_named() -> None:
    plain = workbook(["month", "referrals"], ["2026-10", 4])
    kinds = (b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    macros = repacked(plain, _Content_Types__xml=lambda part: part.replace(*kinds))
    old = repacked(plain, xl_workbook_xml=lambda part: re.sub(b"<workbookPr[^>]*>", MAC, part))
    for data, words in ((macros, "holds macros"), (old, "counts its days from 1904")):
        with pytest.raises(RuleViolation) as caught:
            read_file_of_months(data)
        assert words in caught.value.message


def test_a_formula_is_named_also_where_excel_kept_its_value() -> None:
    plain = workbook(["month", "referrals"], ["2026-10", 4])
    data = repacked(
        plain, xl_worksheets_sheet1_xml=lambda part: part.replace(b"<v>4</v>", b"<f>2+2</f><v>4</v>")
    )
    assert "Line 2, Referrals received: This cell holds a formula." in read_file_of_months(data).faults[0]


def test_a_workbook_that_expands_itself_is_not_read() -> None:
    plain = workbook(["month", "referrals"], ["2026-10", "x"])
    bomb = b'<!DOCTYPE a [<!ENTITY a "xx"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = repacked(
        plain,
        xl_worksheets_sheet1_xml=lambda part: bomb + part.replace(b"<t>x</t>", b"<t>&b;</t>"),
    )
    found = read_file_of_months(data)
    assert "xx" not in " ".join(found.faults) and found.months[0].values == {"referrals": None}


def prefixed(part: bytes) -> bytes:
    return re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part).replace(b"xmlns=", b"xmlns:x=")


def noted(part: bytes) -> bytes:
    return part.replace(b"</row>", b"<!-- </row> --></row>")


WRITINGS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda part: part,
    "declared": lambda part: b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + part,
    "with a prefix": prefixed,
    "in lines": lambda part: part.replace(b"><", b">\n  <"),
    "single marks": lambda part: part.replace(b'"', b"'"),
    "utf-16": lambda part: part.decode().encode("utf-16"),
    "old code page": lambda part: b'<?xml version="1.0" encoding="ISO-8859-1"?>' + part,
    "with notes": noted,
    "with a type": lambda part: b"<!DOCTYPE worksheet>" + part,
    "more facts": lambda part: part.replace(b"<row r=", b'<row spans="1:9" r=').replace(
        b"<c r=", b'<c cm="0" r='
    ),
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_a_workbook_says_the_same_however_its_sheet_is_written(writing: str) -> None:
    book = workbook(
        ["month", "A & B", None, "x < y"],
        ["2026-10", 4, None, 1234.5],
        [datetime(2026, 9, 1), None, "=1+1", True],  # noqa: DTZ001
        [],
        ["last", 1 / 3, "  ", -7],
    )
    data = repacked(book, xl_worksheets_sheet1_xml=WRITINGS[writing])
    assert list(rows_of_workbook(data, 100, 100)) == [
        ("month", "A & B", None, "x < y"),
        ("2026-10", "4", None, "1234.5"),
        ("46266", None, "=", True),
        (),
        ("last", 1 / 3, None, "-7"),
    ]


def test_a_sheet_of_a_million_empty_rows_or_one_endless_row_is_soon_done_with() -> None:
    book = workbook(["month", "referrals"], ["2026-10", 4])

    def read(inserted: bytes) -> list[tuple[Any, ...]]:
        end = b"</sheetData>"
        data = repacked(book, xl_worksheets_sheet1_xml=lambda part: part.replace(end, inserted + end))
        return list(rows_of_workbook(data, 100, 100))

    begun = time.process_time()
    assert len(read(b'<row r="9"/>' * 1_000_000)) == 2
    with pytest.raises(RuleViolation):
        read(b'<row r="9">' + b"<c/>" * 8_000_000 + b"</row>")
    assert time.process_time() - begun < 20


def test_a_sheet_that_is_cut_off_is_no_workbook() -> None:
    book = workbook(["month", "referrals"], ["2026-10", 4])
    data = repacked(book, xl_worksheets_sheet1_xml=lambda part: part[: part.index(b"</sheetData>")])
    with pytest.raises(RuleViolation):
        list(rows_of_workbook(data, 100, 100))
