"""Everything the page of an end shows, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.core.calendar import month_start, span_of
from app.information.queries import LessonRow, lessons_of
from app.metrics.queries import get_month, latest_month
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.terms.queries import definitions, shown_value, term_end, term_sheet

from ..rules import Bounds, ExitFacts, Standing, Step, full_day, lede, propose, talk_again
from .rows import AnswerRow, EndingRow, StepRow, WeekRow, answers_of, ended_on, endings_of, steps_of, weeks_of

NOTICE_MONTHS, NOTICE_DAYS, START = "S03.notice_months", "S03.notice_days", "S03.start_date"
AGAIN, ENROLLMENT = "S36.recontact_date", "S36.last_enrollment_rule"
REPORT_DAYS, BILL_DAYS, PAY_DAYS = "S28.report_due_days", "S26.bill_within_days", "S26.pay_within_days"
REPAYMENT = "S24.repay_terms"
# What the agreement says of an end and of what goes on after it, in the order it is needed.
SAID = (
    *(NOTICE_DAYS, NOTICE_MONTHS, ENROLLMENT, "S36.patients_in_care_rule", "S36.messages"),
    *("S36.closing_reports", REPORT_DAYS, BILL_DAYS, PAY_DAYS, "S26.correction_window_days", REPAYMENT),
)


@dataclass(frozen=True, slots=True)
class EndingView:
    """Where an end stands: what was asked, what was promised, what was counted and what was learned."""

    ending: EndingRow | None
    past: tuple[EndingRow, ...]
    steps: tuple[StepRow, ...]
    weeks: tuple[WeekRow, ...]
    answers: tuple[AnswerRow, ...]
    lessons: tuple[LessonRow, ...]
    standing: Standing
    again_seen: str
    again_proposed: date | None
    terms: Mapping[str, Any]

    @property
    def lede(self) -> str:
        """How it stands, in a sentence."""
        return lede(self.standing)

    @property
    def late(self) -> tuple[StepRow, ...]:
        """Steps whose day has passed."""
        return tuple(one for one in self.steps if one.is_late(self.standing.today))

    def lessons_of_side(self, side: str) -> tuple[LessonRow, ...]:
        """What one side learned."""
        return tuple(one for one in self.lessons if one.side == side)

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """What the agreement says of an end: name of the term and its words."""
        known = definitions()
        return tuple(
            (known[key].label, shown_value(key, self.terms[key])) for key in SAID if key in self.terms
        )


def ending_view(partnership: Partnership, today: date) -> EndingView:
    """The page of one partnership."""
    sheet = term_sheet(partnership.id, today)
    endings = endings_of(partnership.id)
    ending = next((one for one in endings if one.is_under_way), None)
    steps = steps_of(ending.id) if ending else ()
    weeks = weeks_of(ending.id) if ending else ()
    standing = _standing(partnership, sheet.values, ending, steps, weeks, today)
    service = standing.last_service_on
    return EndingView(
        ending=ending,
        past=tuple(one for one in endings if not one.is_under_way),
        steps=steps,
        weeks=weeks,
        answers=answers_of(partnership.id),
        lessons=lessons_of(partnership.id),
        standing=standing,
        again_seen=sheet.fingerprints.get(AGAIN, ""),
        again_proposed=talk_again(service) if service else None,
        terms=sheet.values,
    )


def _standing(
    partnership: Partnership,
    terms: Mapping[str, Any],
    ending: EndingRow | None,
    steps: tuple[StepRow, ...],
    weeks: tuple[WeekRow, ...],
    today: date,
) -> Standing:
    given_on = (ending.given_on if ending else None) or partnership.notice_given_on
    end = term_end(terms, today, given_on)
    notice = span_of(terms.get(NOTICE_MONTHS), terms.get(NOTICE_DAYS))
    return Standing(
        today=today,
        given_on=given_on,
        ended_on=ended_on(partnership),
        last_service_on=next((one.on for one in steps if one.step is Step.LAST_SERVICE), None),
        last_notice_on=notice.before(end.on) if notice and end else None,
        term_end=end.on if end else None,
        to_hand_on=ending.to_hand_on if ending else None,
        handed_on=sum(one.patients for one in weeks),
        late=sum(one.is_late(today) for one in steps),
        open=sum(one.is_open for one in steps),
        again_on=terms.get(AGAIN),
    )


def exit_facts(terms: Mapping[str, Any], given_on: date, last_service_on: date | None = None) -> ExitFacts:
    """What the days of an end hang on, from the terms in force."""
    end = term_end(terms, given_on, given_on)
    return ExitFacts(
        given_on=given_on,
        notice=span_of(terms.get(NOTICE_MONTHS), terms.get(NOTICE_DAYS)),
        term_end=end.on if end else None,
        last_service_on=last_service_on,
        enrollment_rule=str(terms.get(ENROLLMENT) or ""),
        lessons_agreed=terms.get("S36.lessons_meeting") is True,
        report_days=terms.get(REPORT_DAYS),
        bill_days=terms.get(BILL_DAYS),
        pay_days=terms.get(PAY_DAYS),
    )


def bounds_of(
    partnership: Partnership, terms: Mapping[str, Any], enrollment_on: date | None, today: date
) -> Bounds:
    """What a notice has to fit. Once enrollment is over, the month of its last day bounds the hand-over."""
    start = terms.get(START)
    end = term_end(terms, today, partnership.notice_given_on)
    bounds = Bounds(today, start if isinstance(start, date) else None, end.on if end else None)
    if enrollment_on is None or enrollment_on > today:
        return bounds
    month = get_month(partnership.id, month_start(enrollment_on))
    counts = [month.values[name] for name in ("census_start", "census_end")] if month else []
    known = [count for count in counts if count is not None]
    if not known:
        return bounds
    return replace(bounds, most_in_care=max(known), counted_in=f"{enrollment_on:%B %Y}")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an end would mean if notice were given today."""

    today: date
    ends_on: date
    in_care: int | None
    counted_on: date | None

    @property
    def is_over(self) -> bool:
        """Whether the term that stands in the terms is over already."""
        return self.ends_on < self.today

    @property
    def opening(self) -> str:
        """On which day the agreement would end."""
        if self.is_over:
            return f"The term ended {full_day(self.ends_on)}. If you go on, settle its new last day first."
        return f"The agreement would end on {full_day(self.ends_on)}."

    @property
    def sentence(self) -> str:
        """22 patients were in care at the end of November 2024, or that it is not known."""
        if self.in_care is None or self.counted_on is None:
            return "How many patients are in care is not known; enter the months under Numbers."
        were = "patient was" if self.in_care == 1 else "patients were"
        return f"{self.in_care:,} {were} in care at the end of {self.counted_on:%B %Y}."


def meaning_of(partnership: Partnership, view: EndingView) -> Meaning | None:
    """The day a notice of today would end it, and who would have to be handed on; none without a contract."""
    if not Stage(partnership.stage).is_signed:
        return None
    today = view.standing.today
    service = next(one for one in propose(exit_facts(view.terms, today)) if one.step is Step.LAST_SERVICE)
    month = latest_month(partnership.id)
    return Meaning(today, service.on, month.census_end if month else None, month.month_on if month else None)
