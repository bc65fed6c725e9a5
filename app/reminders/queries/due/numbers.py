"""Numbers to enter, reports to send, and figures to look at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from app.catalogue import catalogue
from app.core.calendar import add_months, month_end, month_start
from app.measuring.rules import Period, months_of, newest_over
from app.metrics.rules import FACTS

from ...rules import KINDS, DueItem, Kind
from .columns import Dated, day_of
from .facts import Facts, page

MONTHS_ASKED = 3  # the newest that are missing; who stopped entering hears it from a signal
REPORT_DAYS = "S28.report_due_days"
START = "S03.start_date"


def data_months(facts: Facts) -> Iterable[DueItem]:
    """Months without numbers where some were entered before; a month counts once it is over [ours].

    The day is the first on which the catalogue asks. Who never entered any is not asked.
    """
    entered: dict[int, dict[date, Dated]] = {}
    for row, _home in facts.running("month"):
        if row.on is not None:
            entered.setdefault(row.home, {})[row.on] = row
    name = KINDS[Kind.DATA_MONTH].catalogue_name
    days = min(next(one for one in catalogue().reminders if one.what == name).after_month_end_days)
    for partnership_id, known in entered.items():
        home, row = facts.partnerships[partnership_id], next(iter(known.values()))
        for month in _missing(min(known), month_start(facts.today), known):
            due = month_end(month) + timedelta(days=days)
            if due <= facts.until and facts.in_term(partnership_id, month):
                thing = f"{home.public_id}-{month:%Y-%m}"
                title = f"Enter the numbers of {month:%B %Y}"
                yield page(Kind.DATA_MONTH, row, home, title, "numbers", on=due, thing=thing)


def _missing(first: date, last: date, known: Iterable[date]) -> list[date]:
    """The newest months without numbers through the one that runs."""
    found: list[date] = []
    entered = frozenset(known)
    while last >= first and len(found) <= MONTHS_ASKED:
        if last not in entered:
            found.append(last)
        last = add_months(last, -1)
    return found


def reports(facts: Facts) -> Iterable[DueItem]:
    """A report for each period of the metrics that go to the plan, in the time the agreement gives.

    Where no report was ever written here it is told before its day only: it may be made elsewhere.
    """
    written = {
        (row.home, row.on, row.number)
        for row in facts.dated["reported"]
        if (day_of(row.more) or date.max) <= facts.today + timedelta(days=1)
    }
    writing = {home for home, _on, _months in written}
    for row, home in facts.running("measured"):
        terms = facts.terms.get(row.home, {})
        days, start = terms.get(REPORT_DAYS), terms.get(START)
        if not isinstance(days, int) or not isinstance(start, date):
            continue
        begun = max(start, row.on or start)
        for period in _periods(facts, months_of(row.words)):
            due = period.after + timedelta(days=days - 1)
            if due > facts.until or period.after <= begun or not facts.in_term(row.home, period.start):
                continue
            told = due >= facts.today or row.home in writing
            if told and (row.home, period.start, period.months) not in written:
                thing, path = f"{home.public_id}-{period.code}", f"metrics/report?of={period.code}"
                title = f"Send the report for {period.words}"
                yield page(Kind.REPORT, row, home, title, path, on=due, thing=thing)


def _periods(facts: Facts, months: int) -> Iterator[Period]:
    """The two that were over last, then those to come."""
    period = newest_over(facts.today, months).before
    while period.after <= facts.until:
        yield period
        period = Period(period.after, months)


def plan_data(facts: Facts) -> Iterable[DueItem]:
    """Data that the plan is to send, by the day a report names; nobody notes here that it came."""
    for row, home in facts.running("plan_data"):
        period = Period(day_of(row.more) or facts.today, row.number)
        title = f"Data from the plan is due, asked for in the report for {period.words}"
        yield page(Kind.PLAN_DATA, row, home, title, f"metrics/report?of={period.code}")


def rechecks(facts: Facts) -> Iterable[DueItem]:
    """What was to be looked at again: an amendment, or a figure that was assumed."""
    for row, home in facts.running("amendment"):
        title = f"Look at what amendment {row.number} changed"
        yield page(Kind.RECHECK, row, home, title, f"contract/amendments/{row.thing}")
    for row, home in facts.running("assumption"):
        label = FACTS[row.words].label.lower() if row.words in FACTS else row.words
        title = f"Compare what you assumed with the facts: {label}"
        thing = f"{home.public_id}-{row.words}"
        yield page(Kind.RECHECK, row, home, title, "numbers/assumptions", thing=thing)
