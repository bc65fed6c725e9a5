"""A partnership with terms and people, as the tests of an end need it."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.core.actor import SYSTEM
from app.endings.service import Done, NoticeFacts, give_notice
from app.metrics.models import DataMonth
from app.partnerships.models import Partnership
from app.people.models import Person
from app.terms.service import set_terms
from tests.conftest import NOW
from tests.factories import THEN, make_member, make_partnership, make_person

TODAY = date(2026, 11, 24)
GIVEN = date(2026, 11, 20)
START, END = date(2025, 1, 1), date(2027, 12, 31)
TERMS: dict[str, Any] = {
    "S03.start_date": START,
    "S03.end_date": END,
    "S03.notice_days": 90,
    "S36.last_enrollment_rule": "The Provider shall enroll no Member later than 20 days after Notice.",
    "S36.lessons_meeting": True,
    "S28.report_due_days": 45,
    "S26.bill_within_days": 10,
    "S26.pay_within_days": 30,
}
NOTICE = NoticeFacts(GIVEN, "provider", "payment_too_low", ("outcomes_not_seen",), "Ours alone.", None, 12)


def signed(key: str = "kestrel", **values: Any) -> Partnership:
    """In its pilot, with a lead on each side."""
    made = make_partnership(key=key, name="Kestrel Bay / Ordway", **values)
    make_member(made, make_person(made.provider, name="Ana Ruiz", phone="555-0101"), "provider", lead=True)
    make_member(made, make_person(made.payer, name="Priya Nair"), lead=True)
    set_terms(made, TERMS, effective_on=START, actor=SYSTEM, now=THEN)
    return made


def lead_of(partnership: Partnership) -> Person:
    """Our lead."""
    return Person.get(Person.organization == partnership.provider)


def noticed(partnership: Partnership, facts: NoticeFacts = NOTICE, today: date = TODAY) -> Done:
    """With notice given."""
    return give_notice(partnership, facts, actor=SYSTEM, now=NOW, today=today)


def month(partnership: Partnership, on: date, census_start: int, census_end: int) -> DataMonth:
    """What was counted in a month."""
    values = {"census_start": census_start, "census_end": census_end, "changed_at": THEN}
    return DataMonth.create(partnership=partnership, month=1, month_on=on, **values)
