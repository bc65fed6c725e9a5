"""Urgent questions, read as frozen rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from peewee import JOIN

from app.core.calendar import month_end, month_start
from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.organization.queries import holidays_between
from app.partnerships.rules import Side
from app.people.models import Person

from ..models import UrgentQuestion
from ..rules import KIND_WORDS, QuestionKind, business_days, mean_days, pattern_words

PAGE = 50
LOOKED_BACK = timedelta(days=180)  # far enough to see what repeats itself
MOST_COUNTED = 1000
GONE = "This question is gone, or never was."


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One urgent question; `days` are business days to the answer, None while it is open."""

    public_id: str
    asked_on: date
    asked_by_side: str
    kind: str
    asked_of: str
    answered_on: date | None
    solved_on: date | None
    pattern_note: str
    days: int | None

    @property
    def kind_words(self) -> str:
        """What it was about; a kind this program does not know is shown as it is."""
        return KIND_WORDS[QuestionKind(self.kind)] if self.kind in list(QuestionKind) else self.kind


def _rows() -> Any:
    return UrgentQuestion.select(
        UrgentQuestion.public_id,
        UrgentQuestion.asked_on,
        UrgentQuestion.asked_by_side,
        UrgentQuestion.kind,
        Person.name,
        UrgentQuestion.answered_on,
        UrgentQuestion.solved_on,
        UrgentQuestion.pattern_note,
    ).join(Person, JOIN.LEFT_OUTER, on=(UrgentQuestion.asked_of == Person.id))


def _row(values: tuple[Any, ...], holidays: Collection[date]) -> QuestionRow:
    asked, answered = values[1], values[5]
    days = business_days(asked, answered, holidays) if answered else None
    return QuestionRow(*(*values[:4], values[4] or "", *values[5:], days))


def question_page(partnership_id: int, *, offset: int = 0, limit: int = PAGE) -> tuple[QuestionRow, ...]:
    """Questions, newest first; one more than fits when there is more."""
    query = (
        _rows()
        .where((UrgentQuestion.partnership == partnership_id) & ~UrgentQuestion.removed)
        .order_by(UrgentQuestion.asked_on.desc(), UrgentQuestion.id.desc())
        .limit(limit + 1)
        .offset(offset)
    )
    found = list(rows(query))
    holidays = _holidays([(row[1], row[5]) for row in found])
    return tuple(_row(values, holidays) for values in found)


def _holidays(spans: Collection[tuple[date, date | None]]) -> Collection[date]:
    """The days off that lie in any of the spans; nothing is asked where no answer came on a later day."""
    closed = [(asked, answered) for asked, answered in spans if answered and answered > asked]
    if not closed:
        return ()
    return holidays_between(min(asked for asked, _ in closed), max(answered for _, answered in closed))


def get_question(public_id: str) -> UrgentQuestion:
    """The question with this id, to change it. Raises NotFound."""
    found = UrgentQuestion.get_or_none(UrgentQuestion.public_id == public_id)
    if found is None:
        raise NotFound(GONE)
    return found


def get_question_row(public_id: str) -> QuestionRow:
    """As the list shows it. Raises NotFound."""
    values = first_row(_rows().where((UrgentQuestion.public_id == public_id) & ~UrgentQuestion.removed))
    if values is None:
        raise NotFound(GONE)
    return _row(values, _holidays([(values[1], values[5])]))


def question_pattern(partnership_id: int, today: date) -> str:
    """What repeats itself among the questions of the last half year, in a sentence; or nothing."""
    query = (
        UrgentQuestion.select(UrgentQuestion.kind)
        .where(
            (UrgentQuestion.partnership == partnership_id)
            & (UrgentQuestion.asked_on >= today - LOOKED_BACK)
            & ~UrgentQuestion.removed
        )
        .order_by(UrgentQuestion.asked_on.desc(), UrgentQuestion.id.desc())
        .limit(MOST_COUNTED)
    )
    return pattern_words([kind for (kind,) in rows(query)])


def reply_days_mean(partnership_id: int, month: date, *, side: str = Side.PAYER) -> Decimal | None:
    """Mean business days to an answer of `side`, over questions put to it in the month of `month`.

    RL03 and TR06 read this. A question still open counts once it is answered; None without an
    answer [L8 behaviors].
    """
    asker = Side.PROVIDER if side == Side.PAYER else Side.PAYER
    query = (
        UrgentQuestion.select(UrgentQuestion.asked_on, UrgentQuestion.answered_on)
        .where(
            (UrgentQuestion.partnership == partnership_id)
            & UrgentQuestion.asked_on.between(month_start(month), month_end(month))
            & (UrgentQuestion.asked_by_side == asker)
            & UrgentQuestion.answered_on.is_null(False)
            & ~UrgentQuestion.removed
        )
        .limit(MOST_COUNTED)
    )
    spans = [(asked, answered) for asked, answered in rows(query)]
    holidays = _holidays(spans)
    return mean_days([business_days(asked, answered, holidays) for asked, answered in spans])
