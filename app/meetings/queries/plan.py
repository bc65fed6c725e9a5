"""The communication plan of a partnership, read: who meets and how often, and whether it happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from app.catalogue import catalogue
from app.core.calendar import add_months, month_end, month_start
from app.core.db import rows
from app.partnerships.models import Partnership

from ..models import AgendaTopic, CommunicationPlan, Meeting, SettledQuestion
from ..rules import DenseOffer, Gap, Outcome, SeatFacts, Span, Status, dense_offer, gaps, outcome
from .meetings import MeetingRow, kind_name, next_to_talk
from .schedule import DateRow, Schedule, schedule_for
from .seats import seats_of
from .series import DenseRow, SeriesRow, dense_periods_of, series_of

MONTHS_BACK, MONTHS_AHEAD = 3, 2
MOST_MARKS = 400
MOST_DATES = 40


@dataclass(frozen=True, slots=True)
class Window:
    """The months that the picture shows, the first and last day included."""

    start: date
    end: date

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month."""
        return tuple(add_months(self.start, n) for n in range(MONTHS_BACK + 1 + MONTHS_AHEAD))

    def place(self, day: date) -> str:
        """Where a day stands on the line, in percent of its length."""
        length = (self.end - self.start).days + 1
        return f"{min(max((day - self.start).days, 0), length) * 100 / length:.2f}"

    def width(self, span: Span) -> str:
        """How long the part of a span is that the window shows, in percent."""
        length = (self.end - self.start).days + 1
        first, last = max(span.starts_on, self.start), min(span.ends_on, self.end)
        return f"{max((last - first).days + 1, 0) * 100 / length:.2f}"

    def shows(self, span: Span) -> bool:
        """Whether any day of the span lies in it."""
        return span.starts_on <= self.end and span.ends_on >= self.start


@dataclass(frozen=True, slots=True)
class Mark:
    """One meeting on the line of its kind."""

    on: date
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of meeting: what was planned, what took place, what is ahead."""

    kind: str
    marks: tuple[Mark, ...]

    @property
    def name(self) -> str:
        """The kind in words."""
        return kind_name(self.kind)

    def count(self, wanted: str) -> int:
        """How many of its meetings ended this way."""
        return sum(one.outcome == wanted for one in self.marks)

    @property
    def next_on(self) -> date | None:
        """The day of the next one."""
        return next((one.on for one in self.marks if one.outcome is Outcome.AHEAD), None)

    @property
    def planned(self) -> int:
        """How many had their day."""
        return len(self.marks) - self.count(Outcome.AHEAD)


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series in the table: its people, its rhythm now and later, its next date."""

    series: SeriesRow
    seats: tuple[SeatFacts, ...]
    next: DateRow | None
    dense_until: date | None  # while it is denser

    def people(self, side: str) -> tuple[SeatFacts, ...]:
        """Who comes of one side; a person with two functions once."""
        mine = (one for one in self.seats if one.side == side and not one.is_empty)
        return tuple({one.person_id: one for one in mine}.values())

    @property
    def empty(self) -> tuple[SeatFacts, ...]:
        """The posts that nobody fills."""
        return tuple(one for one in self.seats if one.is_empty and one.function)


@dataclass(frozen=True, slots=True)
class Question:
    """One question that a plan settles, with the answer there is."""

    id: str
    text: str
    answer: str = ""
    settled_on: date | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A gap, and whether it stands on the next agenda already."""

    gap: Gap
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole page."""

    window: Window
    lines: tuple[KindLine, ...]
    series: tuple[SeriesLine, ...]
    dense: tuple[DenseRow, ...]
    offer: DenseOffer | None
    questions: tuple[Question, ...]
    asked: frozenset[str]  # what stands on the next agenda
    open_points: tuple[OpenPoint, ...]
    next_meeting: MeetingRow | None
    agreed_on: date | None
    look_again_on: date | None
    version: int

    def count(self, wanted: str) -> int:
        """How many meetings of all kinds ended this way."""
        return sum(line.count(wanted) for line in self.lines)

    @property
    def planned(self) -> int:
        """How many meetings of all kinds had their day."""
        return sum(line.planned for line in self.lines)

    def of_kind(self, kind: str) -> SeriesLine | None:
        """The series of a kind of meeting, where there is one."""
        return next((one for one in self.series if one.series.kind == kind), None)

    @property
    def settled(self) -> tuple[Question, ...]:
        """The questions that have an answer."""
        return tuple(one for one in self.questions if one.answer)

    @property
    def unsettled(self) -> tuple[Question, ...]:
        """The questions that wait for one."""
        return tuple(one for one in self.questions if not one.answer)

    def running(self, today: date) -> tuple[DenseRow, ...]:
        """The spans that hold today or lie ahead."""
        return tuple(one for one in self.dense if one.is_running(today))

    @property
    def denser(self) -> SeriesLine | None:
        """The first series that is denser now."""
        return next((one for one in self.series if one.dense_until is not None), None)


