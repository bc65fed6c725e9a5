"""What happened on a partnership, newest first, from every slice that keeps days: one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, Select

from app.actions.models import Action
from app.actions.rules import Status as ActionStatus
from app.core.db import db
from app.meetings.models import Meeting
from app.meetings.queries import kind_name
from app.meetings.rules import Status as MeetingStatus
from app.milestones.models import Milestone
from app.partnerships.models import StageChange
from app.partnerships.queries import stage_name
from app.partnerships.rules import Side
from app.relationship.models import Concern
from app.reviews.models import Review
from app.triggers.models import ChangeEvent

PAGE = 50
NOTHING = SQL("''")
TITLES = {
    "event": "Change",
    "resolved": "Concern settled",
    "review": "Review held",
    "action": "Done",
    "milestone": "Milestone reached",
}
COLUMNS = ("kind", "on_day", "code", "words", "ref", "row_id")


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline. `ref` is the public id of a meeting, or the stage a move came from."""

    kind: str
    on: date
    code: str
    words: str
    ref: str

    @property
    def title(self) -> str:
        """What happened, in a few words."""
        if self.kind == "stage":
            return f"{'Moved to' if self.ref else 'Began in'} {stage_name(self.code)}"
        if self.kind == "meeting":
            return f"{kind_name(self.code)} held"
        if self.kind == "concern":
            return "Concern raised by us" if self.code == Side.PROVIDER else "Concern raised by the plan"
        return TITLES[self.kind]


def happenings(partnership_id: int, *, offset: int = 0, limit: int = PAGE) -> tuple[Happening, ...]:
    """The newest first; one more than fits is returned when there is more."""
    deepest = offset + limit + 1
    parts = [_part(deepest, partnership_id, *source) for source in _sources()]
    union = parts[0]
    for part in parts[1:]:
        union = union + part
    found = union.alias("found")
    query = (
        Select((found,), [getattr(found.c, name) for name in COLUMNS])
        .order_by(found.c.on_day.desc(), found.c.kind, found.c.row_id.desc())
        .limit(limit + 1)
        .offset(offset)
        .bind(db)
        .tuples()
    )
    return tuple(Happening(kind, _day(on), code, words, ref) for kind, on, code, words, ref, _row_id in query)


def _sources() -> tuple[tuple[str, Any, Any, Any, Any, Any], ...]:
    """Kind, day, code, words, reference, and which rows count."""
    return (
        ("stage", StageChange.on, StageChange.to_stage, StageChange.reason, StageChange.from_stage, None),
        ("event", ChangeEvent.on, ChangeEvent.kind, ChangeEvent.text, NOTHING, None),
        ("concern", Concern.opened_on, Concern.raised_by_side, Concern.text, NOTHING, None),
        (
            "resolved",
            Concern.resolved_on,
            Concern.raised_by_side,
            Concern.text,
            NOTHING,
            Concern.resolved_on.is_null(False),
        ),
        (
            "meeting",
            Meeting.on,
            Meeting.kind,
            NOTHING,
            Meeting.public_id,
            Meeting.status == MeetingStatus.HELD,
        ),
        ("review", Review.held_on, NOTHING, Review.note, NOTHING, None),
        ("action", Action.done_on, Action.side, Action.text, NOTHING, Action.status == ActionStatus.DONE),
        (
            "milestone",
            Milestone.done_on,
            Milestone.lead,
            Milestone.title,
            NOTHING,
            Milestone.done_on.is_null(False),
        ),
    )


def _part(
    deepest: int, partnership_id: int, kind: str, day: Any, code: Any, words: Any, ref: Any, which: Any
) -> Any:
    model = day.model
    condition = model.partnership == partnership_id
    inner = (
        model.select(
            SQL(f"'{kind}'").alias("kind"),
            day.alias("on_day"),
            code.alias("code"),
            words.alias("words"),
            ref.alias("ref"),
            model._meta.primary_key.alias("row_id"),
        )
        .where(condition if which is None else condition & which)
        .order_by(day.desc(), model._meta.primary_key.desc())
        .limit(deepest)
        .alias("part")
    )
    return Select((inner,), [getattr(inner.c, name) for name in COLUMNS])


def _day(value: Any) -> date:
    # The union carries no column types; SQLite hands back the text it stores.
    return date.fromisoformat(value) if isinstance(value, str) else value
