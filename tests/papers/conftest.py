"""One meeting of both sides, for the tests of its minutes."""

from __future__ import annotations

from datetime import date

import pytest

from app.meetings.models import AgendaTopic, Attendance
from tests.factories import make_meeting, make_member, make_partnership, make_person

ON = date(2026, 11, 24)


@pytest.fixture
def meeting(database: str):
    partnership = make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")
    row = make_meeting(partnership, on=ON)
    priya = make_person(partnership.payer, name="Priya Nair", email="priya@ordway.example")
    marisol = make_person(partnership.provider, name="Marisol Reyes", email="marisol@kb.example")
    for person, side in ((priya, "payer"), (marisol, "provider")):
        make_member(partnership, person, side)
        Attendance.create(meeting=row, person=person)
    for position, text in enumerate(("Oxygen", "Mileage"), start=1):
        AgendaTopic.create(meeting=row, text=text, position=position)
    AgendaTopic.create(meeting=row, text="Our own price", position=3, private=True)
    return row
