"""What a key date is, and what the dates of one agreement hang on. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from app.core.calendar import Span, span_of


class DateKey(StrEnum):
    """What falls on the day."""

    TERM_END = "term_end"
    NOTICE = "notice"
    DECIDE_BY = "decide_by"
    RENEWAL = "renewal"
    RATE_REVIEW = "rate_review"
    SUPPORT_END = "support_end"
    INTERIM_REVIEW = "interim_review"
    YEARLY_REVIEW = "yearly_review"
    RECONTACT = "recontact"


START, END = "S03.start_date", "S03.end_date"
NOTICE_DAYS, NOTICE_MONTHS = "S03.notice_days", "S03.notice_months"
RENEWAL, RENEWAL_MONTHS = "S03.renewal", "S03.renewal_months"
INTERIM_MONTHS, YEARLY = "S03.interim_review_months", "S29.annual_data_review"
RATE_REVIEW_MONTHS = "S21.rate_review_months"
SUPPORT_END, SUPPORT_ENDS_WHEN = "S24.ends_on", "S24.ends_when"
RECONTACT = "S36.recontact_date"
TERMS = (
    START,
    END,
    NOTICE_DAYS,
    NOTICE_MONTHS,
    RENEWAL,
    RENEWAL_MONTHS,
    INTERIM_MONTHS,
    YEARLY,
    RATE_REVIEW_MONTHS,
    SUPPORT_END,
    SUPPORT_ENDS_WHEN,
    RECONTACT,
)
# What a notice makes pointless; the first two ask for a decision and come before all others.
PRESSING = frozenset({DateKey.DECIDE_BY, DateKey.NOTICE})
CALLED_OFF = PRESSING | {DateKey.RENEWAL, DateKey.RATE_REVIEW}


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A date with the steps that lead to it, and the term on which it hangs."""

    key: DateKey
    label: str
    on: date
    explanation: tuple[str, ...]
    term: str

    @property
    def pressing(self) -> bool:
        """Whether the day asks for a decision: renew, change or end."""
        return self.key in PRESSING

    @property
    def short(self) -> str:
        """The label before a day, in two or three words."""
        return "Decide by" if self.key is DateKey.DECIDE_BY else self.label


class Source(StrEnum):
    """From where we know how long the plan takes to decide."""

    MEASURED = "measured"
    SAID = "said"
    STEPS = "steps"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Approvals:
    """How long a yes takes: at the plan in calendar days, with us in workdays."""

    payer: str
    payer_days: int
    source: Source
    our_workdays: int

    @property
    def is_assumed(self) -> bool:
        """Whether nobody has noted how long the plan takes."""
        return self.source is Source.ASSUMED

    @property
    def our_days(self) -> int:
        """Ours in calendar days: five workdays are a week."""
        return calendar_days(self.our_workdays)

    @property
    def days(self) -> int:
        """One after the other, since neither side says yes to what the other may still change."""
        return self.payer_days + self.our_days


def calendar_days(workdays: int) -> int:
    """Workdays as calendar days, five to a week and rounded up."""
    return -(-workdays * 7 // 5)


def approvals(
    payer: str, measured: int | None, said: int | None, steps: Sequence[int], our_workdays: int
) -> Approvals:
    """By what the plan’s last decisions took, else what it says, else its steps; else as long as we take."""
    if measured is not None:
        return Approvals(payer, measured, Source.MEASURED, our_workdays)
    if said is not None:
        return Approvals(payer, said, Source.SAID, our_workdays)
    if steps:
        return Approvals(payer, sum(steps), Source.STEPS, our_workdays)
    return Approvals(payer, calendar_days(our_workdays), Source.ASSUMED, our_workdays)


@dataclass(frozen=True, slots=True)
class Review:
    """A review that the agreement calls for."""

    on: date
    months: int
    yearly: bool


def notice_period(terms: Mapping[str, Any]) -> Span | None:
    """The period of notice; where both are settled, months take the place of days."""
    return span_of(terms.get(NOTICE_MONTHS), terms.get(NOTICE_DAYS))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the dates of one agreement hang on.

    `term_end` is the last day of the term that runs, `renewals` how often it renewed until then. Without
    `approvals` there is no day to decide by. `notice_given_on` and `ended_on` are none while neither
    happened.
    """

    terms: Mapping[str, Any]
    term_end: date | None = None
    renewals: int = 0
    approvals: Approvals | None = None
    holidays: Mapping[date, str] = field(default_factory=dict)
    reviews: tuple[Review, ...] = ()
    notice_given_on: date | None = None
    ended_on: date | None = None

    @property
    def notice_on(self) -> date | None:
        """The last day to give notice."""
        period = notice_period(self.terms)
        return None if period is None or self.term_end is None else period.before(self.term_end)

    def with_holidays(self, holidays: Mapping[date, str]) -> Facts:
        """The same with the days off around these dates."""
        return replace(self, holidays=holidays)


def day(on: date) -> str:
    """October 2, 2026."""
    return f"{on:%B} {on.day}, {on.year}"


def count_words(count: int, unit: str) -> str:
    """1 day, 90 days."""
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def span(days: int) -> str:
    """In weeks where they are whole ones from two on, else in days: never rounded."""
    return f"{days // 7} weeks" if days >= 14 and days % 7 == 0 else count_words(days, "day")
