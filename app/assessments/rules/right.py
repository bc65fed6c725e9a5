"""Right patients, right time, right supports: what the numbers say. Pure [T5 ingredients]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.text import number

MONTHS = 6  # of the numbers that are read; the page says it in words


class Question(StrEnum):
    """What must be right."""

    PATIENTS = "patients"
    TIME = "time"
    SUPPORTS = "supports"


class State(StrEnum):
    """Our judgement."""

    GOOD = "good"
    WATCH = "watch"
    CHANGE = "change"


TITLES = {
    Question.PATIENTS: "Right patients",
    Question.TIME: "Right time",
    Question.SUPPORTS: "Right supports",
}
STATE_WORDS = {State.GOOD: "Good", State.WATCH: "Watch", State.CHANGE: "Change"}
Months = Sequence[Mapping[str, Any]]  # figures by column name, oldest first; None is not known


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement as it stands."""

    state: str = ""
    note: str = ""


def patients_words(months: Months) -> tuple[str, ...]:
    """Whom the criteria bring: fit, volume and room [T5 ingredients] [L2 impact]."""
    found = []
    both = _both(months, "ineligible", "referrals")
    if both and both[1]:
        found.append(f"{both[0]} of {both[1]} referred did not qualify ({_share(*both)}).")
    latest = months[-1] if months else {}
    census, planned, room = (latest.get(name) for name in ("census_end", "forecast_census", "capacity"))
    if census is not None and planned is not None:
        found.append(f"{census} on the caseload at the end of the newest month, {planned} were forecast.")
    if census is not None and room is not None:
        found.append(f"The team has room for {room}.")
    return tuple(found)


def time_words(months: Months) -> tuple[str, ...]:
    """How early people come [T5 ingredients] [L7 outcomes]."""
    found = []
    both = _both(months, "deaths_within_60_days", "deaths")
    if both and both[1]:
        found.append(
            f"{both[0]} of {both[1]} who died had been enrolled for less than 60 days ({_share(*both)})."
        )
    late = _both(months, "hospice_ready", "referrals")
    if late and late[1]:
        found.append(f"{late[0]} of {late[1]} referred were ready for hospice ({_share(*late)}).")
    sites = months[-1] if months else {}
    active, expected = sites.get("active_sites"), sites.get("expected_sites")
    if active is not None and expected is not None:
        found.append(f"{active} of {expected} sites that should refer did so in the newest month.")
    return tuple(found)


def supports_words(months: Months) -> tuple[str, ...]:
    """Whether payment and answers carry the work [T5 ingredients] [L5 costs]."""
    found = []
    cost, paid = _sum(months, "total_cost_cents"), _sum(months, "total_revenue_cents")
    if cost is not None and paid is not None and cost:
        found.append(f"Payment covered {round(100 * paid / cost)} percent of the cost of care.")
    latest = months[-1] if months else {}
    days = latest.get("auth_days_mean")
    if days is not None:
        took = f"{number(days)} {'day' if days == 1 else 'days'}"
        found.append(f"An authorization took {took} on average in the newest month.")
    outliers, census = latest.get("outliers"), latest.get("census_end")
    if outliers is not None and census:
        found.append(f"{outliers} of {census} on the caseload needed much more than planned.")
    return tuple(found)


def _both(months: Months, above: str, below: str) -> tuple[int, int] | None:
    """The sums of two figures over the months in which both are known."""
    known = [(one[above], one[below]) for one in months if _has(one, above) and _has(one, below)]
    return (sum(a for a, _ in known), sum(b for _, b in known)) if known else None


def _sum(months: Months, name: str) -> int | None:
    known = [one[name] for one in months if _has(one, name)]
    return sum(known) if known and len(known) == len(months) else None


def _has(month: Mapping[str, Any], name: str) -> bool:
    return month.get(name) is not None


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} percent"
