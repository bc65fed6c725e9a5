"""What a file would change: its months beside those that are here, for one partnership or for many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..queries import AT_ONCE, HeldMonth, held_months
from ..rules import FIGURES, figure_words, month_number, month_problem
from .file import NewMonth, Reading
from .kept import to_keep

Starts = Callable[[Sequence[int]], Mapping[int, date]]  # the first days of agreements, of some partnerships


@dataclass(frozen=True, slots=True)
class Differs:
    """A month that is here already, with what the file changes: label, before, after."""

    month_on: date
    changes: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class Home:
    """What a file would bring to one partnership: new months, and of those that differ the first ones."""

    name: str
    new: list[NewMonth] = field(default_factory=list)
    differing: int = 0
    shown: list[Differs] = field(default_factory=list)


class Look:
    """Compares what a file holds with what is here; nothing is saved.

    `names` are the partnerships by number; where there is one alone, no fault names it. `most` months that
    differ are kept with their changes: many of them take memory.
    """

    def __init__(
        self,
        reading: Reading,
        names: Mapping[int, str],
        *,
        may_edit: Callable[[int], bool],
        starts: Starts,
        today: date,
        most: int,
    ) -> None:
        self.found, self.homes = reading.found, list[Home]()
        self._reading, self._names, self._may_edit = reading, names, may_edit
        self._starts, self._today, self._room = starts, today, most
        self._wanted: list[NewMonth] = []
        self._versions: dict[tuple[int, date], int] = {}

    @property
    def months(self) -> int:
        """How many months would be new or different."""
        return len(self._wanted)

    def to_keep(self) -> bytes | None:
        """What is to be saved as it was shown, for `from_kept`; None where nothing is, or a fault stands."""
        return to_keep(self._wanted, self._versions) if self._wanted and not self.found.faults else None

    def steps(self) -> Iterator[str]:
        """Read and compare to the end; a few words now and then. Raises RuleViolation as `Reading` does."""
        for lines in self._reading.lines():
            yield f"{lines:,} rows are read."
        by_home: dict[int, list[NewMonth]] = {}
        for one in self.found.months:
            by_home.setdefault(one.home, []).append(one)
        homes = sorted(by_home, key=lambda home: self._names[home])
        yield f"{len(homes)} partnership{' is' if len(homes) == 1 else 's are'} compared with what is here."
        starts = self._starts(homes)
        for begin in range(0, len(homes), AT_ONCE):
            some = homes[begin : begin + AT_ONCE]
            held = held_months(some)
            for home in some:
                self._check(home, by_home[home], held[home], starts.get(home))

    def _check(
        self, home: int, months: Sequence[NewMonth], held: Mapping[date, HeldMonth], start: date | None
    ) -> None:
        told = Home(self._names[home])
        if not self._may_edit(home):
            self.found.faults.append(f"Line {months[0].line}: you cannot change {told.name}.")
        known = min(((one.month, on) for on, one in held.items()), default=None)
        earliest = min(one.month_on for one in months)
        known = known or (month_number(earliest, None, start), earliest)
        whose = f", {told.name}" if len(self._names) > 1 else ""
        for one in months:
            problem = month_problem(one.month_on, month_number(one.month_on, known, start), self._today)
            self.found.faults += [f"Line {one.line}{whose}: {problem}"] if problem else []
            self._compare(told, one, held.get(one.month_on))
        if told.new or told.differing:
            self.homes.append(told)

    def _compare(self, told: Home, one: NewMonth, held: HeldMonth | None) -> None:
        if held is None:
            told.new.append(one)
        else:
            apart = [name for name, value in one.values.items() if held.values[name] != value]
            if not apart:
                return
            told.differing += 1
            self._versions[one.home, one.month_on] = held.version
            if self._room:
                self._room -= 1
                told.shown.append(Differs(one.month_on, tuple(_change(name, held, one) for name in apart)))
        self._wanted.append(one)


def _change(name: str, held: HeldMonth, one: NewMonth) -> tuple[str, str, str]:
    before, after = (
        "empty" if value is None else figure_words(name, value)
        for value in (held.values[name], one.values[name])
    )
    return FIGURES[name].label, before, after
