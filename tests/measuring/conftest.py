"""A partnership before its contract is signed, with three months of numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.metrics.models import DataMonth
from app.partnerships.models import Partnership
from tests.conftest import NOW
from tests.factories import make_partnership


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Bay / Ordway", stage="contracting")
    for month in (7, 8, 9):
        DataMonth.create(
            partnership=made,
            month=month - 6,
            month_on=date(2026, month, 1),
            new_enrolled=10,
            acp_discussed=month - 2,
            changed_at=NOW,
        )
    return made
