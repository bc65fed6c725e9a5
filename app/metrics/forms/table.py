"""The rows of a CSV or Excel file, whatever its separators and encoding. It is hostile until read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.errors import RuleViolation
from app.documents.reader import MOST_UNPACKED, check_workbook
from app.documents.workbook import rows_of_workbook

MOST_COLUMNS = 120
MEGABYTE = 1024 * 1024
TOO_MANY_BYTES = "This file is larger than {} MB. Bring it in parts."


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold: rows without the first one, bytes as it comes, bytes when it is unpacked."""

    rows: int
    bytes: int
    unpacked: int = MOST_UNPACKED

    @property
    def too_many_rows(self) -> str:
        """The sentence for a file that is too long."""
        return f"This file has more than {self.rows:,} rows. One row is one month."


def rows_of_file(data: bytes, limits: Limits) -> Iterator[Sequence[Any]]:
    """Every row with the first one, one by one. Raises RuleViolation for what is neither, or too large."""
    if len(data) > limits.bytes:
        raise RuleViolation(TOO_MANY_BYTES.format(limits.bytes // MEGABYTE))
    return _excel(data, limits) if data[:4] == b"PK\x03\x04" else _text(data)


def _text(data: bytes) -> Iterator[Sequence[Any]]:
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RuleViolation("This is neither a CSV nor an Excel file.")
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise RuleViolation("This file is no CSV: a quotation mark is not closed.") from error


def _decoded(data: bytes) -> str:
    """As Excel writes CSV: UTF-8, UTF-16 with its mark, else the code page of Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _excel(data: bytes, limits: Limits) -> Iterator[Sequence[Any]]:
    check_workbook(data, limits.bytes, limits.unpacked)
    # One row more than there may be: whoever counts sees that there are too many.
    yield from rows_of_workbook(data, limits.rows + 2, MOST_COLUMNS)
