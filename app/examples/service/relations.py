"""How the two sides get on, of one told example, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from app.core.db import BaseModel
from app.core.fields import new_public_id
from app.examples.reader import ExamplePartnership
from app.examples.reader.records import Concern
from app.examples.story import Story
from app.examples.story.records import StoryCulture
from app.people.models import CultureProfile
from app.relationship.models import (
    TOLD_AROUND,
    DecisionRequest,
    FitAnswer,
    SignSeen,
    Touch,
    UrgentQuestion,
)

Row = dict[str, Any]
# Of a concern that the folder tells: spoken of in person, after so many days, or by the day it was settled.
SPOKEN_AFTER = timedelta(days=59)
SETTLED_AFTER = timedelta(days=20)
RESOLUTION = "Talked through in person, and settled by one agreed change."


# Rows that are stored together name the same columns.
_UNSAID: Row = {
    "resolved_on": None,
    "told_on": None,
    "told_how": "not_yet",
    "resolution": "",
    "severity": "",
    "person_or_culture": "",
    "owner": None,
    "effect": "",
    "asks": "",
    "offers": "",
}


def concern_rows(
    example: ExamplePartnership, story: Story, people: Mapping[str, int], now: datetime
) -> list[Row]:
    """The concerns of the folder as they were spoken of, and those that the story adds."""
    told = [_told_concern(one, now) for one in example.concerns]
    added = [
        {
            **_UNSAID,
            "public_id": TOLD_AROUND + new_public_id()[len(TOLD_AROUND) :],
            "raised_by_side": "provider",
            "owner": people[one.owner],
            **_cells(one, "opened_on", "area", "text", "severity", "person_or_culture"),
            **_cells(one, "effect", "asks", "offers"),
            "resolved_on": _settled_since(one.opened_on, now),
        }
        for one in story.relations.concerns
    ]
    return told + added


def _settled_since(opened_on: date, now: datetime) -> date | None:
    """A concern that the story leaves open was settled in time, unless its days have not passed yet."""
    settled_on = opened_on + SETTLED_AFTER
    return settled_on if settled_on < now.date() else None


def _told_concern(one: Concern, now: datetime) -> Row:
    spoken_on = one.opened_on + SPOKEN_AFTER
    if one.resolved_on is not None:
        spoken_on = min(spoken_on, one.resolved_on)
    spoken = {"told_on": spoken_on, "told_how": "in_person"} if spoken_on <= now.date() else {}
    return {
        **_UNSAID,
        "public_id": new_public_id(),
        **_cells(one, "opened_on", "raised_by_side", "area", "text", "resolved_on"),
        **spoken,
        "resolution": RESOLUTION if one.resolved_on else "",
    }


def relation_rows(story: Story, people: Mapping[str, int]) -> tuple[tuple[type[BaseModel], list[Row]], ...]:
    """Rows by table; each still needs its partnership and the moment it was made."""
    told = story.relations
    touches = [{"person": people[one.person], **_cells(one, "on", "how", "note")} for one in told.touches]
    questions = [
        {
            "asked_by_side": "provider",
            "asked_of": people[one.asked_of],
            **_cells(one, "asked_on", "kind", "answered_on", "solved_on", "pattern_note"),
        }
        for one in told.questions
    ]
    asked = ("asked_on", "question", "approvers", "expected_on", "decided_on", "decision")
    return (
        (FitAnswer, [_cells(one, "question", "on", "score", "saw") for one in told.fit]),
        (SignSeen, [_cells(one, "sign", "on", "note") for one in told.signs]),
        (Touch, touches),
        (UrgentQuestion, questions),
        (DecisionRequest, [{"side": "payer", **_cells(one, *asked)} for one in told.decisions]),
    )


def _cells(told: object, *names: str) -> Row:
    return {name: getattr(told, name) for name in names}


def store_culture(told: StoryCulture, organization_id: int, now: datetime) -> None:
    """How an organization works, unless it is known from another example."""
    if CultureProfile.select().where(CultureProfile.organization == organization_id).exists():
        return
    names = [name for name in told.__dataclass_fields__ if name not in ("side", "kind", "approvers")]
    values: Row = {name: getattr(told, name) for name in names}
    values["preferred_modes"] = list(told.preferred_modes)
    values["approvers"] = [
        {"function": function, "topic": topic, "days_needed": days}
        for function, topic, days in told.approvers
    ]
    CultureProfile.create(organization=organization_id, created_at=now, **values)
