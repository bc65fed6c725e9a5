"""What the papers on costs hold: everything is in words already. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.charts.told import Told

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
    chart: Told | None
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


def shared_chart(facts: CostFacts) -> Told | None:
    """The break-even picture for a partner, without the sentence on what a month leaves us.

    Its two lines follow from the costs by volume, which the shared copy prints. Where payment never reaches
    cost there is nothing to share.
    """
    if facts.chart is None or not facts.even_at:
        return None
    return replace(facts.chart, finding=f"It breaks even at {facts.even_at}.")


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
