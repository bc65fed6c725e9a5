"""A partnership on its way: exploring, planning, contracting, pilot since December 1, 2025."""

from __future__ import annotations

from datetime import date

import pytest

from app.partnerships.models import Partnership, StageChange
from tests.factories import make_partnership

COURSE = (
    ("exploring", date(2025, 2, 3)),
    ("planning", date(2025, 4, 7)),
    ("contracting", date(2025, 9, 1)),
    ("pilot", date(2025, 12, 1)),
)


@pytest.fixture
def partnership(database: str) -> Partnership:
    """Kestrel Bay and Ordway, in the pilot."""
    made = make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")
    before = ""
    for stage, on in COURSE:
        StageChange.create(partnership=made, from_stage=before, to_stage=stage, on=on)
        before = stage
    return made


def stage_row(partnership: Partnership, stage: str) -> StageChange:
    """The move into a stage."""
    return (
        StageChange.select()
        .where((StageChange.partnership == partnership) & (StageChange.to_stage == stage))
        .order_by(StageChange.id.desc())
        .get()
    )
