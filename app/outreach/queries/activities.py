"""The log of visits and teaching, and the hours that it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from peewee import JOIN, Case, fn

from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.core.prepared import prepared

from ..models import STANDING, Activity, Site
from ..rules import last_quarters, quarter_end, quarter_words

PAGE = 50
HEARD_IN = 20  # visits that a sheet looks back over
CENT = -2  # hours are stored in hundredths


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A visit or talk as lists show it."""

    public_id: str
    on: date
    kind: str
    site: str
    topics: tuple[str, ...]
    audience_count: int | None
    hours: Decimal | None
    led_by: str
    follow_up_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class QuarterHours:
    """Our hours of outreach in one quarter."""

    quarter_on: date
    hours: Decimal

    @property
    def words(self) -> str:
        """The quarter in words."""
        return quarter_words(self.quarter_on)


def get_activity(public_id: str, partnership_id: int) -> Activity:
    """The entry of this partnership's log. Raises NotFound."""
    row = Activity.get_or_none((Activity.public_id == public_id) & (Activity.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such entry in the log.")
    return row


def list_activities(
    partnership_id: int, *, site_id: int | None = None, offset: int = 0, limit: int = PAGE
) -> tuple[ActivityRow, ...]:
    """What was done, newest first, everywhere or at one site; one row more than fits when there is more."""
    found = _listed(partnership_id, limit + 1, offset, site_id, at_one=site_id is not None)
    return tuple(ActivityRow(*(*row[:3], row[3] or "", tuple(row[4] or ()), *row[5:])) for row in found)


@prepared
def _listed(partnership_id: Any, limit: Any, offset: Any, site_id: Any, *, at_one: bool) -> Any:
    query = (
        Activity.select(
            Activity.public_id,
            Activity.on,
            Activity.kind,
            Site.name,
            Activity.topics,
            Activity.audience_count,
            Activity.hours,
            Activity.led_by,
            Activity.follow_up_on,
            Activity.note,
        )
        .join(Site, JOIN.LEFT_OUTER, on=(Activity.site == Site.id))
        .where((Activity.partnership == partnership_id) & (Activity.removed == STANDING))
        .order_by(Activity.on.desc(), Activity.id.desc())
    )
    if at_one:
        query = query.where(Activity.site == site_id)
    return query.limit(limit).offset(offset)


def outreach_hours(partnership_id: int, first: date, last: date) -> Decimal:
    """Our hours of outreach from `first` through `last` [L5 costs]; entries without hours count nothing."""
    return _sums(partnership_id, ((first, last),))[0]


def hours_by_quarter(partnership_id: int, today: date, count: int = 4) -> tuple[QuarterHours, ...]:
    """Our hours in each of the newest quarters, the newest first: one statement."""
    quarters = last_quarters(today, count)
    sums = _sums(partnership_id, tuple((one, quarter_end(one)) for one in quarters))
    found = [QuarterHours(one, hours) for one, hours in zip(quarters, sums, strict=True)]
    return tuple(reversed(found))


def _sums(partnership_id: int, spans: tuple[tuple[date, date], ...]) -> tuple[Decimal, ...]:
    def within(first: date, last: date) -> Any:
        inside = Activity.on.between(first, last)
        return fn.SUM(Case(None, [(inside, Activity.hours.cast("bigint"))], 0)).coerce(False)

    query = Activity.select(*(within(first, last) for first, last in spans)).where(
        (Activity.partnership == partnership_id)
        & (Activity.removed == STANDING)
        & Activity.on.between(min(first for first, _ in spans), max(last for _, last in spans))
    )
    found = first_row(query) or ()
    return tuple(Decimal(int(value or 0)).scaleb(CENT) for value in found)


def what_was_heard(site_id: int) -> tuple[tuple[date, dict[str, str]], ...]:
    """The answers to the four questions at a site, newest first, where there were any."""
    query = (
        Activity.select(Activity.on, Activity.answers)
        .where((Activity.site == site_id) & (Activity.removed == STANDING))
        .order_by(Activity.on.desc(), Activity.id.desc())
        .limit(HEARD_IN)
    )
    return tuple((on, dict(answers)) for on, answers in rows(query) if answers)
