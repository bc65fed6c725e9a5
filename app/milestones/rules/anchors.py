"""Dates that hang on other dates: where each comes to lie when its anchor moves. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .steps import Anchor


@dataclass(frozen=True, slots=True)
class Planned:
    """A step as the dates see it. `fixed` ones are no longer on the plan; their day stays."""

    id: int
    due_on: date | None
    done_on: date | None = None
    anchor: str = Anchor.HAND
    anchor_id: int | None = None  # of a stage change or of another step
    offset_days: int | None = None
    fixed: bool = False

    @property
    def is_held(self) -> bool:
        """Whether its day follows nothing: done, off the plan, or set by hand."""
        return self.done_on is not None or self.fixed or not self.anchor or self.offset_days is None


@dataclass(frozen=True, slots=True)
class Move:
    """An open step whose day changes because its anchor lies elsewhere."""

    id: int
    before: date | None
    after: date


def days_of(
    steps: Iterable[Planned], stage_days: Mapping[int, date], kept: Collection[int] = ()
) -> dict[int, date | None]:
    """The day of every step: done ones when they were done, open ones where their anchor puts them.

    `stage_days` are the first days of stages by the id of their move. Steps in `kept` stay where they
    are, and what hangs on them stays with them. A circle, which no form lets in, stays as it is.
    """
    by_id = {step.id: step for step in steps}
    days: dict[int, date | None] = {}
    for start in by_id:
        path: list[int] = []
        here: int | None = start
        while here is not None and here not in days:
            step = by_id[here]
            if step.is_held or here in kept or here in path:
                days[here] = step.done_on or step.due_on
                break
            path.append(here)
            by_step = step.anchor == Anchor.MILESTONE and step.anchor_id in by_id
            here = step.anchor_id if by_step else None
        for one in reversed(path):
            if one not in days:
                days[one] = _placed(by_id[one], stage_days, days)
    return days


def _placed(step: Planned, stage_days: Mapping[int, date], days: Mapping[int, date | None]) -> date | None:
    known: Mapping[int, date | None] = stage_days if step.anchor == Anchor.STAGE else days
    base = None if step.anchor_id is None else known.get(step.anchor_id)
    if base is None or step.offset_days is None:
        return step.due_on
    return base + timedelta(days=step.offset_days)


def moved_dates(
    steps: Collection[Planned], stage_days: Mapping[int, date], kept: Collection[int] = ()
) -> tuple[Move, ...]:
    """The open steps that do not lie where their anchor puts them, with the day before and after.

    Done steps, those off the plan and those in `kept` never move. Once every move is made there is none.
    """
    days = days_of(steps, stage_days, kept)
    return tuple(
        Move(step.id, step.due_on, after)
        for step in steps
        if not step.is_held and (after := days[step.id]) is not None and after != step.due_on
    )


def distance_from_anchor(
    step: Planned, stage_days: Mapping[int, date], days: Mapping[int, date | None]
) -> int | None:
    """How many days a step lies from its anchor now; None where either has no day."""
    known: Mapping[int, date | None] = stage_days if step.anchor == Anchor.STAGE else days
    base = None if step.anchor_id is None else known.get(step.anchor_id)
    return None if base is None or step.due_on is None else (step.due_on - base).days


def goes_in_circle(links: Mapping[int, Collection[int]], start: int, targets: Collection[int]) -> bool:
    """Whether `start` would come to wait for itself if it waited for `targets`.

    `links` are what each step waits for or hangs on so far.
    """
    open_ends, seen = list(targets), set[int]()
    while open_ends:
        here = open_ends.pop()
        if here == start:
            return True
        if here not in seen:
            seen.add(here)
            open_ends.extend(links.get(here, ()))
    return False
