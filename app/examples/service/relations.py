"""How the two sides get on, of one told example, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.core.db import BaseModel
from app.examples.reader import ExamplePartnership
from app.examples.story import Story
from app.examples.story.records import StoryCulture
from app.people.models import CultureProfile
from app.relationship.models import (
    DecisionRequest,
    FitAnswer,
    SignSeen,
    Touch,
    UrgentQuestion,
)

Row = dict[str, Any]
# Of a concern that the folder tells: spoken of in person, after so many days, or by the day it was settled.
SPOKEN_AFTER = timedelta(days=59)
RESOLUTION = "Talked through in person, and settled by one agreed change."


def concern_rows(
    example: ExamplePartnership, story: Story, people: Mapping[str, int], now: datetime
) -> list[Row]:
    """The concerns of the folder as they were spoken of, and those that the story adds."""
    names = ("opened_on", "raised_by_side", "area", "text", "resolved_on")
    told = []
    for one in example.concerns:
        spoken_on = one.opened_on + SPOKEN_AFTER
        if one.resolved_on is not None:
            spoken_on = min(spoken_on, one.resolved_on)
        spoken = spoken_on <= now.date()
        told.append(
            {name: getattr(one, name) for name in names}
            | {
                "told_on": spoken_on if spoken else None,
                "told_how": "in_person" if spoken else "not_yet",
                "resolution": RESOLUTION if one.resolved_on else "",
                **_PLAIN,
            }
        )
    added = [
        {
            "opened_on": one.opened_on,
            "raised_by_side": "provider",
            "area": one.area,
            "text": one.text,
            "resolved_on": None,
            "told_on": None,
            "told_how": "not_yet",
            "resolution": "",
            "severity": one.severity,
            "person_or_culture": one.person_or_culture,
            "owner": people[one.owner],
            "effect": one.effect,
            "asks": one.asks,
            "offers": one.offers,
        }
        for one in story.relations.concerns
    ]
    return told + added


# Rows that are stored together name the same columns.
_PLAIN: Row = {
    "severity": "",
    "person_or_culture": "",
    "owner": None,
    "effect": "",
    "asks": "",
    "offers": "",
}


def relation_rows(story: Story, people: Mapping[str, int]) -> tuple[tuple[type[BaseModel], list[Row]], ...]:
    """Rows by table; each still needs its partnership and the moment it was made."""
    told = story.relations
    return (
        (FitAnswer, [{n: getattr(one, n) for n in ("question", "on", "score", "saw")} for one in told.fit]),
        (SignSeen, [{n: getattr(one, n) for n in ("sign", "on", "note")} for one in told.signs]),
        (
            Touch,
            [
                {"person": people[one.person], "on": one.on, "how": one.how, "note": one.note}
                for one in told.touches
            ],
        ),
        (
            UrgentQuestion,
            [
                {
                    "asked_on": one.asked_on,
                    "asked_by_side": "provider",
                    "kind": one.kind,
                    "asked_of": people[one.asked_of],
                    "answered_on": one.answered_on,
                    "solved_on": one.solved_on,
                    "pattern_note": one.pattern_note,
                }
                for one in told.questions
            ],
        ),
        (
            DecisionRequest,
            [
                {
                    "asked_on": one.asked_on,
                    "question": one.question,
                    "side": "payer",
                    "approvers": one.approvers,
                    "expected_on": one.expected_on,
                    "decided_on": one.decided_on,
                    "decision": one.decision,
                }
                for one in told.decisions
            ],
        ),
    )


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
