"""The CSV files of a folder: a heading, then rows; every fault with its line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from app.core.calendar import add_months, month_start, months_between
from app.examples.reader import values
from app.examples.reader.problems import Problems
from app.examples.reader.records import Concern, Event, MonthRow, Pulse
from app.examples.reader.values import WrongValue, quoted

MONEY_COLUMNS = (
    "encounter_cost", "variable_admin_cost", "intake_cost", "fixed_overhead", "total_cost",
    "case_rate_revenue", "assessment_revenue", "supplement_revenue", "other_revenue", "total_revenue",
    "margin", "running_margin",
    "cost_per_patient_month", "revenue_per_patient_month", "plan_cost_pmpm", "comparison_cost_pmpm",
)  # fmt: skip
SIGNED_COLUMNS = ("margin", "running_margin")
EXACT_COLUMNS = (
    "patient_months", "clinical_hours", "drive_hours", "reporting_hours", "auth_days_mean", "reply_days_mean",
    "days_to_payment_mean", "average_staff", "mean_stay_months", "forecast_stay_months", "non_revenue_hours",
    "team_hours",
)  # fmt: skip
# A folder may have these; without them the rules that read them cannot be assessed.
OPTIONAL_COLUMNS = (
    "departures_12_months", "average_staff", "mean_stay_months", "forecast_stay_months", "plan_cost_pmpm",
    "comparison_cost_pmpm", "non_revenue_hours", "team_hours",
)  # fmt: skip
MONTH_COLUMNS = tuple(name.removesuffix("_cents") for name in MonthRow.__slots__)
FIGURES = MONTH_COLUMNS[2:]
SIDES = ("payer", "provider")
AREAS = ("effort", "payment", "outcomes", "communication", "operations", "data", "other")
MOST_ROWS = 20_000

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column, and the line on which it ends."""

    file: str
    line: int
    cells: dict[str, str]
    problems: Problems

    def fault(self, column: str, text: str) -> None:
        """Report a fault in this row."""
        self.problems.add(self.file, self.line, column, text)

    def read(self, column: str, how: Callable[[str], Value]) -> Value | None:
        """The cell, or None when it is empty or has a fault (which is reported)."""
        text = self.cells.get(column, "")
        if not text:
            return None
        try:
            return how(text)
        except WrongValue as error:
            self.fault(column, str(error))
            return None

    def need(self, column: str, how: Callable[[str], Value]) -> Value | None:
        """As `read`, but an empty cell is a fault too."""
        if not self.cells.get(column, ""):
            self.fault(column, "this cell must not be empty.")
            return None
        return self.read(column, how)


def read_months(
    file: str, text: str, pilot_start: date | None, problems: Problems, warnings: list[str]
) -> tuple[MonthRow, ...]:
    """The data months of one partnership by number, counted in calendar order from the pilot's start.

    Rows may stand in any order. A month or a column that is not there leaves what needs it open, as an empty
    cell does; both are told.
    """
    rows: dict[int, MonthRow] = {}
    columns = set(FIGURES)
    for place, row in enumerate(_rows(file, text, MONTH_COLUMNS[:2], problems), start=1):
        columns = set(row.cells)
        cells = {name: row.read(name, _reader_of(name)) for name in FIGURES}
        number = _number_of(row, place, pilot_start)
        if number in rows:
            row.fault("month", f"month {number} already stands in a row above.")
        day = _quiet_month(row.cells.get("calendar_month", ""))
        if number is not None and day is not None:
            named = {
                f"{name}_cents" if name in MONEY_COLUMNS else name: value for name, value in cells.items()
            }
            rows[number] = MonthRow(month=number, calendar_month=day, **named)  # type: ignore[arg-type]
    warnings.extend(_gaps(file, columns, set(rows)))
    return tuple(rows[number] for number in sorted(rows))


def _gaps(file: str, columns: set[str], numbers: set[int]) -> Iterator[str]:
    """What the rules have to do without: columns, and months before the newest."""
    absent = [name for name in FIGURES if name not in columns and name not in OPTIONAL_COLUMNS]
    if absent:
        yield f"{file}: {_there_is_no('column', absent)}"
    missing = [str(number) for number in range(1, max(numbers, default=0)) if number not in numbers]
    if missing:
        yield f"{file}: {_there_is_no('month', missing)}"


