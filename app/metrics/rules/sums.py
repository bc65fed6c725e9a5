"""The sums that must come out in a month. Where one does not, people are told; nothing is refused. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.core.money import format_cents

from .figures import FIGURES

Values = Mapping[str, Any]


class State(StrEnum):
    """How a sum stands."""

    FITS = "fits"
    OFF = "off"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Check:
    """A sum with its figures in words."""

    title: str
    state: State
    sentence: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure that others give: their words stand behind their numbers."""

    title: str
    result: str
    plus: tuple[tuple[str, str], ...]
    minus: tuple[tuple[str, str], ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The figures that give the result."""
        return tuple(name for name, _words in (*self.plus, *self.minus))


ENCOUNTERS = Sum(
    "Encounters",
    "encounters",
    (
        ("rn_visits", "nurse"),
        ("sw_visits", "social work"),
        ("physician_videos", "physician"),
        ("phone_contacts", "phone"),
        ("chaplain_contacts", "chaplain"),
    ),
)
COST = Sum(
    "Cost",
    "total_cost_cents",
    (
        ("encounter_cost_cents", "encounters"),
        ("variable_admin_cost_cents", "coordination"),
        ("intake_cost_cents", "intake"),
        ("fixed_overhead_cents", "overhead"),
    ),
)
PAYMENT = Sum(
    "Payment",
    "total_revenue_cents",
    (
        ("case_rate_revenue_cents", "base"),
        ("assessment_revenue_cents", "assessments"),
        ("supplement_revenue_cents", "supplements"),
        ("other_revenue_cents", "other"),
    ),
)
TYPED = (
    Sum(
        "Enrolled",
        "new_enrolled",
        (("referrals", "referred"),),
        (("ineligible", "not eligible"), ("unreachable", "not reached"), ("declined", "declined")),
    ),
    Sum(
        "Caseload",
        "census_end",
        (("census_start", "at the start"), ("new_enrolled", "enrolled")),
        (("deaths", "died"), ("hospice_transfers", "to hospice"), ("other_exits", "left otherwise")),
    ),
    ENCOUNTERS,
    COST,
    PAYMENT,
)
TOTALS = (ENCOUNTERS, COST, PAYMENT)
MARGIN = Sum("Margin", "margin_cents", (("total_revenue_cents", "paid"),), (("total_cost_cents", "cost"),))
# A figure that is part of another cannot be larger.
PARTS = (
    ("deaths_within_60_days", "deaths"),
    ("seen_within_14_days", "new_enrolled"),
    ("actions_on_time", "actions_due"),
    ("meetings_held", "meetings_planned"),
)


def worked_out(values: Values, running_before: int | None) -> dict[str, Any]:
    """Totals that were left empty, the margin, and the margin up to here; sums of money in cents.

    A missing part is not zero: then the sum is not known either.
    """
    found = {one.result: values.get(one.result) for one in TOTALS}
    for one in TOTALS:
        if found[one.result] is None:
            found[one.result] = _result(one, values)
    margin = _result(MARGIN, {**values, **found})
    found["margin_cents"] = margin
    found["running_margin_cents"] = (
        None if margin is None or running_before is None else running_before + margin
    )
    return found


def let_follow(values: Values, held: Values) -> dict[str, Any]:
    """The values without a total that nobody touched while all of its parts are known: it follows them."""
    found = dict(values)
    for one in TOTALS:
        known = all(values.get(name) is not None for name in one.parts)
        if known and values.get(one.result) == held.get(one.result):
            found[one.result] = None
    return found


def checks(values: Values, census_before: int | None) -> tuple[Check, ...]:
    """Every sum of a month that was begun, and every part that is larger than its whole."""
    begun = [one for one in TYPED if any(values.get(name) is not None for name in (one.result, *one.parts))]
    found = [_check(one, values) for one in begun]
    sums = {**values, **worked_out(values, None), "margin_cents": None}
    if all(sums[name] is not None for name in MARGIN.parts):
        found.append(_check(MARGIN, sums))
    start = values.get("census_start")
    if start is not None and census_before is not None and start != census_before:
        sentence = f"The month before ended with {census_before}. You typed {start}."
        found.append(Check("First day", State.OFF, sentence))
    for part, whole in PARTS:
        small, large = values.get(part), values.get(whole)
        if small is not None and large is not None and small > large:
            words = f"“{FIGURES[part].label}” is {small} of {large} for “{FIGURES[whole].label}”."
            found.append(Check(FIGURES[part].label, State.OFF, words))
    return tuple(found)


def _result(one: Sum, values: Values) -> Any:
    if any(values.get(name) is None for name in one.parts):
        return None
    return sum(values[name] for name, _ in one.plus) - sum(values[name] for name, _ in one.minus)


def _check(one: Sum, values: Values) -> Check:
    missing = [FIGURES[name].label for name in one.parts if values.get(name) is None]
    if missing:
        return Check(one.title, State.WAITS, f"Waits for: {', '.join(missing).lower()}.")
    expected, typed = _result(one, values), values.get(one.result)
    added = " + ".join(f"{figure_words(name, values[name])} {words}" for name, words in one.plus)
    taken = "".join(f" − {figure_words(name, values[name])} {words}" for name, words in one.minus)
    sentence = f"{added}{taken} = {figure_words(one.result, expected)}."
    if typed is None or typed == expected:
        return Check(one.title, State.FITS, sentence)
    return Check(one.title, State.OFF, f"{sentence} You typed {figure_words(one.result, typed)}.")


def figure_words(name: str, value: Any) -> str:
    """A figure as people read it: 1,234 or $1,234.50 or 13.5; money in cents."""
    if name.endswith("_cents"):
        return format_cents(value)
    return f"{value:,}" if isinstance(value, int) else f"{Decimal(value).normalize():f}"
