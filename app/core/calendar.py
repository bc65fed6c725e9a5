"""Plain dates and the way from a date to a moment. Pure: no clock, no database."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SATURDAY = 5
FIRST_YEAR, LAST_YEAR = 1990, 2100  # of what people type: past them somebody slipped
_TYPED = ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%b %d, %Y")


def parse_day(text: str) -> date:
    """A date as the browser's date field sends it or as people write it (11/24/2026).

    Raises ValueError with a plain sentence.
    """
    for pattern in _TYPED:
        try:
            value = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a plain date
        except ValueError:
            continue
        if FIRST_YEAR <= value.year <= LAST_YEAR:
            return value
    raise ValueError("Enter a date that exists, like 11/24/2026.")


def day_words(day: date) -> str:
    """As people say it: November 24, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def clock_words(at: time) -> str:
    """As people say it: 2:00 pm."""
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'am' if at.hour < 12 else 'pm'}"


def add_months(day: date, months: int) -> date:
    """The same day number `months` later (or earlier); a shorter month gives its last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift_months(day: date, months: int) -> date:
    """As `add_months`, but the last day of a month stays the last day of its month."""
    moved = add_months(day, months)
    if day.day == monthrange(day.year, day.month)[1]:
        return moved.replace(day=monthrange(moved.year, moved.month)[1])
    return moved


def month_start(day: date) -> date:
    """The first day of the month that holds `day`."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the month that holds `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_between(earlier: date, later: date) -> int:
    """Whole calendar months from the month of `earlier` to the month of `later`."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def span_words(days: int) -> str:
    """A span of days as people say it: from two weeks on in weeks, before that in days."""
    if days >= 14:
        return f"{round(days / 7)} weeks"
    return f"{days} day{'' if days == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as contracts say it: calendar days, or whole months."""

    count: int
    in_months: bool = False

    @property
    def words(self) -> str:
        """90 days, 1 month."""
        unit = "month" if self.in_months else "day"
        return f"{self.count} {unit}{'' if self.count == 1 else 's'}"

    def before(self, day: date) -> date:
        """So long before a day."""
        return add_months(day, -self.count) if self.in_months else day - timedelta(days=self.count)

    def after(self, day: date) -> date:
        """So long after a day."""
        return add_months(day, self.count) if self.in_months else day + timedelta(days=self.count)


def span_of(months: object, days: object) -> Span | None:
    """A length that is settled in months, in days or not at all; months take the place of days."""
    if isinstance(months, int):
        return Span(months, in_months=True)
    return Span(days) if isinstance(days, int) else None


def is_business_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Whether `day` is neither a Saturday, a Sunday nor a holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def add_business_days(day: date, count: int, holidays: Collection[date] = ()) -> date:
    """The business day `count` business days after `day` (before it when negative).

    The day of the event does not count; with 0 the day itself is returned when it is a business
    day, else the next one.
    """
    step = timedelta(days=-1 if count < 0 else 1)
    if count == 0:
        while not is_business_day(day, holidays):
            day += step
        return day
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day, holidays):
            day += step
    return day


def zone(name: str) -> ZoneInfo:
    """The time zone called `name`. Raises ValueError with a plain sentence for an unknown name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"“{name}” is not a time zone, like America/Los_Angeles.") from error


def local_date(moment: datetime, zone_name: str) -> date:
    """The calendar day at `moment` in the zone."""
    return moment.astimezone(zone(zone_name)).date()


def local_moment(day: date, at: time, zone_name: str) -> datetime:
    """The UTC moment of a wall-clock time.

    A time that the spring change skips moves on by the length of the gap (2:30 becomes 3:30); of a
    time that the autumn change repeats the first is taken.
    """
    return datetime.combine(day, at, tzinfo=zone(zone_name)).astimezone(UTC)
