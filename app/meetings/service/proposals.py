"""What a returned file of minutes proposes: stored as proposals, taken or refused one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import fn

from app.actions.models import Action
from app.actions.rules import Source
from app.actions.service import ActionFacts, create_action, drop_action, update_action
from app.core.actor import Actor
from app.core.db import write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import Decision, Meeting, MeetingAction, MinutesProposal
from .meetings import find_or_refuse
from .minutes import source_note

MOST = 100


@dataclass(frozen=True, slots=True)
class Proposed:
    """One row of a returned table that differs from what we have."""

    kind: str  # decision, action
    text: str
    who: str
    due_words: str = ""
    due_on: date | None = None


def propose(public_id: str, rows: Sequence[Proposed], filename: str, *, actor: Actor, now: datetime) -> int:
    """Store what a file proposes; what waits already is not stored again. Returns how many are new."""
    with write():
        meeting = find_or_refuse(public_id)
        waiting = MinutesProposal.select().where(
            (MinutesProposal.meeting == meeting) & (MinutesProposal.state == "open")
        )
        known = {(row.kind, row.text, row.who, row.due_words) for row in waiting}
        new = [row for row in rows if (row.kind, row.text, row.who, row.due_words) not in known][:MOST]
        for row in new:
            create(
                MinutesProposal,
                actor=actor,
                now=now,
                meeting=meeting,
                kind=row.kind,
                text=row.text,
                who=row.who[:255],
                due_words=row.due_words[:60],
                due_on=row.due_on,
                filename=filename[:255],
                created_at=now,
            )
        return len(new)


def take_decision(
    public_id: str, proposal_id: int, text: str, decided_by: str, *, actor: Actor, now: datetime
) -> bool:
    """The proposed decision counts, in the words given; one we had in these words is changed.

    Returns whether it is new. Finished minutes get another version by it.
    """
    with write():
        meeting = find_or_refuse(public_id)
        row = _open(meeting, proposal_id, "decision")
        _next_version(meeting, row, actor=actor, now=now)
        had = Decision.select().where((Decision.meeting == meeting) & ~Decision.removed)
        ours = next((one for one in had if _same(one.text, text)), None)
        if ours is not None:
            change(ours, actor=actor, now=now, decided_by=decided_by)
            change(row, actor=actor, now=now, state="taken")
            return False
        last = Decision.select(fn.MAX(Decision.position)).where(Decision.meeting == meeting).scalar()
        facts: dict[str, Any] = {"text": text, "decided_by": decided_by, "position": (last or 0) + 1}
        made = create(Decision, actor=actor, now=now, meeting=meeting, created_at=now, **facts)
        change(row, actor=actor, now=now, state="taken", made=made.public_id)
        return True


def take_action(public_id: str, proposal_id: int, facts: ActionFacts, *, actor: Actor, now: datetime) -> bool:
    """The proposed action counts; one that was promised here in these words is changed.

    Returns whether it is new.
    """
    with write():
        meeting = find_or_refuse(public_id)
        row = _open(meeting, proposal_id, "action")
        _next_version(meeting, row, actor=actor, now=now)
        had = Action.select().join(MeetingAction).where(MeetingAction.meeting == meeting)
        ours = next((one for one in had if one.status != "dropped" and _same(one.text, facts.text)), None)
        if ours is not None:
            update_action(ours, facts, actor=actor, now=now)
            change(row, actor=actor, now=now, state="taken")
            return False
        made = create_action(
            Partnership.get_by_id(meeting.partnership_id),
            facts,
            actor=actor,
            now=now,
            source=Source.MEETING,
            source_note=source_note(meeting),
        )
        create(MeetingAction, actor=actor, now=now, meeting=meeting, topic=None, action=made)
        change(row, actor=actor, now=now, state="taken", made=made.public_id)
        return True


def refuse_proposal(public_id: str, proposal_id: int, *, actor: Actor, now: datetime) -> MinutesProposal:
    """The proposal does not count; `reopen_proposal` takes that back."""
    with write():
        row = _find(find_or_refuse(public_id), proposal_id)
        if row.state != "open":
            raise NotFound("That proposal has been answered.")
        return change(row, actor=actor, now=now, state="refused")


def reopen_proposal(
    public_id: str, proposal_id: int, *, today: date, actor: Actor, now: datetime
) -> MinutesProposal:
    """Take the answer back; what came of a taken one goes again. Raises RuleViolation for a done action."""
    with write():
        row = _find(find_or_refuse(public_id), proposal_id)
        if row.state == "taken":
            _unmake(row, today=today, actor=actor, now=now)
        return change(row, actor=actor, now=now, state="open", made="")


def _same(ours: str, theirs: str) -> bool:
    return " ".join(ours.split()).casefold() == " ".join(theirs.split()).casefold()


def _unmake(row: MinutesProposal, *, today: date, actor: Actor, now: datetime) -> None:
    if row.kind == "decision":
        decision = Decision.get_or_none(Decision.public_id == row.made)
        if decision is not None:
            change(decision, actor=actor, now=now, removed=True)
        return
    action = Action.get_or_none(Action.public_id == row.made)
    if action is not None:
        drop_action(action, on=today, actor=actor, now=now)


def _find(meeting: Meeting, proposal_id: int) -> MinutesProposal:
    row = MinutesProposal.get_or_none(
        (MinutesProposal.id == proposal_id) & (MinutesProposal.meeting == meeting)
    )
    if row is None:
        raise NotFound("That proposal is not there any more.")
    return row


def _open(meeting: Meeting, proposal_id: int, kind: str) -> MinutesProposal:
    row = _find(meeting, proposal_id)
    if row.state != "open" or row.kind != kind:
        raise RuleViolation("That proposal has been answered already.")
    return row


def _next_version(meeting: Meeting, row: MinutesProposal, *, actor: Actor, now: datetime) -> None:
    """Finished minutes become another version with the first row that is taken from a file."""
    taken = MinutesProposal.select().where(
        (MinutesProposal.meeting == meeting)
        & (MinutesProposal.filename == row.filename)
        & (MinutesProposal.state == "taken")
    )
    if meeting.finished_at is not None and not taken.exists():
        change(meeting, actor=actor, now=now, minutes_version=meeting.minutes_version + 1)
