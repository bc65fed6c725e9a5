"""What happened on a partnership, newest first, from every slice that keeps days: one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL, Select, fn

from app.core.db import db
from app.core.prepared import prepared
from app.drafts.rules import Status as DraftStatus
from app.information.queries import item_label
from app.meetings.queries import kind_name
from app.outreach.queries import method
from app.partnerships.queries import stage_name
from app.partnerships.rules import Side

from ..rules import Group
from .sources import SOURCES, Source

PAGE = 50
TITLES = {
    "event": "Change",
    "notice": "Notice given",
    "went_on": "An end was looked at, and you went on",
    "notice_back": "Notice taken back",
    "resolved": "Concern settled",
    "rated": "Balance rated",
    "adjusted": "Adjusted on the way",
    "review": "Review held",
    "action": "Done",
    "milestone": "Milestone reached",
    "decision": "Decided",
    "dropped": "Milestone not needed",
    "dense": "Meetings come more often from here",
    "agreed": "Communication plan agreed",
    "told": "Concern spoken of",
    "pulse": "Pulse",
    "asked": "A decision was asked for",
    "settled": "A decision came",
    "lesson": "Lesson learned",
    "paper": "Signed paper filed",
}
NOTHING = SQL("''")
COLUMNS = ("kind", "on_day", "code", "words", "ref", "row_id")
BY_KIND = {source.kind: source for source in SOURCES}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline. `ref` is the public id of its source, or the stage a move came from."""

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
        if self.kind == "cancelled":
            return f"{kind_name(self.code)} called off"
        if self.kind == "touch":
            return f"Contact with {self.code}"
        if self.kind == "question":
            return f"Urgent question about {self.code.replace('_', ' ')}"
        if self.kind == "answer":
            return f"Answered: {item_label(self.code)}"
        if self.kind == "activity":
            return method().label("activity_kinds", self.code)
        if self.kind == "training":
            return f"Training held: {method().topic_words([self.code])[0]}"
        if self.kind == "concern":
            return "Concern raised by us" if self.code == Side.PROVIDER else "Concern raised by the plan"
        if self.kind == "draft":
            return f"Contract draft {'came back' if self.code == DraftStatus.RETURNED else self.code}"
        if self.kind == "amendment":
            return f"Amendment {self.code} signed"
        if self.kind == "terms":
            return (
                f"{self.code} contract terms hold from here"
                if self.code != "1"
                else "A contract term changes"
            )
        return TITLES[self.kind]

    @property
    def endpoint(self) -> str:
        """The page it leads to; none where its source has no page of its own."""
        return BY_KIND[self.kind].endpoint

    @property
    def at_home(self) -> bool:
        """Whether that page is one of the partnership's own, and not one of the row's."""
        return BY_KIND[self.kind].at_home


def happenings(
    partnership_id: int,
    *,
    groups: Collection[Group] = (),
    until: date | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> tuple[Happening, ...]:
    """The newest first, of all groups or some, up to a day; one more than fits when there is more."""
    chosen = tuple(group for group in Group if not groups or group in groups)
    found = _found(
        limit + 1,
        offset,
        offset + limit + 1,
        partnership_id,
        until,
        groups=chosen,
        to_a_day=until is not None,
    )
    return tuple(Happening(kind, _day(on), code, words, ref) for kind, on, code, words, ref, _row_id in found)


@prepared
def _found(
    limit: Any,
    offset: Any,
    deepest: Any,
    partnership_id: Any,
    until: Any,
    *,
    groups: tuple[Group, ...],
    to_a_day: bool,
) -> Any:
    chosen = [source for source in SOURCES if source.group in groups]
    union, *rest = (_part(one, deepest, partnership_id, until if to_a_day else None) for one in chosen)
    for part in rest:
        union = union + part
    found = union.alias("found")
    return (
        Select((found,), [getattr(found.c, name) for name in COLUMNS])
        .order_by(found.c.on_day.desc(), found.c.kind, found.c.row_id.desc())
        .limit(limit)
        .offset(offset)
        .bind(db)
    )


def _part(source: Source, deepest: Any, partnership_id: Any, until: Any) -> Any:
    """The newest rows of one source; each part stops at what the page can show, whatever there is."""
    key = source.model._meta.primary_key
    number = fn.MAX(key) if source.together else key
    told = {"code": source.code, "words": source.words, "ref": source.ref}
    query = source.model.select(
        SQL(f"'{source.kind}'").alias("kind"),
        source.day.alias("on_day"),
        *((NOTHING if column is None else column).alias(name) for name, column in told.items()),
        number.alias("row_id"),
    )
    for table in (*source.way, *source.beside):
        query = query.join(table)
    for table in source.maybe:
        query = query.join(table, JOIN.LEFT_OUTER)
    query = query.where(source.partnership == partnership_id)
    if source.which is not None:
        query = query.where(source.which)
    if until is not None:
        query = query.where(source.day <= until)
    if source.together:
        query = query.group_by(source.day)
    inner = query.order_by(source.day.desc(), number.desc()).limit(deepest).alias("part")
    return Select((inner,), [getattr(inner.c, name) for name in COLUMNS])


def _day(value: Any) -> date:
    # The union carries no column types; SQLite hands back the text it stores.
    return date.fromisoformat(value) if isinstance(value, str) else value
