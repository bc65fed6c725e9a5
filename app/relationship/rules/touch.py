"""How often to speak with a person, and what silence says. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.partnerships.rules import Stage


class TouchHow(StrEnum):
    """How somebody was reached."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"
    EMAIL = "email"


class Silence(StrEnum):
    """How a silence is shown: color is a request, so only what asks for something has one."""

    NONE = "none"
    AMBER = "amber"
    RED = "red"


TOUCH_WORDS = {
    TouchHow.IN_PERSON: "In person",
    TouchHow.VIDEO: "Video",
    TouchHow.PHONE: "Phone",
    TouchHow.EMAIL: "Email",
}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """After how many days a word is good, and after how many it is overdue."""

    ideal_days: int
    longest_days: int


# Close together while things are being built, wider once they run [L1 foundation] [T5 sustainability] [ours].
CLOSE, WIDE = Rhythm(14, 28), Rhythm(30, 60)


def default_rhythm(stage: str, *, first_pilot_year: bool) -> Rhythm | None:
    """The rhythm to start from in a stage; None once a partnership has ended."""
    if stage == Stage.ENDED:
        return None
    if stage == Stage.SUSTAINED or (stage == Stage.PILOT and not first_pilot_year):
        return WIDE
    return CLOSE


def silence(last_on: date | None, rhythm: Rhythm, today: date) -> Silence:
    """Amber from the ideal interval on, red from the longest; before a first word amber at most."""
    if last_on is None:
        return Silence.AMBER
    days = (today - last_on).days
    if days >= rhythm.longest_days:
        return Silence.RED
    return Silence.AMBER if days >= rhythm.ideal_days else Silence.NONE


def speak_by(last_on: date, rhythm: Rhythm) -> date:
    """The day by which the next word is good."""
    return last_on + timedelta(days=rhythm.ideal_days)


def every_words(rhythm: Rhythm) -> str:
    """The rhythm as a line: every 2 weeks is good, 4 at most."""
    ideal, longest = rhythm.ideal_days, rhythm.longest_days
    if ideal % 7 == 0 and longest % 7 == 0 and ideal >= 14:
        return f"every {ideal // 7} weeks is good, {longest // 7} at most"
    return f"every {ideal} days is good, {longest} at most"
