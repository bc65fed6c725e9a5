"""Ten years of two hundred partnerships come in from one file while a person waits."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook

from app.core.history import History
from app.metrics.models import DataMonth
from tests.conftest import SignedIn
from tests.metrics.test_many import brought, many, saved, undone


def as_excel(data: bytes) -> bytes:
    """The rows of a file as people have them in Excel: numbers are numbers, months are dates."""
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    heads, *rows = csv.reader(io.StringIO(data.decode()))
    sheet.append(heads)
    for home, month, *figures in rows:
        sheet.append([home, datetime.strptime(month, "%Y-%m"), *map(float, figures)])  # noqa: DTZ007
    book.save(out)
    return out.getvalue()


@pytest.mark.audit
@pytest.mark.parametrize("written", [bytes, as_excel], ids=["csv", "excel"])
def test_ten_years_of_two_hundred_partnerships_come_in_within_ten_seconds(
    app: Any, editor: SignedIn, written: Callable[[bytes], bytes]
) -> None:
    data = written(many(200, 120))
    begun = time.process_time()  # of this process: whatever else the machine does is not counted
    done = saved(editor, brought(editor, data))
    taken = time.process_time() - begun
    assert "24,000 months of 200 partnerships are saved." in done
    assert DataMonth.select().count() == 24_000
    assert History.select().where(History.entity == "data_month").count() == 24_000
    assert taken < 10, taken
    out = editor.get("/numbers/file.csv").data
    assert "Everything in this file is here already." in brought(editor, out)
    assert "The numbers are as they were." in undone(editor, done)
    assert DataMonth.select().count() == 0
