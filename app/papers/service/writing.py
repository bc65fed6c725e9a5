"""A form of minutes, stored whole: what somebody else saved meanwhile is told and not written over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.actions.service import ActionFacts
from app.core.actor import Actor
from app.core.db import write
from app.core.errors import Conflict
from app.meetings import service as meetings


@dataclass(frozen=True, slots=True)
class LineNotes:
    """What was typed on one line."""

    topic_id: int
    notes: str
    discussed: bool
    seen: int | None


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """A decision as it was typed."""

    text: str
    decided_by: str
    topic_id: int | None


@dataclass(frozen=True, slots=True)
class ActionWords:
    """An action as it was typed."""

    facts: ActionFacts
    topic_id: int | None


@dataclass(frozen=True, slots=True)
class MinutesWords:
    """Everything one form of minutes holds."""

    lines: tuple[LineNotes, ...]
    came: Mapping[int, str]
    concerns: tuple[str, int | None] | None
    decision: DecisionWords | None
    action: ActionWords | None


@dataclass(frozen=True, slots=True)
class Clash:
    """A text that somebody else saved first: the field, and both versions."""

    field: str
    mine: str
    theirs: str


def save_minutes(public_id: str, words: MinutesWords, *, actor: Actor, now: datetime) -> tuple[Clash, ...]:
    """Store everything the form holds; each text that somebody else saved first is left and returned."""
    clashes: list[Clash] = []
    with write():
        if words.came:
            meetings.save_attendance(public_id, words.came, actor=actor, now=now)
        for line in words.lines:
            try:
                save_line(public_id, line, actor=actor, now=now)
            except Conflict as error:
                clashes.append(_clash(f"notes-{line.topic_id}", "notes", error))
        if words.concerns is not None:
            note, seen = words.concerns
            try:
                meetings.save_concerns(public_id, note, seen=seen, actor=actor, now=now)
            except Conflict as error:
                clashes.append(_clash("concerns", "concerns_note", error))
        _add_new(public_id, words, actor=actor, now=now)
    return tuple(clashes)


def save_line(public_id: str, line: LineNotes, *, actor: Actor, now: datetime) -> None:
    """Store the notes of one line and its tick; typed notes tick it by themselves. Raises Conflict."""
    with write():
        before = meetings.find_topic(public_id, line.topic_id)
        changed = before.notes != line.notes
        meetings.save_notes(public_id, line.topic_id, line.notes, seen=line.seen, actor=actor, now=now)
        if not (changed and line.notes):
            meetings.mark_discussed(public_id, line.topic_id, line.discussed, actor=actor, now=now)


def _add_new(public_id: str, words: MinutesWords, *, actor: Actor, now: datetime) -> None:
    if words.decision is not None:
        one = words.decision
        meetings.add_decision(public_id, one.text, one.decided_by, one.topic_id, actor=actor, now=now)
    if words.action is not None:
        meetings.add_action(public_id, words.action.facts, words.action.topic_id, actor=actor, now=now)


def _clash(field: str, column: str, error: Conflict) -> Clash:
    return Clash(field, error.mine.get(column, ""), error.theirs.get(column, ""))
