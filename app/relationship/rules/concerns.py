"""Concerns: what they are about, whether they were spoken of, and how long they stay open. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Area(StrEnum):
    """What a concern is about [L7 balance] [L8 behaviors]."""

    EFFORT = "effort"
    PAYMENT = "payment"
    OUTCOMES = "outcomes"
    COMMUNICATION = "communication"
    OPERATIONS = "operations"
    DATA = "data"
    OTHER = "other"


class ToldHow(StrEnum):
    """How the other side was told [L8 behaviors]."""

    NOT_YET = "not_yet"
    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"
    EMAIL = "email"


class Nature(StrEnum):
    """Whether a person or an organization explains it [L8 culture]."""

    INDIVIDUAL = "individual"
    ORGANIZATION = "organization"
    BOTH = "both"
    UNCLEAR = "unclear"


class Severity(StrEnum):
    """How much it weighs."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


AREA_WORDS = {area: area.value.capitalize() for area in Area}
TOLD_WORDS = {
    ToldHow.NOT_YET: "Not spoken of yet",
    ToldHow.IN_PERSON: "In person",
    ToldHow.VIDEO: "By video",
    ToldHow.PHONE: "By phone",
    ToldHow.EMAIL: "By email",
}
NATURE_WORDS = {
    Nature.INDIVIDUAL: "One person",
    Nature.ORGANIZATION: "How the organization works",
    Nature.BOTH: "Both",
    Nature.UNCLEAR: "Not clear yet",
}


def days_open(opened_on: date, resolved_on: date | None, today: date) -> int:
    """Calendar days from the day it was raised to the day it was settled, or to today [L8 behaviors]."""
    return max(((resolved_on or today) - opened_on).days, 0)


def told_problem(told_how: str, told_on: date | None, opened_on: date, today: date) -> str:
    """What does not fit between how and when the other side was told; empty when all does."""
    if told_how and told_how != ToldHow.NOT_YET and told_on is None:
        return "Enter the day on which you spoke of it."
    if told_on is None:
        return ""
    if told_how in ("", ToldHow.NOT_YET):
        return "Choose how you spoke of it, or clear this day."
    if told_on > today:
        return "Enter this day once it has come."
    if told_on < opened_on:
        return "This day is before the concern was raised."
    return ""


@dataclass(frozen=True, slots=True)
class OpenConcern:
    """What decides for which concern a talk is prepared."""

    public_id: str
    opened_on: date
    told_on: date | None


def guide_concern(concerns: Sequence[OpenConcern]) -> str | None:
    """The oldest open concern not spoken of, else the oldest open one [L8 behaviors] [L5 hard-talks]."""
    if not concerns:
        return None
    first = min(concerns, key=lambda one: (one.told_on is not None, one.opened_on, one.public_id))
    return first.public_id
