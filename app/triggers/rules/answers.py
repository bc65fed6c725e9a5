"""What people answer to a signal, and when it asks again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WATCHED_DAYS, REVIEW_DAYS = 30, 30  # [L7 balance] [ours]
PAST_DAYS = 45  # older points of the time before anybody watched ask for nothing


class Answer(StrEnum):
    """What was decided about a signal."""

    REVIEW = "review"
    WATCH = "watch"
    DISMISS = "dismiss"
    PAST = "past"  # from the time before the rules watched: it asks for nothing


ANSWERS = {
    Answer.REVIEW: "Take it into a review",
    Answer.WATCH: "Watch it",
    Answer.DISMISS: "Set it aside",
}


class Standing(StrEnum):
    """Where a signal stands for the people who read it."""

    ASKS = "asks"
    WATCHED = "watched"
    ANSWERED = "answered"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Asked:
    """What decides whether a signal asks for an answer."""

    answer: str
    closed: bool
    withdrawn: bool
    ask_again_on: date | None


def standing(one: Asked, today: date) -> Standing:
    """Open ones ask until they are answered; a watched one asks again when its day comes."""
    if one.closed or one.withdrawn or one.answer == Answer.PAST:
        return Standing.OVER
    if one.answer == Answer.WATCH:
        due = one.ask_again_on is not None and one.ask_again_on <= today
        return Standing.ASKS if due else Standing.WATCHED
    return Standing.ANSWERED if one.answer else Standing.ASKS


def asks_again(today: date) -> date:
    """The day on which a watched signal asks again."""
    return today + timedelta(days=WATCHED_DAYS)


def review_by(today: date) -> date:
    """The day by which a review that a signal opens is held."""
    return today + timedelta(days=REVIEW_DAYS)
