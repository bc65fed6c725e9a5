"""What the operational and financial plan holds: everything is in words already. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from .costs import Sheet

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: facts, lines and tables in this order; an empty one says that nothing is settled."""

    title: str
    pairs: tuple[Pair, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known yet."""
        return not (self.pairs or self.lines or any(sheet.rows for sheet in self.sheets))


@dataclass(frozen=True, slots=True)
class OperationalPlanFacts:
    """Everything for M16."""

    partnership: str
    provider: str
    payer: str
    chapters: tuple[Chapter, ...]
    open_points: tuple[str, ...]
    decisions: tuple[str, ...]
