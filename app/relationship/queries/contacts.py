"""Whom of the other side one speaks with, how often, and when it was last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import JOIN, fn

from app.core.calendar import add_months
from app.core.db import rows
from app.core.errors import NotFound
from app.partnerships.models import Membership, Partnership
from app.partnerships.rules import Side
from app.people.models import Person

from ..models import Touch, TouchRhythm
from ..rules import TOUCH_WORDS, Rhythm, Silence, TouchHow, default_rhythm, every_words, silence
from ..rules.touch import speak_by
from .pulse import pilot_since

PAGE = 50
MOST = 100  # people of the other side on one partnership


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody of the other side, with the last real contact that this slice knows of."""

    person_id: int
    public_id: str
    name: str
    function: str
    title: str
    rhythm: Rhythm | None  # none: not a key contact, or the partnership has ended
    own_rhythm: bool
    last_on: date | None

    def after(self, met_on: date | None) -> ContactRow:
        """The same with a meeting that may be more recent than the last touch."""
        if met_on is None or (self.last_on is not None and self.last_on >= met_on):
            return self
        return replace(self, last_on=met_on)

    def silence(self, today: date) -> Silence:
        """Whether the silence asks for something."""
        return silence(self.last_on, self.rhythm, today) if self.rhythm else Silence.NONE

    def silent_days(self, today: date) -> int:
        """Days since the last contact; 0 before the first."""
        return (today - self.last_on).days if self.last_on else 0

    @property
    def speak_by(self) -> date | None:
        """The day by which the next word is good; None without a rhythm or a first contact."""
        return speak_by(self.last_on, self.rhythm) if self.rhythm and self.last_on else None

    @property
    def every_words(self) -> str:
        """The rhythm in words; nothing without one."""
        return every_words(self.rhythm) if self.rhythm else ""


@dataclass(frozen=True, slots=True)
class TouchRow:
    """One contact that was noted."""

    public_id: str
    on: date
    how: str
    note: str

    @property
    def how_words(self) -> str:
        """In person, video, phone, email."""
        return TOUCH_WORDS[TouchHow(self.how)] if self.how in list(TouchHow) else self.how


def stage_rhythm(partnership: Partnership, today: date) -> Rhythm | None:
    """The rhythm that the stage of this partnership begins with; None once it has ended."""
    since = pilot_since(partnership.id)
    first_year = since is None or today < add_months(since, 12)
    return rhythm_for(partnership.stage, first_pilot_year=first_year)


def rhythm_for(stage: str, *, first_pilot_year: bool) -> Rhythm | None:
    """The rhythm that a stage begins with; None once a partnership has ended."""
    return default_rhythm(stage, first_pilot_year=first_pilot_year)


def contacts(partnership_id: int, default: Rhythm | None) -> tuple[ContactRow, ...]:
    """The people of the other side who are still there, by name [L1 foundation]."""
    last = Touch.select(fn.MAX(Touch.on)).where(
        (Touch.partnership == partnership_id) & (Touch.person == Person.id) & ~Touch.removed
    )
    own = (TouchRhythm.person == Person.id) & (TouchRhythm.partnership == partnership_id)
    query = (
        Membership.select(
            Person.id,
            Person.public_id,
            Person.name,
            Person.function,
            Person.title,
            TouchRhythm.key_contact,
            TouchRhythm.ideal_days,
            TouchRhythm.longest_days,
            last.alias("last_touch"),
        )
        .join_from(Membership, Person)
        .join_from(Person, TouchRhythm, JOIN.LEFT_OUTER, on=own)
        .where(
            (Membership.partnership == partnership_id)
            & (Membership.side == Side.PAYER)
            & Person.left_on.is_null()
        )
        .order_by(Person.name, Person.id)
        .limit(MOST)
    )
    return tuple(_contact(values, default) for values in rows(query))


def _contact(values: tuple[Any, ...], default: Rhythm | None) -> ContactRow:
    key, ideal, longest, last = values[5:9]
    own = ideal is not None and longest is not None
    rhythm = Rhythm(ideal, longest) if own else default
    if default is None or key in (0, False):
        rhythm = None
    last_on = date.fromisoformat(last) if isinstance(last, str) else last
    return ContactRow(*(*values[:5], rhythm, own, last_on))


def touches_with(
    partnership_id: int, person_id: int, *, offset: int = 0, limit: int = PAGE
) -> tuple[TouchRow, ...]:
    """Contacts with one person, newest first; one more than fits when there is more."""
    query = (
        Touch.select(Touch.public_id, Touch.on, Touch.how, Touch.note)
        .where((Touch.partnership == partnership_id) & (Touch.person == person_id) & ~Touch.removed)
        .order_by(Touch.on.desc(), Touch.id.desc())
    )
    return tuple(TouchRow(*row) for row in rows(query.limit(limit + 1).offset(offset)))


def get_touch(public_id: str, partnership_id: int) -> Touch:
    """A contact noted on this partnership. Raises NotFound."""
    found = Touch.get_or_none((Touch.public_id == public_id) & (Touch.partnership == partnership_id))
    if found is None:
        raise NotFound("This contact is gone, or never was.")
    return found


def rhythm_of(partnership_id: int, person_id: int) -> TouchRhythm | None:
    """What was set for this person; None where the stage decides."""
    found: TouchRhythm | None = TouchRhythm.get_or_none(
        (TouchRhythm.partnership == partnership_id) & (TouchRhythm.person == person_id)
    )
    return found
