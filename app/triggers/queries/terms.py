"""What the rules take from the term sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.catalogue.reviewing import INTERIM_MONTHS
from app.core.calendar import add_months, span_of
from app.measuring.queries import PLANNED_VISITS
from app.terms.queries import term_end

from ..rules import DatedFacts

START, END = "S03.start_date", "S03.end_date"
SUPPORT_END = "S24.ends_on"
PILOT_LENGTH = ("S03.pilot_months", "S03.pilot_ends_on")
FIELDS = {  # names in the catalogue's formulas
    "planned_encounters_ppm": PLANNED_VISITS,
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
    *PILOT_LENGTH,
    "S03.interim_review_months",
    "S03.notice_days",
    "S03.notice_months",
    "S36.recontact_date",
    SUPPORT_END,
)
WANTED = (*DATED, *FIELDS.values())


def pilot_end(terms: Mapping[str, Any], start: date, end: date) -> date | None:
    """The last day of the pilot; none where the agreement begins without one."""
    if terms.get("S03.is_pilot") is False:
        return None
    named = _day(terms, "S03.pilot_ends_on")
    if named is not None:
        return named
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


def dated_facts(terms: Mapping[str, Any], ended_on: date | None, as_of: date) -> DatedFacts:
    """What the dates of an agreement hang on, with every term until the one that runs on a day."""
    start, end = _day(terms, START), _day(terms, END)
    notice = span_of(terms.get("S03.notice_months"), terms.get("S03.notice_days"))
    ends = _ends(terms, end, as_of, ended_on) if end else ()
    return DatedFacts(
        start=start,
        pilot_end=pilot_end(terms, start, end) if start and end else None,
        term_ends=ends,
        notice_by=tuple(notice.before(one) for one in ends) if notice else (),
        interim_months=interim_months(terms),
        ended_on=ended_on,
        talk_again_on=_day(terms, "S36.recontact_date"),
    )


def _day(terms: Mapping[str, Any], key: str) -> date | None:
    found = terms.get(key)
    return found if isinstance(found, date) else None


def _ends(terms: Mapping[str, Any], first: date, as_of: date, ended_on: date | None) -> tuple[date, ...]:
    """The last day of each term, from the first one through the one that runs on a day."""
    ends = [first]
    while ends[-1] < as_of:
        runs_until = term_end(terms, ends[-1] + timedelta(days=1), ended_on)
        if runs_until is None or runs_until.on <= ends[-1]:
            break
        ends.append(runs_until.on)
    return tuple(ends)
