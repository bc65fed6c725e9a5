"""Which lines of a meeting go on to the next one, and what they become there. Pure: lines in, answers out.

A line goes on when it was not discussed, is standing, or has an open action [L8 behaviors]. Left out on
purpose it sits out one meeting and is offered again after that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

TIMES = ("", "", "second time", "third time", "fourth time", "fifth time")


class Reason(StrEnum):
    """Why a line goes on."""

    NOT_DISCUSSED = "not_discussed"
    OPEN_ACTION = "open_action"
    STANDING = "standing"


REASON_WORDS = {
    Reason.NOT_DISCUSSED: "not discussed yet",
    Reason.OPEN_ACTION: "an action is still open",
    Reason.STANDING: "comes back every time",
}


@dataclass(frozen=True, slots=True)
class CarryLine:
    """A line of an earlier meeting, as far as the rule looks at it. `root` is where the line began."""

    id: int
    root: int
    meeting_id: int
    meeting_on: date
    text: str
    standing: bool = False
    spoken_only: bool = False
    discussed: bool = False
    removed: bool = False
    leave_out: bool = False
    open_actions: int = 0
    carried: int = 0
    carried_from_on: date | None = None
    called_off: bool = False  # its meeting did not take place
    noted: bool = True  # the minutes of its meeting are written, so that a missing tick means something


@dataclass(frozen=True, slots=True)
class GoingOn:
    """A line that goes on: why, how many times it was carried, and from which day."""

    line: CarryLine
    reason: Reason
    carried: int
    carried_from_on: date | None


@dataclass(frozen=True, slots=True)
class Carry:
    """What goes on to the next meeting, and what was left out on purpose."""

    goes_on: tuple[GoingOn, ...]
    left_out: tuple[CarryLine, ...]

    @property
    def open_lines(self) -> tuple[GoingOn, ...]:
        """Those that are worth a look; standing topics come back by themselves."""
        return tuple(one for one in self.goes_on if one.reason is not Reason.STANDING)


@dataclass(frozen=True, slots=True)
class ThereLine:
    """A line that stands on the next agenda already."""

    id: int
    root: int
    text: str
    standing: bool
    has_origin: bool


def lines_that_go_on(meetings: Sequence[Sequence[CarryLine]]) -> Carry:
    """Decide from the lines of earlier meetings, the latest meeting first, each in the order of its agenda.

    The latest appearance of a line speaks for it. A line left out at the latest meeting sits out; one left
    out before that comes back.
    """
    seen: set[int] = set()
    standing_texts: set[str] = set()
    going: list[GoingOn] = []
    left_out: list[CarryLine] = []
    for place, lines in enumerate(meetings):
        for line in lines:
            text = line.text.casefold()
            if line.root in seen or (line.standing and text in standing_texts):
                continue
            seen.add(line.root)
            if line.standing:
                standing_texts.add(text)
            reason = why(line)
            if reason is None:
                continue
            if line.leave_out and place == 0:
                left_out.append(line)
            else:
                going.append(_going(line, reason))
    return Carry(tuple(going), tuple(left_out))


def why(line: CarryLine) -> Reason | None:
    """Why a line goes on; None for one that is finished or was taken off."""
    if line.removed:
        return None
    if line.open_actions:
        return Reason.OPEN_ACTION
    if line.standing:
        skipped = line.noted and not line.discussed and not line.spoken_only and not line.called_off
        return Reason.NOT_DISCUSSED if skipped else Reason.STANDING
    return None if line.discussed else Reason.NOT_DISCUSSED


def _going(line: CarryLine, reason: Reason) -> GoingOn:
    if reason is Reason.STANDING:
        return GoingOn(line, reason, 0, None)
    if line.called_off and line.carried:
        return GoingOn(line, reason, line.carried, line.carried_from_on)  # it never had its chance
    return GoingOn(line, reason, line.carried + 1, line.meeting_on)


def match(one: GoingOn, there: Sequence[ThereLine]) -> ThereLine | None:
    """The line of the next agenda that is this one: by where it began; a standing one also by its words."""
    for line in there:
        if line.root == one.line.root:
            return line
    if one.line.standing:
        for line in there:
            if line.standing and not line.has_origin and line.text.casefold() == one.line.text.casefold():
                return line
    return None


def times_words(carried: int) -> str:
    """How often a line was carried, in words; nothing for the first time."""
    return TIMES[carried] if carried < len(TIMES) else f"{carried} times"