def _there_is_no(what: str, names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"there is no {what} {names[0]}. What needs it cannot be worked out."
    return f"there are no {what}s {', '.join(names)}. What needs them cannot be worked out."


def _reader_of(column: str) -> Callable[[str], int | Decimal]:
    if column in SIGNED_COLUMNS:
        return lambda text: values.cents(text, least=None)
    if column in MONEY_COLUMNS:
        return values.cents
    return values.exact if column in EXACT_COLUMNS else values.whole


def _number_of(row: Row, place: int, pilot_start: date | None) -> int | None:
    """The number of a month, where it agrees with the calendar; else which of the two is wrong."""
    month = row.need("month", values.whole)
    calendar_month = row.need("calendar_month", values.month)
    if month is None or calendar_month is None or pilot_start is None:
        return None
    counted = months_between(pilot_start, calendar_month) + 1
    if month == counted and month > 0:
        return month
    if month != place and counted > 0:
        text = f"this must be month {counted}: months count by the calendar from the start of the pilot."
        row.fault("month", text)
    else:
        expected = add_months(month_start(pilot_start), max(month, 1) - 1)
        text = f"month {max(month, 1)} must be {expected:%Y-%m}: the pilot starts on {pilot_start}."
        row.fault("calendar_month", text)
    return None


def _quiet_month(text: str) -> date | None:
    try:
        return values.month(text)
    except WrongValue:
        return None


def read_events(
    file: str, text: str, keys: Collection[str] | None, event_ids: Collection[str], problems: Problems
) -> list[tuple[str, Event]]:
    """Change events by partnership key, in the order of the file."""
    found = []
    for row in _rows(file, text, ("scenario", "date", "trigger", "what", "answer"), problems):
        key, on = _known_key(row, keys), row.need("date", values.day)
        trigger, what = row.need("trigger", values.words), row.need("what", values.words)
        answer = row.read("answer", values.words)
        if trigger is not None and trigger not in event_ids:
            row.fault("trigger", f"{quoted(trigger)} is not a change event like TE01.")
        if key and on and trigger and what:
            found.append((key, Event(on, trigger, what, answer or "")))
    return found


def read_concerns(
    file: str, text: str, keys: Collection[str] | None, problems: Problems
) -> list[tuple[str, Concern]]:
    """Concerns by partnership key, in the order of the file."""
    found = []
    for row in _rows(
        file, text, ("scenario", "opened", "raised_by_side", "area", "text", "resolved"), problems
    ):
        key, opened = _known_key(row, keys), row.need("opened", values.day)
        side, area = _one_of(row, "raised_by_side", SIDES), _one_of(row, "area", AREAS)
        words, resolved = row.need("text", values.words), row.read("resolved", values.day)
        if opened and resolved and resolved < opened:
            row.fault("resolved", f"{resolved} is before the concern was opened on {opened}.")
        if key and opened and side and area and words:
            found.append((key, Concern(opened, side, area, words, resolved)))
    return found


def read_pulses(
    file: str, text: str, keys: Collection[str] | None, problems: Problems
) -> list[tuple[str, Pulse]]:
    """Pulse means by partnership key, in the order of the file."""
    found = []
    seen: set[tuple[str, date]] = set()
    for row in _rows(file, text, ("scenario", "date", "payer_mean", "provider_mean"), problems):
        key, on = _known_key(row, keys), row.need("date", values.day)
        payer, provider = row.read("payer_mean", _rating), row.read("provider_mean", _rating)
        if key and on and (key, on) in seen:
            row.fault("date", f"there is already a pulse of {quoted(key)} on {on}.")
        if key and on:
            seen.add((key, on))
            found.append((key, Pulse(on, payer, provider)))
    return found


def _known_key(row: Row, keys: Collection[str] | None) -> str | None:
    key = row.need("scenario", values.words)
    # Without keys partnerships.yaml itself could not be read: naming each row again would only hide that.
    if key is not None and keys is not None and key not in keys:
        row.fault("scenario", f"there is no partnership {quoted(key)} in partnerships.yaml.")
        return None
    return key


def _one_of(row: Row, column: str, allowed: tuple[str, ...]) -> str | None:
    value = row.need(column, values.words)
    if value is not None and value not in allowed:
        row.fault(column, f"{quoted(value)} is not one of {', '.join(allowed)}.")
        return None
    return value


def _rating(text: str) -> Decimal:
    mean = values.exact(text)
    if not 1 <= mean <= 5:
        raise WrongValue(f"{quoted(text)} is not a rating from 1 to 5.")
    return mean


def _rows(file: str, text: str, required: Collection[str], problems: Problems) -> Iterator[Row]:
    """The rows below the heading; blank lines are passed over, columns may stand in any order."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    heading: list[str] | None = None
    try:
        for line in reader:
            cells = [cell.strip() for cell in line]
            if not any(cells):
                continue
            if heading is None:
                heading = cells
                if not _heading_is_complete(file, reader.line_num, heading, required, problems):
                    return
                continue
            if reader.line_num > MOST_ROWS:
                problems.add(file, reader.line_num, "", f"the file has more than {MOST_ROWS:,} lines.")
                return
            if len(cells) < len(heading) or any(cells[len(heading) :]):
                text_of = f"this line has {len(cells)} cells, the heading has {len(heading)}."
                problems.add(file, reader.line_num, "", text_of)
                continue
            yield Row(file, reader.line_num, dict(zip(heading, cells, strict=False)), problems)
    except csv.Error:
        problems.add(file, reader.line_num, "", "a quotation mark is out of place, or a cell is too long.")
        return
    if heading is None:
        problems.add(file, 0, "", "the file is empty; the first line must name the columns.")


def _heading_is_complete(
    file: str, line: int, heading: list[str], required: Collection[str], problems: Problems
) -> bool:
    missing = [name for name in required if name not in heading]
    for name in missing:
        problems.add(file, line, name, "this column is missing.")
    twice = [name for name in dict.fromkeys(heading) if name and heading.count(name) > 1]
    for name in twice:
        problems.add(file, line, name, "this column stands twice.")
    return not missing and not twice
