"""What to do once somebody has left: the partnerships they worked on, and the change to note there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from peewee import fn

from app.core.db import rows
from app.partnerships.models import Membership, Partnership
from app.partnerships.rules import Stage
from app.people.models import Person
from app.triggers.models import ChangeEvent

from ..rules import change_of_leaving, leaving_words

MOST = 50


@dataclass(frozen=True, slots=True)
class LeftHome:
    """A partnership that somebody worked on, with the change that is proposed for it."""

    key: str
    name: str
    on: date
    kind: str
    text: str
    noted: bool  # a change of this day is there already


def left_homes(person: Person) -> tuple[LeftHome, ...]:
    """The partnerships that go on without somebody who left: one statement."""
    if person.left_on is None:
        return ()
    e = ChangeEvent
    same_day = e.select(e.id).where((e.partnership == Partnership.id) & (e.on == person.left_on))
    query = (
        Partnership.select(Partnership.key, Partnership.name, fn.EXISTS(same_day))
        .join(Membership)
        .where((Membership.person == person.id) & (Partnership.stage != Stage.ENDED))
        .order_by(Partnership.name)
        .limit(MOST)
    )
    kind = change_of_leaving(person.function, person.organization.role)
    text = leaving_words(person.title or person.function, person.organization.name)
    return tuple(
        LeftHome(key, name, person.left_on, kind, text, bool(noted)) for key, name, noted in rows(query)
    )
