"""What the papers on costs hold: everything is in words already. Pure."""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title and the headings of its columns; the first column is the widest."""

    title: str
    heads: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CostFacts:
    """Everything for M11, the cost model summary."""

    partnership: str
    provider: str
    payer: str
    name: str  # of a scenario; the current costs need none
    invented: bool  # numbers that are nobody's own yet
    heading: str
    even: str
    even_at: str  # 28 patients; nothing where there is no such number
    offer: str
    parts: Sheet
    volumes: Sheet
    steps: Sheet
    start: Sheet
    start_words: str
    team: str
    assumptions: tuple[str, ...]
    lower: tuple[str, ...]
    formulas: tuple[str, ...]
    inputs: tuple[Sheet, ...]
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """Everything for M20, the note on one proposed change."""

    partnership: str
    provider: str
    payer: str
    name: str
    invented: bool
    words: str
    differing: Sheet
    shared: Sheet  # what both sides may see of the effect
    own: Sheet  # what stays with us
    assumptions: tuple[str, ...]
    works: tuple[str, ...]