def plan_of(partnership: Partnership, *, today: date) -> Plan:
    """What is agreed about talking with each other and what became of it [T5 sustainability]."""
    partnership_id = partnership.get_id()
    series = series_of(partnership_id, today=today)
    schedule = schedule_for(series, today=today, count=2)
    seats = seats_of([one.id for one in series])
    dense = dense_periods_of(partnership_id)
    window = Window(month_start(add_months(today, -MONTHS_BACK)), month_end(add_months(today, MONTHS_AHEAD)))
    talk = next_to_talk(partnership_id, today)
    asked = _asked(talk)
    found = gaps(seat for one in series for seat in seats.get(one.id, ()))
    known = [(one.source, one.starts_on) for one in dense]
    stored = CommunicationPlan.get_or_none(CommunicationPlan.partnership == partnership_id)
    offered = dense_offer(partnership.stage, partnership.stage_since, known, today=today)
    return Plan(
        window=window,
        lines=_lines(partnership_id, window, series, schedule, today=today),
        series=tuple(_line(one, seats.get(one.id, ()), schedule, today=today) for one in series),
        dense=dense,
        offer=offered if any(one.can_be_denser for one in series) else None,
        questions=questions_of(partnership_id),
        asked=frozenset(asked),
        open_points=tuple(OpenPoint(gap, gap.question in asked) for gap in found),
        next_meeting=talk,
        agreed_on=stored.agreed_on if stored else None,
        look_again_on=stored.look_again_on if stored else None,
        version=stored.version if stored else 0,
    )


def open_question(partnership: Partnership, about: str, *, today: date) -> str | None:
    """The words of an open point or question by its id; None when it is settled or never was one."""
    partnership_id = partnership.get_id()
    waiting = {one.id: one.text for one in questions_of(partnership_id) if not one.answer}
    if about in waiting:
        return waiting[about]
    seats = seats_of([one.id for one in series_of(partnership_id, today=today)])
    found = gaps(seat for each in seats.values() for seat in each)
    return next((gap.question for gap in found if gap.id == about), None)


def questions_of(partnership_id: int) -> tuple[Question, ...]:
    """The questions to settle, in the catalogue's order, with the answers given."""
    columns = (
        SettledQuestion.question,
        SettledQuestion.answer,
        SettledQuestion.settled_on,
        SettledQuestion.version,
    )
    query = SettledQuestion.select(*columns).where(SettledQuestion.partnership == partnership_id)
    answers = {ident: cells for ident, *cells in rows(query)}
    return tuple(Question(ident, text, *answers.get(ident, ())) for ident, text in question_texts().items())


def question_texts() -> dict[str, str]:
    """The questions of the catalogue by id: CQ1 for the first."""
    texts = cast("Sequence[str]", catalogue().section("communication_plan", "questions_to_settle"))
    return {f"CQ{place}": text for place, text in enumerate(texts, 1)}


def expectations() -> tuple[str, ...]:
    """What both sides may expect of each other."""
    return tuple(cast("Sequence[str]", catalogue().section("communication_plan", "expectations")))


def _asked(meeting: MeetingRow | None) -> set[str]:
    """The topics that stand on the next agenda."""
    if meeting is None:
        return set()
    query = AgendaTopic.select(AgendaTopic.text).where(
        (AgendaTopic.meeting == meeting.id) & ~AgendaTopic.removed
    )
    return {text for (text,) in rows(query)}


def _line(series: SeriesRow, seats: tuple[SeatFacts, ...], schedule: Schedule, *, today: date) -> SeriesLine:
    following = schedule.ahead(series, today=today, count=1)
    spans = schedule.spans.get(series.partnership_id, ()) if series.can_be_denser else ()
    until = _end_of(today, spans)
    unchanged = schedule.cadence(series).halfway() is None
    resting = unchanged or series.rests(today) or series.is_paused(today)
    return SeriesLine(series, seats, following[0] if following else None, None if resting else until)


def _end_of(today: date, spans: Iterable[Span]) -> date | None:
    """The last day of the dense stretch that holds today; spans that touch count as one."""
    end: date | None = None
    for span in sorted(spans, key=lambda one: one.starts_on):
        if span.holds((end or today - timedelta(days=1)) + timedelta(days=1)):
            end = max(span.ends_on, end or span.ends_on)
    return end


def _lines(
    partnership_id: int, window: Window, series: Sequence[SeriesRow], schedule: Schedule, *, today: date
) -> tuple[KindLine, ...]:
    marks: dict[str, list[Mark]] = {one.kind: [] for one in series}
    mine = (Meeting.partnership == partnership_id) & Meeting.on.between(window.start, window.end)
    query = Meeting.select(Meeting.kind, Meeting.on, Meeting.status).where(mine)
    for kind, on, status in rows(query.order_by(Meeting.on, Meeting.id).limit(MOST_MARKS)):
        if not (status == Status.CANCELLED and on >= today):
            marks.setdefault(kind, []).append(Mark(on, outcome(status, on, today=today)))
    for one in series:
        for day in schedule.ahead(one, today=today, count=MOST_DATES):
            if not day.public_id and day.on <= window.end:
                marks[one.kind].append(Mark(day.on, Outcome.AHEAD))
    return tuple(KindLine(kind, tuple(sorted(each, key=lambda one: one.on))) for kind, each in marks.items())
