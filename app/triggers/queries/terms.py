"""What the rules take from the term sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.catalogue.reviewing import INTERIM_MONTHS
from app.core.calendar import add_months
from app.terms.queries import term_end

from ..rules import DatedFacts

START, END = "S03.start_date", "S03.end_date"
FIELDS = {  # names in the catalogue's formulas
    "planned_encounters_ppm": "S13.planned_encounters_ppm",
    "ed_target_per_100": "S20.ed_target_per_100",
    "admission_target_per_100": "S20.admission_target_per_100",
    "reporting_hours_cap": "S27.reporting_hours_cap",
}
DATED = (
    START,
    END,
    "S03.renewal",
    "S03.renewal_months",
    "S03.is_pilot",
    "S03.pilot_months",
    "S03.interim_review_months",
    "S03.notice_days",
    "S03.notice_months",
    "S36.recontact_date",
)
WANTED = (*DATED, *FIELDS.values())


def pilot_end(terms: Mapping[str, Any], start: date, end: date) -> date | None:
    """The last day of the pilot; none where the agreement begins without one."""
    if terms.get("S03.is_pilot") is False:
        return None
    months = terms.get("S03.pilot_months")
    if not isinstance(months, int):
        return end
    return min(end, add_months(start, months) - timedelta(days=1))


def interim_months(terms: Mapping[str, Any]) -> tuple[int, ...]:
    """After how many months the interim reviews are."""
    value = terms.get("S03.interim_review_months")
    if not isinstance(value, list) or not value:
        return INTERIM_MONTHS
    return tuple(int(month) for month in value if str(month).isdigit())


def dated_facts(terms: Mapping[str, Any], notice_given_on: date | None, as_of: date | None) -> DatedFacts:
    """What the dates of an agreement hang on; without a day, those of the term as it was written."""
    start, end = _day(terms, START), _day(terms, END)
    runs_until = term_end(terms, as_of or end, notice_given_on) if end else None
    last = runs_until.on if runs_until else None
    return DatedFacts(
        start=start,
        pilot_end=pilot_end(terms, start, end) if start and end else None,
        term_end=last,
        notice_by=_notice_by(terms, last) if last else None,
        interim_months=interim_months(terms),
        notice_given_on=notice_given_on,
        talk_again_on=_day(terms, "S36.recontact_date"),
    )


def _day(terms: Mapping[str, Any], key: str) -> date | None:
    found = terms.get(key)
    return found if isinstance(found, date) else None


def _notice_by(terms: Mapping[str, Any], end: date) -> date | None:
    days, months = terms.get("S03.notice_days"), terms.get("S03.notice_months")
    if isinstance(days, int):
        return end - timedelta(days=days)
    return add_months(end, -months) if isinstance(months, int) else None
