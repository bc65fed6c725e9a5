"""A mark from 1 to 5 as a place on a short line, in percent of its width. Pure."""

from __future__ import annotations

from dataclasses import dataclass

LEFT, RIGHT = 4, 96  # where the line begins and ends
LOWEST, HIGHEST = 1, 5
APART = 4  # two signs on one place stand this far to both sides of it


@dataclass(frozen=True, slots=True)
class Track:
    """Where our sign and theirs stand; None where a side gave no mark. `words` tell it."""

    name: str
    ours: int | None
    theirs: int | None
    words: str


def track(name: str, ours: int | None, theirs: int | None, words: str) -> Track:
    """One line for two marks; where both are the same, the signs stand side by side."""
    places = [None if mark is None else _place(mark) for mark in (ours, theirs)]
    if ours is not None and ours == theirs:
        middle = _place(ours)
        places = [middle - APART, middle + APART]
    return Track(name, places[0], places[1], words)


def _place(mark: int) -> int:
    return LEFT + (RIGHT - LEFT) * (mark - LOWEST) // (HIGHEST - LOWEST)
