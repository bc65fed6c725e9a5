"""What the metrics report to the payer holds: everything is in words already. Pure."""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The metrics of one kind: name, value, before, since before, target."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class MetricsReportFacts:
    """Everything for M6."""

    partnership: str
    provider: str
    payer: str
    period: str
    contract: str  # in force since; nothing where it is not settled
    contact: str
    missing_months: tuple[str, ...]
    missing: tuple[str, ...]
    sections: tuple[Section, ...]
    experience: Section
    done: str
    wanted: tuple[str, ...]
    wanted_by: str
    hours: str
    definitions: tuple[tuple[str, str], ...]
    highest_hidden: int
