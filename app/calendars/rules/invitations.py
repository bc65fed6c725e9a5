"""Who gets which invitation: what was last told against what holds now. Pure.

Nothing hangs on what somebody clicked in between, so a change that was taken back sends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from app.documents.ics import Method
from app.meetings.rules import Status

__all__ = ["InvitationState", "Method", "Next", "Says", "Standing", "Told", "next_mail", "state_of"]


@dataclass(frozen=True, slots=True)
class Says:
    """What an invitation says of its meeting."""

    title: str
    on: date
    starts_at: time
    minutes: int
    zone_name: str
    way: str  # video, phone, in person
    place: str = ""
    link: str = ""

    def stored(self) -> dict[str, Any]:
        """As it is kept beside a mail."""
        return {**asdict(self), "on": self.on.isoformat(), "starts_at": self.starts_at.isoformat()}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Says:
        """What was kept."""
        days = {"on": date.fromisoformat(kept["on"]), "starts_at": time.fromisoformat(kept["starts_at"])}
        return cls(**{**kept, **days})

    def same_as(self, other: Says) -> bool:
        """Whether nobody has to be told of the difference: another name of the partnership moves nothing."""
        return self._moving() == other._moving()

    def _moving(self) -> tuple[Any, ...]:
        return self.on, self.starts_at, self.minutes, self.zone_name, self.way, self.place, self.link


@dataclass(frozen=True, slots=True)
class Standing:
    """How an invitation stands now. `says` is none when its meeting is gone."""

    says: Says | None
    status: str
    version: int  # of the meeting
    asked: bool
    wanted: bool
    left: bool  # no longer works there
    email: str
    invented: bool = False  # came with an example: never mailed


@dataclass(frozen=True, slots=True)
class Told:
    """The newest mail of an invitation. `heard` is false when it was refused or called off by hand."""

    method: Method
    sequence: int
    email: str
    says: Says
    heard: bool = True


@dataclass(frozen=True, slots=True)
class Next:
    """The mail that brings somebody's calendar up to date."""

    method: Method
    sequence: int
    email: str
    says: Says
    again: bool  # they have an earlier one


def next_mail(now: Standing, told: Told | None, today: date) -> Next | None:
    """What has to go out, or None: nothing to say, nobody to tell, or a day that has passed."""
    if now.invented:
        return None
    says = now.says
    if says is not None and _holds(now) and says.on >= today:
        return _request(now, says, told) if now.email and not now.left else None
    over = now.left or now.status == Status.HELD or _holds(now)
    if told is None or told.method is Method.CANCEL or not told.heard or told.says.on < today or over:
        return None
    return Next(Method.CANCEL, _raised(now, told), told.email, told.says, again=True)


def _holds(now: Standing) -> bool:
    """Whether they are to have the meeting in their calendar."""
    return now.says is not None and now.status == Status.PLANNED and now.asked and now.wanted


def _request(now: Standing, says: Says, told: Told | None) -> Next | None:
    if told is None:
        return Next(Method.REQUEST, now.version - 1, now.email, says, again=False)
    if told.method is Method.REQUEST and told.says.same_as(says):
        if told.email == now.email:
            return None
        # Another address is another calendar; the meeting itself did not change.
        return Next(Method.REQUEST, max(now.version - 1, told.sequence), now.email, says, again=False)
    again = told.method is Method.REQUEST and told.heard
    return Next(Method.REQUEST, _raised(now, told), now.email, says, again=again)


def _raised(now: Standing, told: Told) -> int:
    return max(now.version - 1, told.sequence + 1)


class InvitationState(StrEnum):
    """What the page says of one person."""

    NOT = "not"  # was never chosen
    WAITS = "waits"  # mail is not set up, or the run has not come
    GOING = "going"  # in the outbox
    SENT = "sent"
    REFUSED = "refused"
    OFF = "off"  # knows that it is off


def state_of(now: Standing, told: Told | None, mail: str, today: date) -> InvitationState:
    """Where somebody's invitation stands; `mail` is the status of its newest mail, if there is one."""
    if next_mail(now, told, today) is not None:
        return InvitationState.WAITS
    if told is None:
        return InvitationState.NOT
    if mail in ("pending", "sending"):
        return InvitationState.GOING
    if mail in ("failed", "cancelled"):
        return InvitationState.REFUSED
    return InvitationState.OFF if told.method is Method.CANCEL else InvitationState.SENT
