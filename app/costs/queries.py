"""What care costs, read: the sets of a partnership, and what a set means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.catalogue import catalogue
from app.charts.crossing import NARROW, WIDE, CrossingChart, crossing_chart
from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.metrics.queries import MonthRow, latest_month
from app.terms.queries import terms_in_force

from .models import CostSet
from .rules import (
    MECHANISMS,
    USUAL_SHARE,
    Change,
    CostInputs,
    CostParts,
    Differing,
    RampRow,
    SetResult,
    Staffing,
    Volume,
    begun,
    changed,
    cost_parts,
    differing,
    effect_words,
    even_words,
    from_kept,
    missing_words,
    oddities,
    of_set,
    offer_words,
    ramp_rows,
    ramp_up_loss,
    read_inputs,
    result_words,
    revenue_parts,
    sensitivities,
    staffing,
    start_words,
    team_words,
    to_cents,
    together,
    together_words,
    volumes,
)

MOST_SETS = 8
USUAL_SUPPLEMENT_SHARE = "0.1"
STEPS = (  # how payments are usually laid on each other [L5 layering]
    ("The case rate alone", ("case_rate",)),
    ("With the assessment fee", ("case_rate", "assessment_fee")),
    ("With the supplement as well", ("case_rate", "assessment_fee", "supplement")),
    ("All six", MECHANISMS),
)


@dataclass(frozen=True, slots=True)
class SetView:
    """A named set of inputs as it is kept."""

    id: int
    public_id: str
    name: str
    raw: Mapping[str, Any]
    layers: tuple[str, ...]
    team: Mapping[str, Mapping[str, str]]
    note: str
    version: int
    changed_at: datetime

    @property
    def inputs(self) -> CostInputs:
        """The exact numbers."""
        return read_inputs(self.raw)


def sets_of(partnership_id: int) -> tuple[SetView, ...]:
    """Every set of a partnership; the first is the current one."""
    columns = ("id", "public_id", "name", "inputs", "layers", "team", "note", "version", "changed_at")
    query = CostSet.select(*(getattr(CostSet, name) for name in columns))
    found = rows(query.where(CostSet.partnership == partnership_id).order_by(CostSet.id).limit(MOST_SETS))
    return tuple(
        SetView(row_id, public_id, name, from_kept(raw), tuple(layers), team, note, version, changed)
        for row_id, public_id, name, raw, layers, team, note, version, changed in found
    )


def get_set(partnership_id: int, public_id: str) -> CostSet:
    """The row of a set of this partnership. Raises NotFound."""
    row = CostSet.get_or_none((CostSet.public_id == public_id) & (CostSet.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such set of costs here. It may have been taken away.")
    found: CostSet = row
    return found


def view_of(row: CostSet) -> SetView:
    """A row as it is read."""
    return SetView(
        row.id,
        row.public_id,
        row.name,
        from_kept(row.inputs),
        tuple(row.layers),
        row.team,
        row.note,
        row.version,
        row.changed_at,
    )


def name_taken(partnership_id: int, name: str) -> bool:
    """Whether a set of this partnership has this name, large and small letters alike."""
    query = CostSet.select(CostSet.name).where(CostSet.partnership == partnership_id)
    return any(name.casefold() == held.casefold() for (held,) in rows(query))


# --- what a set means


@dataclass(frozen=True, slots=True)
class Step:
    """A set of payments and what it brings."""

    words: str
    result: SetResult
    chosen: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything the page says about a set."""

    inputs: CostInputs
    parts: CostParts
    result: SetResult
    heading: str
    even: str
    offer: str
    missing: tuple[str, ...]
    oddities: tuple[str, ...]
    volumes: tuple[Volume, ...]
    charts: tuple[CrossingChart, ...]
    brought: Mapping[str, Fraction | None]
    steps: tuple[Step, ...]
    moves: Mapping[str, Fraction | None]
    start: tuple[RampRow, ...]
    start_words: str
    team: tuple[Staffing, ...]
    hours: Mapping[str, Fraction]
    team_words: str


def answer(
    raw: Mapping[str, Any], inputs: CostInputs, layers: Sequence[str], team: Mapping[str, Mapping[str, str]]
) -> Answer:
    """What the inputs come to with the payments that are switched on."""
    parts, result = cost_parts(inputs), of_set(inputs, layers)
    hours = {name: Fraction(Decimal(one["hours"])) for name, one in team.items()}
    shares = {name: Fraction(Decimal(one["share"])) for name, one in team.items() if one.get("share")}
    needed = staffing(inputs, hours, inputs.patients, shares)
    known = tuple(one for one in needed if one.discipline in hours)
    start, loss = ramp_rows(inputs), ramp_up_loss(inputs)
    found = volumes(inputs, layers)
    return Answer(
        inputs=inputs,
        parts=parts,
        result=result,
        heading=result_words(inputs.patients, result.monthly_margin),
        even=even_words(result, parts.steady),
        offer=offer_words(found),
        missing=missing_words(inputs),
        oddities=oddities(raw, inputs),
        volumes=found,
        charts=_charts(inputs, parts, result),
        brought=revenue_parts(inputs),
        steps=_steps(inputs, layers),
        moves=sensitivities(inputs),
        start=start,
        start_words=start_words(inputs, start, loss),
        team=needed,
        hours=hours,
        team_words=team_words(known) if known else "",
    )


def _steps(inputs: CostInputs, layers: Sequence[str]) -> tuple[Step, ...]:
    steps = [Step(words, of_set(inputs, names), set(names) == set(layers)) for words, names in STEPS]
    if not any(one.chosen for one in steps):
        steps.append(Step("What is switched on", of_set(inputs, layers), chosen=True))
    return tuple(steps)


