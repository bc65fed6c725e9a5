"""Urgent questions: how long an answer takes, and what repeats itself. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.core.calendar import is_business_day
from app.core.text import count_words

PLACES = Decimal("0.000001")
# Fewer of one kind are chance [ours].
REPEATED = 2


class QuestionKind(StrEnum):
    """What held up care: only the kind of thing, never whose [L4 operations] [L8 behaviors]."""

    MEDICINE = "medicine"
    SUPPLIES = "supplies_or_equipment"
    AUTHORIZATION = "authorization"
    HOME_SERVICE = "home_service"
    ELIGIBILITY = "eligibility"
    PAYMENT = "payment"
    OTHER = "other"


KIND_WORDS = {
    QuestionKind.MEDICINE: "Medicine",
    QuestionKind.SUPPLIES: "Supplies or equipment",
    QuestionKind.AUTHORIZATION: "Authorization",
    QuestionKind.HOME_SERVICE: "Service at home",
    QuestionKind.ELIGIBILITY: "Eligibility",
    QuestionKind.PAYMENT: "Payment",
    QuestionKind.OTHER: "Something else",
}


def business_days(asked_on: date, answered_on: date, holidays: Collection[date] = ()) -> int:
    """Business days from the question to the answer; 0 when it came on the same day [L8 behaviors]."""
    day, count = asked_on, 0
    while day < answered_on:
        day += timedelta(days=1)
        count += is_business_day(day, holidays)
    return count


def mean_days(answered: Sequence[int]) -> Decimal | None:
    """The mean of days to an answer, to six places; None without one."""
    if not answered:
        return None
    return (Decimal(sum(answered)) / len(answered)).quantize(PLACES, rounding=ROUND_HALF_UP)


def pattern_words(kinds: Sequence[str]) -> str:
    """What repeats itself among questions, in one sentence; empty while nothing does [L4 operations]."""
    if not kinds:
        return ""
    kind, count = min(Counter(kinds).items(), key=lambda one: (-one[1], one[0]))
    if count < REPEATED or count * 3 < len(kinds) or kind not in KIND_WORDS or kind == QuestionKind.OTHER:
        return ""
    about = KIND_WORDS[QuestionKind(kind)].lower()
    if count == len(kinds):
        return f"All {_number(count)} were about {about}."
    return f"{_number(count).capitalize()} of {_number(len(kinds))} were about {about}."


def _number(count: int) -> str:
    return count_words(count, none="none")
