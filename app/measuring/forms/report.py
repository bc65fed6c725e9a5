"""What people type beside the numbers of a report."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.web.formdata import LONG, FormData, Submitted

from ..models import MetricsReport
from ..rules import Period, back_from, newest_over, period_from
from .metric import LONGEST_HOURS, plain

USUAL = 3  # months
OFFERED = {3: 6, 1: 6, 6: 4, 12: 3}  # how many periods of each length are offered


def read_period(code: str, today: date) -> Period:
    """The period an address names; an odd one gives the newest quarter that is over."""
    found = period_from(code)
    return found if found and found.after <= today else newest_over(today, USUAL)


def offered(today: date) -> tuple[tuple[str, str], ...]:
    """The periods that can be chosen: code and words."""
    return tuple(
        (one.code, one.words)
        for months, number in OFFERED.items()
        for one in back_from(newest_over(today, months), number)
    )


def read_report(submitted: Submitted) -> tuple[dict[str, Any] | None, FormData]:
    """The words of a report; None and a sentence at each field that cannot be meant."""
    form = FormData(submitted)
    facts = {
        "done": form.text("done", limit=LONG),
        "wanted": form.text("wanted", limit=LONG),
        "wanted_by": form.day("wanted_by"),
        "hours": form.number("hours", 2, LONGEST_HOURS),
        "contact": form.text("contact"),
    }
    if facts["wanted_by"] and not facts["wanted"] and "wanted" not in form.errors:
        form.fail("wanted", "What is due from the plan by that day?")
    return (facts if form.ok else None), form


def report_form(row: MetricsReport | None, contact: str) -> FormData:
    """The form with what is kept; a new one begins with the contact of the contract."""
    if row is None:
        return FormData(initial={"contact": contact, "seen": "0"})
    values = {name: getattr(row, name) for name in ("done", "wanted", "contact")}
    values |= {"wanted_by": row.wanted_by.isoformat() if row.wanted_by else "", "hours": plain(row.hours)}
    return FormData(initial={**values, "seen": str(row.version)})
