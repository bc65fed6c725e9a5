"""What people type about one metric of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.web.formdata import LONG, FormData, Submitted

from ..models import PlannedMetric
from ..rules import (
    COLLECTABLE,
    COMPARISONS,
    DIRECTIONS,
    FREQUENCIES,
    PARTIES,
    PURPOSES,
    RECEIVERS,
    SOURCES,
    UNITS,
    Shape,
)

SETS = {  # single choices: field, answers, whether one is needed
    "unit": ({name: unit.label for name, unit in UNITS.items()}, True),
    "direction": (DIRECTIONS, True),
    "frequency": (FREQUENCIES, True),
    "gathers": (PARTIES, False),
    "analyzes": (PARTIES, False),
    "reports": (PARTIES, False),
    "source": (SOURCES, False),
    "purpose": (PURPOSES, True),
    "collectable": (COLLECTABLE, True),
    "comparison": (COMPARISONS, False),
    "calculates": (PARTIES, False),
}
LINES = ("numerator", "denominator", "format", "peer_source", "peer_period")
PARAGRAPHS = ("definition", "decision", "peer_differs")
MARKS = ("low", "high", "baseline", "peer_value")
PLACES, LARGEST, LONGEST_HOURS = 4, 100_000_000, 10_000
SHORTEST, LONGEST = 6, 12  # months of a comparison [L6 sample]
MOST_OF_FIVE = 5


def read_metric(submitted: Submitted) -> tuple[dict[str, Any] | None, FormData]:
    """Every fact of a metric; None and a sentence at each field that cannot be meant."""
    form = FormData(submitted)
    facts: dict[str, Any] = {"name": form.text("name", "Name the metric.")}
    facts |= {name: form.text(name) for name in LINES}
    facts |= {name: form.text(name, limit=LONG) for name in PARAGRAPHS}
    for name, (answers, needed) in SETS.items():
        facts[name] = form.choice(name, answers, "Choose one." if needed else "")
    facts["shared_with"] = form.choices("shared_with", RECEIVERS)
    facts |= {name: form.number(name, PLACES, LARGEST, signed=True) for name in MARKS}
    facts["hours"] = form.number("hours", 2, LONGEST_HOURS)
    for name in ("months_before", "months_after"):
        facts[name] = form.whole(name, SHORTEST, LONGEST)
    facts["starts_on"] = form.day("starts_on")
    # Asked the other way round: a form without the box never shows what should be hidden.
    facts["counts_patients"] = not form.flag("counts_nobody")
    _check_marks(form, facts)
    return (facts if form.ok else None), form


def _check_marks(form: FormData, facts: Mapping[str, Any]) -> None:
    low, high = facts["low"], facts["high"]
    if low is not None and high is not None and high < low:
        form.fail("high", "The upper mark lies under the lower one.")
    if UNITS.get(facts["unit"]) is None:
        return
    for name in MARKS:
        value = facts[name]
        if value is None:
            continue
        if UNITS[facts["unit"]].shape is Shape.SPREAD:
            form.fail(name, "A number for each kind has no single mark. Leave this empty.")
        elif facts["unit"] == "mean_1_to_5" and not 1 <= value <= MOST_OF_FIVE:
            form.fail(name, "On a scale from 1 to 5 enter a number from 1 to 5.")
        elif facts["unit"] == "percent" and value < 0:
            form.fail(name, "A percentage is zero or more.")


def new_metric_form(facts: Mapping[str, Any]) -> FormData:
    """The form of a metric that is not in the plan yet, with what is usual."""
    return FormData(initial={**facts, "counts_nobody": not facts["counts_patients"]})


def metric_form(row: PlannedMetric) -> FormData:
    """The form with what is kept."""
    names = ("name", *LINES, *PARAGRAPHS, *SETS, "shared_with", "months_before", "months_after")
    values: dict[str, Any] = {name: getattr(row, name) for name in names}
    values |= {name: plain(getattr(row, name)) for name in (*MARKS, "hours")}
    values["counts_nobody"] = not row.counts_patients
    values |= {"starts_on": row.starts_on.isoformat() if row.starts_on else "", "seen": str(row.version)}
    return FormData(initial={name: "" if value is None else value for name, value in values.items()})


def plain(value: Decimal | None) -> str:
    """70, as it is typed."""
    return "" if value is None else f"{value.normalize():f}"
