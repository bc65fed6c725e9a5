"""What several contracts ask of the same team, side by side: where they agree, differ and ask twice. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Topic:
    """Terms that people compare together."""

    id: str
    title: str
    keys: tuple[str, ...]


QUALIFIES = (
    "S06.ages",
    "S06.adult_age",
    "S06.qualifying_diagnoses",
    "S06.excluding_diagnoses",
    "S06.general_criteria",
    "S06.plus_criteria",
    "S06.life_expectancy_months",
    "S06.behavioral_rule",
)
TOPICS = (
    Topic("eligibility", "Who qualifies", ("S06.criteria_form", *QUALIFIES)),
    Topic(
        "visits",
        "How often you visit",
        ("S13.minimum_rule", "S13.planned_encounters_ppm", "S13.first_phase_weeks", "S13.waiver_process"),
    ),
    Topic(
        "authorizations",
        "Who says yes, and how fast",
        (
            "S07.who_decides",
            "S07.decision_days",
            "S07.silent_approval",
            "S07.recheck_months",
            "S16.waived_items",
            "S16.delegated_items",
            "S16.dme_days",
        ),
    ),
    Topic(
        "reports",
        "What you report",
        ("S28.report_due_days", "S28.format", "S27.hours_estimate", "S27.reporting_hours_cap"),
    ),
)
METRICS, HOURS = "S27.metrics", "S27.hours_estimate"
COMPARED = tuple(dict.fromkeys((*(key for topic in TOPICS for key in topic.keys), METRICS)))


@dataclass(frozen=True, slots=True)
class Line:
    """One term in every contract; a cell is None where it is not settled."""

    label: str
    cells: tuple[str | None, ...]

    @property
    def differs(self) -> bool:
        """Whether two contracts that settle it say different things."""
        return len({cell for cell in self.cells if cell is not None}) > 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A metric that contracts ask for, and how often each wants it (by place; None: it does not ask)."""

    name: str
    often: tuple[str | None, ...]

    @property
    def times(self) -> int:
        """How many contracts ask for it."""
        return sum(one is not None for one in self.often)

    @property
    def conflict(self) -> bool:
        """Whether they want it in different rhythms."""
        return len({one.casefold() for one in self.often if one}) > 1


def asked_metrics(sheets: Sequence[Mapping[str, Any]]) -> tuple[Asked, ...]:
    """Every metric by name, those that several contracts ask for first."""
    found: dict[str, list[str | None]] = {}
    names: dict[str, str] = {}
    for place, sheet in enumerate(sheets):
        for row in sheet.get(METRICS) or ():
            name = str(row.get("metric") or "").strip()
            if name:
                names.setdefault(name.casefold(), name)
                often = found.setdefault(name.casefold(), [None] * len(sheets))
                often[place] = str(row.get("frequency") or "").strip()
    asked = [Asked(names[key], tuple(often)) for key, often in found.items()]
    return tuple(sorted(asked, key=lambda one: (-one.times, one.name.casefold())))


def hours_a_month(sheets: Sequence[Mapping[str, Any]]) -> tuple[Decimal, int]:
    """The hours that reporting takes in a month together, and how many contracts do not say."""
    known = [sheet[HOURS] for sheet in sheets if isinstance(sheet.get(HOURS), Decimal | int)]
    return sum((Decimal(one) for one in known), Decimal(0)), len(sheets) - len(known)


def reporting_words(hours: Decimal, unknown: int, asked: Sequence[Asked]) -> str:
    """What all reports together take, and what is asked for more than once."""
    number = f"{hours.normalize():f}"
    words = f"Reports take {number} {'hour' if number == '1' else 'hours'} a month together"
    if unknown:
        words += f"; {unknown} {'contract does' if unknown == 1 else 'contracts do'} not say"
    twice, odd = sum(one.times > 1 for one in asked), sum(one.conflict for one in asked)
    if not twice:
        return f"{words}. No metric is asked for twice."
    more = f"{twice} {'metric is' if twice == 1 else 'metrics are'} asked for by more than one contract"
    return f"{words}. {more}: gather once" + (f"; {odd} of them in different rhythms." if odd else ".")
