"""What the papers of an end hold: calendar, two messages, what was learned. Pure [L7 exit]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sheet(StrEnum):
    """Which paper of an end."""

    LESSONS = "lessons"
    JOINT = "joint"
    CALENDAR = "calendar"
    REFERRERS = "referrers"
    TEAMS = "teams"


NAMES = {
    Sheet.LESSONS: "lessons note",
    Sheet.JOINT: "joint lessons note",
    Sheet.CALENDAR: "wind-down calendar",
    Sheet.REFERRERS: "notice to referrers",
    Sheet.TEAMS: "message for staff and care teams",
}
NEED_NOTICE = (Sheet.CALENDAR, Sheet.REFERRERS, Sheet.TEAMS)


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One step of the way out. `why` is empty in a copy for the partner."""

    title: str
    on: date | None
    who: str
    done_on: date | None
    why: str


@dataclass(frozen=True, slots=True)
class Learned:
    """What one side learned; `side` is its name."""

    side: str
    about: str
    text: str
    ask_next: str


@dataclass(frozen=True, slots=True)
class HandOverCounts:
    """The hand-over in counts, in words; weeks only in our own copy."""

    to_hand_on: str
    handed_on: str
    left: str
    weeks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EndingFacts:
    """Everything that the papers of an end are made of."""

    partnership: str
    provider: str
    payer: str
    given_on: date | None
    given_by: str
    reasons: tuple[str, ...]
    note: str
    last_enrollment: date | None
    last_service: date | None
    contact: str
    messages: tuple[tuple[str, str, str], ...]  # who is told, who tells them, by when
    caller: str
    lines: tuple[CalendarLine, ...]
    counts: HandOverCounts
    answers: tuple[tuple[str, str, str], ...]  # question, answer, how it stands; ours alone
    learned: tuple[Learned, ...]
    again_on: date | None

    def learned_about(self, about: str) -> tuple[Learned, ...]:
        """The lessons about one thing."""
        return tuple(one for one in self.learned if one.about == about)
