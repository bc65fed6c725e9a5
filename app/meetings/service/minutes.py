"""The minutes of a meeting, written: notes, who came, decisions and actions; finished, locked, reopened."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from peewee import fn

from app.actions.models import Action
from app.actions.rules import Source
from app.actions.service import ActionFacts, create_action, drop_action, reopen_action
from app.core.actor import Actor
from app.core.db import write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import AgendaTopic, Attendance, Decision, Meeting, MeetingAction
from ..queries import carry as reading
from ..queries import kind_name
from ..rules import Came, Status, may_finish
from .agenda import find_topic
from .carry import bring, mark_left_out, take_back
from .meetings import LOCKED, find_or_refuse
from .series import open_next_meeting

SPOKEN = "Of this topic nothing is written down. Note the pattern or the action under another one."


@dataclass(frozen=True, slots=True)
class Finished:
    """What finishing came to: the meeting, the next one if there is any, and how many lines went on to it."""

    meeting: Meeting
    following: Meeting | None
    carried: int


def save_notes(
    public_id: str, topic_id: int, notes: str, *, seen: int | None, actor: Actor, now: datetime
) -> AgendaTopic:
    """Keep what was said on a line; typed notes mark it as discussed.

    Raises Conflict with both texts when somebody else saved since `seen`, RuleViolation where nothing of the
    line may be written down.
    """
    with write():
        _open(public_id)
        row = find_topic(public_id, topic_id)
        if row.spoken_only and notes:
            raise RuleViolation(SPOKEN)
        if row.notes == notes:
            return row
        changes = {"notes": notes, "discussed": True} if notes else {"notes": notes}
        return change(row, actor=actor, now=now, seen=seen, **changes)


def mark_discussed(
    public_id: str, topic_id: int, discussed: bool, *, actor: Actor, now: datetime
) -> AgendaTopic:
    """Tick a line as discussed, or take the tick away."""
    with write():
        _open(public_id)
        return change(find_topic(public_id, topic_id), actor=actor, now=now, discussed=discussed)


def save_attendance(public_id: str, came: Mapping[int, str], *, actor: Actor, now: datetime) -> None:
    """Note who came; `came` maps the people asked to here, missing, deputy or nothing."""
    with write():
        meeting = _open(public_id)
        rows = {row.person_id: row for row in Attendance.select().where(Attendance.meeting == meeting)}
        if set(came) - set(rows):
            raise RuleViolation(
                "Only people who were asked to the meeting can be noted. Add them to it first."
            )
        for person_id, answer in came.items():
            change(rows[person_id], actor=actor, now=now, came=Came(answer).value)


def save_concerns(public_id: str, note: str, *, seen: int | None, actor: Actor, now: datetime) -> Meeting:
    """Keep which concerns were voiced and how they will be handled. Conflict as with notes."""
    with write():
        meeting = _open(public_id)
        if meeting.concerns_note == note:
            return meeting
        return change(meeting, actor=actor, now=now, seen=seen, concerns_note=note)


def add_decision(
    public_id: str, text: str, decided_by: str, topic_id: int | None, *, actor: Actor, now: datetime
) -> Decision:
    """Note a decision, under a line of the meeting or in general."""
    with write():
        meeting = _open(public_id)
        topic = find_topic(public_id, topic_id) if topic_id is not None else None
        last = Decision.select(fn.MAX(Decision.position)).where(Decision.meeting == meeting).scalar()
        if topic is not None:
            change(topic, actor=actor, now=now, discussed=True)
        return create(
            Decision,
            actor=actor,
            now=now,
            meeting=meeting,
            topic=topic,
            text=text,
            decided_by=decided_by,
            position=(last or 0) + 1,
            created_at=now,
        )


def remove_decision(
    public_id: str, decision_id: str, *, back: bool = False, actor: Actor, now: datetime
) -> Decision:
    """Take a decision out of the minutes, or put it back."""
    with write():
        meeting = _open(public_id)
        row = Decision.get_or_none((Decision.public_id == decision_id) & (Decision.meeting == meeting))
        if row is None:
            raise NotFound("That decision is not in these minutes.")
        return change(row, actor=actor, now=now, removed=not back)


def add_action(
    public_id: str, facts: ActionFacts, topic_id: int | None, *, actor: Actor, now: datetime
) -> Action:
    """Note what somebody promised in the meeting; it stands in the list of actions at once.

    Under a line of our side only it is ours alone, also on the agendas to come.
    """
    with write():
        meeting = _open(public_id)
        topic = find_topic(public_id, topic_id) if topic_id is not None else None
        if topic is not None and topic.private:
            facts = replace(facts, private=True)
        action = create_action(
            Partnership.get_by_id(meeting.partnership_id),
            facts,
            actor=actor,
            now=now,
            source=Source.MEETING,
            source_note=source_note(meeting),
        )
        create(MeetingAction, actor=actor, now=now, meeting=meeting, topic=topic, action=action)
        if topic is not None:
            change(topic, actor=actor, now=now, discussed=True)
        return action


def remove_action(
    public_id: str, action_id: str, *, back: bool = False, today: date, actor: Actor, now: datetime
) -> Action:
    """Drop an action that was noted in these minutes, or take that back."""
    with write():
        meeting = _open(public_id)
        action = (
            Action.select()
            .join(MeetingAction)
            .where((Action.public_id == action_id) & (MeetingAction.meeting == meeting))
            .first()
        )
        if action is None:
            raise NotFound("That action is not in these minutes.")
        if back:
            return reopen_action(action, actor=actor, now=now)
        return drop_action(action, on=today, actor=actor, now=now)


def finish_minutes(
    public_id: str, *, leave_out: Collection[int] = (), today: date, actor: Actor, now: datetime
) -> Finished:
    """Lock the minutes, open the next meeting of the series, and carry over what goes on.

    Raises RuleViolation before the day of the meeting, for one that was called off, and when they are
    finished already.
    """
    with write():
        meeting = _open(public_id)
        if not may_finish(Status(meeting.status), meeting.on, today=today):
            raise RuleViolation("Minutes can be finished from the day of the meeting on.")
        meeting = change(
            meeting,
            actor=actor,
            now=now,
            status=Status.HELD.value,
            finished_at=now,
            finished_by=actor.name,
            minutes_version=meeting.minutes_version + 1,
        )
        place = reading.place_of(meeting.id)
        offered = [one.line.id for one in reading.carry_from(place).goes_on]
        mark_left_out({*offered, *leave_out} & _own_lines(meeting), leave_out, actor=actor, now=now)
        if meeting.series_id is not None:
            open_next_meeting(meeting.series_id, actor=actor, now=now, today=today)
        target = reading.target_of(place)
        following = Meeting.get_by_id(target) if target is not None else None
        carried = _carry_to(following, meeting, actor=actor, now=now) if following is not None else 0
        return Finished(meeting, following, carried)


def reopen_minutes(public_id: str, *, actor: Actor, now: datetime) -> Meeting:
    """Open the latest minutes again; what is changed then becomes another version.

    Raises RuleViolation when they are not finished, or a later meeting has minutes of its own.
    """
    with write():
        meeting = find_or_refuse(public_id)
        if meeting.finished_at is None:
            raise RuleViolation("These minutes are not finished.")
        if not reading.is_latest(reading.place_of(meeting.id)):
            raise RuleViolation(
                "A later meeting has finished minutes. Note the correction there, so that both stay agreed."
            )
        return change(meeting, actor=actor, now=now, finished_at=None)


def source_note(meeting: Meeting) -> str:
    """Where an action comes from: Operations meeting, November 17, 2026."""
    return f"{kind_name(meeting.kind)}, {meeting.on:%B} {meeting.on.day}, {meeting.on.year}"


def _own_lines(meeting: Meeting) -> set[int]:
    return {row.id for row in AgendaTopic.select(AgendaTopic.id).where(AgendaTopic.meeting == meeting)}


def _carry_to(following: Meeting, meeting: Meeting, *, actor: Actor, now: datetime) -> int:
    carry = reading.carry_from(reading.place_of(meeting.id))
    take_back(following, meeting, carry, actor=actor, now=now)
    return bring(following, carry, actor=actor, now=now)


def _open(public_id: str) -> Meeting:
    """The meeting, while its minutes may change. Raises NotFound, RuleViolation."""
    meeting = find_or_refuse(public_id)
    if meeting.finished_at is not None:
        raise RuleViolation(LOCKED)
    if meeting.status == Status.CANCELLED:
        raise RuleViolation("This meeting was called off. Plan it again to take minutes.")
    return meeting
