"""Which counts of some months are hidden, so that no hidden one can be worked out. Pure.

Each count runs between two sums, like water between basins: out of one (it is taken off there) and into
another (it is added there), or it comes from outside or leaves for there. The newly enrolled are what the
referrals leave and what the caseload gets; the caseload on the last day is what the next month begins with.
A hidden count could be another number exactly where a round can be walked through it over hidden counts
alone, each of them one more or one less than it is and every sum as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.core.calendar import add_months

from .figures import FIGURES, Kind
from .sums import PARTS, TYPED

Values = Mapping[str, Any]
Cell = tuple[int, str]  # which month, which figure
Basin = tuple[int, str] | None  # a sum of a month by its result; None is outside
BEGIN, END, OF_BOTH = "census_start", "census_end", "patient_months"
SUMS = tuple(one for one in TYPED if FIGURES[one.result].kind is Kind.COUNT)
INTO = {name: one.result for one in SUMS for name, _ in one.plus}
OUT_OF = {name: one.result for one in SUMS for name in (*(name for name, _ in one.minus), one.result)}
PART_OF = {whole: part for part, whole in PARTS}


@dataclass(slots=True, eq=False)
class _Count:
    """A count, known or not, and the cells where it stands: a last day and the first day after it are one."""

    source: Basin = None
    drain: Basin = None
    cells: list[tuple[Cell, int]] = field(default_factory=list)
    value: int | None = None
    follows: bool = False  # nobody typed it, a sum tells it

    @property
    def basins(self) -> list[Basin]:
        return [one for one in (self.source, self.drain) if one is not None]


def hidden_cells(
    months: Sequence[tuple[date, Values]], small: Iterable[Cell], up_to: int
) -> dict[Cell, bool]:
    """The cells to hide, the small ones and what would give them away: whether it may be said to be small.

    A reader knows that what is said to be small lies from 1 to `up_to`, and that another hidden count does
    not. Small patient months are not said to be small: beside a caseload that would tell too much.
    """
    known = _Known(months, set(small), up_to)
    while known.hide_more():
        pass
    return {cell: cell in known.told_small for cell in known.hidden}


class _Known:
    """What a reader of these months knows, with the cells hidden so far."""

    def __init__(self, months: Sequence[tuple[date, Values]], small: set[Cell], up_to: int) -> None:
        self._months, self._small, self._up_to = [values for _on, values in months], small, up_to
        self.hidden = set(small)
        self.told_small = {(at, name) for at, name in small if name != OF_BOTH}
        self._of: dict[Cell, _Count] = {}
        self._at: dict[Basin, list[_Count]] = {}
        places = {on: at for at, (on, _values) in enumerate(months)}
        for at, (on, _values) in enumerate(months):
            before = places.get(add_months(on, -1))
            for name in dict.fromkeys((*INTO, *OUT_OF)):
                self._place(at, name, before)
        self._counts = list(dict.fromkeys(self._of.values()))
        for one in self._counts:
            for basin in one.basins:
                self._at.setdefault(basin, []).append(one)
        self._fill()

    def _place(self, at: int, name: str, before: int | None) -> None:
        own = (at, name)
        same = (before, END) if name == BEGIN and before is not None else own
        # The last day of the month before and the first of this one are one count, whichever comes first.
        one = self._of[own] = self._of[same] = self._of.get(same) or self._of.get(own) or _Count()
        one.drain = (at, INTO[name]) if name in INTO else one.drain
        one.source = (at, OUT_OF[name]) if name in OUT_OF else one.source
        value = self._months[at].get(name)
        if value is not None:
            one.cells.append((own, value))
            one.value = value if one.value is None else one.value

    def _fill(self) -> None:
        """Counts that nobody typed: those that a sum tells, then any that fit."""
        while True:
            open_ = {
                basin: empty
                for basin, counts in self._at.items()
                if (empty := [one for one in counts if one.value is None])
            }
            if not open_:
                return
            basin, empty = min(open_.items(), key=lambda one: len(one[1]))
            left = sum(one.value or 0 if one.drain == basin else -(one.value or 0) for one in self._at[basin])
            # What came in too much goes out by one that nobody typed, the other way round too.
            fits = [one for one in empty if (one.source if left > 0 else one.drain) == basin]
            chosen = min(fits or empty, key=lambda one: len(one.basins))
            chosen.value = abs(left) if fits else 0
            chosen.follows = len(empty) == 1 and bool(fits)

    def hide_more(self) -> bool:
        """Hide what follows at once; whether anything was left to hide."""
        before = len(self.hidden), len(self.told_small)
        for one in self._counts:
            if any(cell in self.hidden for cell, _value in one.cells):
                self._hide(one)
        self._hide_patient_months()
        for one in self._counts:
            if self._is_secret(one) and not self._may_differ(one):
                self._hide_beside(one)
        return before != (len(self.hidden), len(self.told_small))

    def _hide(self, one: _Count) -> None:
        self.hidden.update(cell for cell, _value in one.cells)

    def _is_hidden(self, one: _Count) -> bool:
        return all(cell in self.hidden for cell, _value in one.cells)

    def _is_secret(self, one: _Count) -> bool:
        if not one.cells:
            return one.follows and 0 < (one.value or 0) <= self._up_to
        return self._is_hidden(one)

    def _hide_patient_months(self) -> None:
        """Patient months are half the caseload of both ends: shown only where both of these are."""
        for at, values in enumerate(self._months):
            if values.get(OF_BOTH) is None:
                continue
            ends = [self._of[at, BEGIN], self._of[at, END]]
            if not all(one.cells and not self._is_hidden(one) for one in ends):
                self.hidden.add((at, OF_BOTH))
            if (at, OF_BOTH) in self._small and all(self._is_told(one) for one in ends):
                one = min(ends, key=lambda one: (not one.value, not one.cells, one.value))
                if one.cells:
                    self._hide(one)
                else:
                    self._hide_beside(one)

    def _is_told(self, one: _Count) -> bool:
        """Whether a reader knows this count: it is shown, or nobody typed it and a sum tells it."""
        return not self._may_differ(one) if not one.cells else not self._is_hidden(one)

    def _hide_beside(self, one: _Count) -> None:
        """Hide the smallest count that stands in a sum with this one, or with one that hangs on it.

        A caseload only where nothing else is left: it hides the patient months of two months with it. Where
        all is hidden (2 of at most 2 can be 1 and 1 alone), the largest is not said to be small any more.
        """
        reached, asked = {one: None}, [one]
        while asked:
            beside = [other for each in asked for basin in each.basins for other in self._at[basin]]
            shown = [other for other in beside if other.value and not self._is_hidden(other)]
            if shown:
                self._hide(min(shown, key=lambda other: (_is_caseload(other), other.value)))
                return
            asked = [other for other in beside if other not in reached and self._is_hidden(other)]
            reached |= dict.fromkeys(asked)
        told = [(value, cell) for other in reached for cell, value in other.cells if cell in self.told_small]
        self.told_small -= {cell for value, cell in told if value == max(told)[0]}

    # --- whether a hidden count could be another number

    def _may_differ(self, one: _Count) -> bool:
        return (self._may_be(one, 1) and self._is_round(one, one.drain, one.source)) or (
            self._may_be(one, -1) and self._is_round(one, one.source, one.drain)
        )

    def _is_round(self, without: _Count, begin: Basin, end: Basin) -> bool:
        """Whether a way leads from one basin to the other over other counts that may be one more or less."""
        ahead = {begin} if begin is None else self._reached(begin, 1, without)
        if end in ahead:
            return True
        # Outside all ways meet, so there the way from the end backward is asked.
        return None in ahead and end is not None and None in self._reached(end, -1, without)

    def _reached(self, begin: Basin, onward: int, without: _Count) -> set[Basin]:
        """Where ways from a basin lead (-1: come from), as far as outside and no further."""
        reached: set[Basin] = {begin}
        asked = [begin]
        while asked:
            basin = asked.pop()
            for one in self._at[basin]:
                if one is without:
                    continue
                for here, after, more in ((one.source, one.drain, onward), (one.drain, one.source, -onward)):
                    if here == basin and after not in reached and self._may_be(one, more):
                        reached.add(after)
                        if after is not None:
                            asked.append(after)
        return reached

    def _may_be(self, one: _Count, more: int) -> bool:
        """Whether a reader holds it for possible that this count is one more, or one less (-1)."""
        if not one.cells:
            return (one.value or 0) + more >= 0
        return self._is_hidden(one) and all(self._may_stand(cell, value + more) for cell, value in one.cells)

    def _may_stand(self, cell: Cell, value: int) -> bool:
        at, name = cell
        if cell in self._small:
            return 0 < value <= self._up_to or (value > 0 and cell not in self.told_small)
        part = PART_OF.get(name, "")
        least = self._months[at].get(part) or 0 if (at, part) not in self.hidden else 0
        # Not zero either: from zero the next number that is not small is far away.
        return value > self._up_to and value >= least


def _is_caseload(one: _Count) -> bool:
    return any(name in (BEGIN, END) for (_at, name), _value in one.cells)