def _charts(inputs: CostInputs, parts: CostParts, result: SetResult) -> tuple[CrossingChart, ...]:
    if result.revenue_ppm is None or parts.intake_ppm is None or not inputs.patients:
        return ()
    each = parts.variable_ppm + parts.intake_ppm
    return tuple(
        crossing_chart(parts.fixed_overhead, each, result.revenue_ppm, inputs.patients, frame)
        for frame in (WIDE, NARROW)
    )


# --- what a change would do


@dataclass(frozen=True, slots=True)
class Effect:
    """A set before and after a change: what differs, and what that does."""

    differing: tuple[Differing, ...]
    before: SetResult
    after: SetResult
    steady_before: Fraction | None
    steady_after: Fraction | None
    words: str


def effect_of(base: SetView, change: Change) -> Effect:
    """What a proposed change would do to a set."""
    return _effect(base.inputs, changed(base.inputs, change), base.layers, base.layers)


def effect_between(before: SetView, after: SetView) -> Effect:
    """What one set does compared with another."""
    return _effect(before.inputs, after.inputs, before.layers, after.layers)


def _effect(
    before: CostInputs, after: CostInputs, layers_before: Sequence[str], layers_after: Sequence[str]
) -> Effect:
    was, becomes = of_set(before, layers_before), of_set(after, layers_after)
    return Effect(
        differing(before, after),
        was,
        becomes,
        cost_parts(before).steady,
        cost_parts(after).steady,
        effect_words(was, becomes),
    )


def carrying_payments(partnership_id: int) -> tuple[int | None, int | None] | None:
    """The case rate that carries the current cost beside the other payments, and the cost of an assessment.

    In cents; None for a figure that is not known, and altogether while no costs of one's own are entered:
    invented ones, of which a note tells, judge nobody's rate.
    """
    columns = (CostSet.inputs, CostSet.layers, CostSet.note)
    query = CostSet.select(*columns).where(CostSet.partnership == partnership_id)
    row = first_row(query.order_by(CostSet.id))
    if row is None or row[2]:
        return None
    inputs = read_inputs(from_kept(row[0]))
    steady, revenue = cost_parts(inputs).steady, of_set(inputs, row[1]).revenue_ppm
    paid = inputs.payment_terms.case_rate if "case_rate" in row[1] else Fraction(0)
    rate = (
        None if steady is None or revenue is None else to_cents(max(steady - (revenue - paid), Fraction(0)))
    )
    return rate, to_cents(inputs.assessment_cost) if inputs.assessment_cost else None


# --- all contracts together


@dataclass(frozen=True, slots=True)
class HouseCosts:
    """The current costs of several partnerships by their id, and all of them in a sentence."""

    results: Mapping[int, tuple[CostInputs, SetResult, Fraction | None]]
    words: str


def house_costs(partnership_ids: Sequence[int]) -> HouseCosts:
    """The first set of each partnership that has one; the sentence needs two of them."""
    columns = (CostSet.partnership, CostSet.inputs, CostSet.layers)
    query = CostSet.select(*columns).where(CostSet.partnership.in_(list(partnership_ids)))
    current: dict[int, tuple[CostInputs, Sequence[str]]] = {}
    for partnership_id, kept, layers in rows(query.order_by(CostSet.id)):
        if partnership_id not in current:
            current[partnership_id] = (read_inputs(from_kept(kept)), layers)
    results = {
        one: (inputs, of_set(inputs, layers), cost_parts(inputs).steady)
        for one, (inputs, layers) in current.items()
    }
    words = together_words(together(list(current.values()))) if len(current) > 1 else ""
    return HouseCosts(results, words)


# --- what to begin with, and what other pages say


@dataclass(frozen=True, slots=True)
class Known:
    """What the term sheet and the monthly numbers say, in the names of the inputs."""

    payments: Mapping[str, str]
    layers: tuple[str, ...]
    month: MonthRow | None


SINGLE_TERMS = {
    "case_rate": "S21.rate_home",
    "assessment_fee": "S22.assessment_fee",
    "supplement_rate": "S22.supplement",
    "acp_incentive": "S22.acp_amount",
}
PER_PATIENT_MONTH = {
    "quality_incentive_monthly": ("S22.quality_amount", "S22.quality_period", "month"),
    "data_incentive_ppm": ("S22.data_amount", "S22.data_unit", "per_patient_month"),
}


def known_of(partnership_id: int, as_of: date) -> Known:
    """Payments in force, those of them that are layers, and the newest month."""
    terms = terms_in_force(partnership_id, as_of)
    payments = {
        name: _dollars(terms[key]) for name, key in SINGLE_TERMS.items() if isinstance(terms.get(key), int)
    }
    for name, (key, unit, wanted) in PER_PATIENT_MONTH.items():
        if isinstance(terms.get(key), int) and terms.get(unit) == wanted:
            payments[name] = _dollars(terms[key])
    on_top = terms.get("S22.layers") or ()
    layers = tuple(one for one in MECHANISMS if one == "case_rate" or one in on_top)
    return Known(payments, layers, latest_month(partnership_id))


def _dollars(cents: int) -> str:
    return f"{(Decimal(cents) / 100).normalize():f}"


def typical(known: Known) -> dict[str, Any]:
    """The catalogue's invented example, with the payments and patients that are known of this partnership."""
    example = catalogue().section("cost_model", "worked_example", "inputs")
    census = known.month.census_end if known.month else None
    payments: Mapping[str, str] = known.payments
    if payments and "supplement_rate" in payments:
        payments = {**payments, "supplement_share": USUAL_SUPPLEMENT_SHARE}
    return begun(example, payments, str(census) if census else "")  # type: ignore[arg-type]


def usual_share() -> str:
    """The share of staff hours for patients where none is said, in percent."""
    return f"{int(USUAL_SHARE * 100)}"
