"""Who leads a step, where its date comes from, how late it is, and what to say of all of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from app.core.calendar import day_words


class Lead(StrEnum):
    """Who leads a step of a stage."""

    PAYER = "payer"
    PROVIDER = "provider"
    JOINT = "joint"


class Anchor(StrEnum):
    """What the date of a step hangs on."""

    HAND = ""
    STAGE = "stage"
    MILESTONE = "milestone"


class Show(StrEnum):
    """Which steps a list shows."""

    NOW = "now"
    LATE = "late"
    DONE = "done"
    ALL = "all"

    @property
    def words(self) -> str:
        """What its chip says."""
        return "Now and next" if self is Show.NOW else self.value.capitalize()


# The lessons that group milestones [QT]; an item belongs to the first that its source names.
LESSONS = ("L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "T5")
# "Next" reaches three months ahead [ours]: longer ones are plans, nearer ones ask for something.
NEXT = timedelta(weeks=13)


def lesson_of(src: Iterable[str]) -> str:
    """The lesson an item of the catalogue belongs to: the first that its source names, or none."""
    return next((tag for source in src if (tag := source.split(" ")[0]) in LESSONS), "")


def lead_words(lead: str, payer: str) -> str:
    """Who leads, by name."""
    return {Lead.PAYER: payer, Lead.PROVIDER: "our side"}.get(Lead(lead), "both sides")


def late_words(due_on: date, today: date) -> str:
    """How far a day is past: 6 days late, 9 weeks late, 14 months late, 3 years late."""
    days = (today - due_on).days
    if days < 2:
        return "1 day late"
    if days < 60:
        return f"{days} days late"
    if days < 365:
        return f"{days // 7} weeks late"
    months = (today.year - due_on.year) * 12 + today.month - due_on.month - (today.day < due_on.day)
    return f"{months} months late" if months < 24 else f"{months // 12} years late"


def distance_words(days: int) -> str:
    """How far a step lies from what it hangs on: 4 weeks after, 3 days before, on the same day as."""
    if days == 0:
        return "on the same day as"
    count, unit = (abs(days) // 7, "week") if days % 7 == 0 else (abs(days), "day")
    return f"{count} {unit}{'' if count == 1 else 's'} {'after' if days > 0 else 'before'}"


def plan_words(
    late: int, first_late: tuple[str, date] | None, following: tuple[str, date] | None, *, any_done: bool
) -> str:
    """What matters now on the plan, in one or two sentences: what waits longest, and what comes next."""
    words = []
    if first_late is not None:
        title, due = first_late
        if late == 1:
            words.append(f"One milestone is late: “{title}”, due {day_words(due)}.")
        else:
            many = "More than 200" if late > 200 else f"{late}"
            words.append(f"{many} milestones are late; “{title}” has waited longest, since {day_words(due)}.")
    if following is not None:
        title, due = following
        words.append(f"{'Next' if words else 'Nothing is late. Next'} is “{title}”, due {day_words(due)}.")
    if words:
        return " ".join(words)
    return "Nothing is open with a date." if any_done else "No milestone has a date yet."
