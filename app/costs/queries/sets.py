"""What care costs, read: the sets of a partnership, and what a set means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from app.catalogue import catalogue
from app.charts.crossing import crossing
from app.charts.told import Told
from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.metrics.queries import MonthRow, latest_month
from app.terms.queries import terms_in_force

from ..models import CostSet
from ..rules import (
    MECHANISMS,
    NO_RATE,
    USUAL_SHARE,
    Case,
    Change,
    CostInputs,
    CostParts,
    Differing,
    RampRow,
    SetResult,
    Staffing,
    Standing,
    Volume,
    begun,
    changed,
    cost_parts,
    count,
    differing,
    effect_words,
    even_words,
    from_kept,
    lacks_rate,
    missing_words,
    oddities,
    of_set,
    offer_words,
    plain_dollars,
    ramp_rows,
    ramp_up_loss,
    result_words,
    revenue_parts,
    sensitivities,
    staffing,
    standing,
    start_words,
    team_words,
    to_cents,
    together,
    together_words,
    volumes,
)

MOST_SETS = 8
STEPS = (  # how payments are usually laid on each other [L5 layering]
    ("The case rate alone", ("case_rate",)),
    ("With the assessment fee", ("case_rate", "assessment_fee")),
    ("With the supplement as well", ("case_rate", "assessment_fee", "supplement")),
    ("All six", MECHANISMS),
)


@dataclass(frozen=True, slots=True)
class SetView:
    """A named set as it is kept; a note tells of invented numbers."""

    id: int
    public_id: str
    name: str
    case: Case
    note: str
    version: int
    changed_at: datetime


def sets_of(partnership_id: int) -> tuple[SetView, ...]:
    """Every set of a partnership; the first is the current one."""
    query = CostSet.select().where(CostSet.partnership == partnership_id)
    return tuple(view_of(row) for row in query.order_by(CostSet.id).limit(MOST_SETS))


def get_set(partnership_id: int, public_id: str) -> CostSet:
    """The row of a set of this partnership. Raises NotFound."""
    row = CostSet.get_or_none((CostSet.public_id == public_id) & (CostSet.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such set of costs here. It may have been taken away.")
    found: CostSet = row
    return found


def view_of(row: CostSet) -> SetView:
    """A row as it is read."""
    case = Case(from_kept(row.inputs), tuple(row.layers), row.team)
    return SetView(row.id, row.public_id, row.name, case, row.note, row.version, row.changed_at)


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
    chart: Told | None  # nothing while a figure it needs is missing
    brought: Mapping[str, Fraction | None]
    steps: tuple[Step, ...]
    moves: Mapping[str, Fraction | None]
    start: tuple[RampRow, ...]
    start_words: str
    team: tuple[Staffing, ...]
    hours: Mapping[str, Fraction]
    team_words: str


def answer(case: Case) -> Answer:
    """What the inputs come to with the payments that are switched on."""
    inputs, layers = case.inputs, case.layers
    parts, result = cost_parts(inputs), of_set(inputs, layers)
    hours = {name: Fraction(Decimal(one["hours"])) for name, one in case.team.items()}
    shares = {name: Fraction(Decimal(one["share"])) for name, one in case.team.items() if one.get("share")}
    needed = staffing(inputs, hours, inputs.patients, shares)
    known = tuple(one for one in needed if one.discipline in hours)
    start, loss = ramp_rows(inputs), ramp_up_loss(inputs)
    found, unpaid = volumes(inputs, layers), lacks_rate(inputs, layers)
    return Answer(
        inputs=inputs,
        parts=parts,
        result=result,
        heading=result_words(inputs.patients, None if unpaid else result.monthly_margin),
        even=NO_RATE if unpaid else even_words(result, parts.steady),
        offer="" if unpaid else offer_words(found),
        missing=missing_words(inputs),
        oddities=oddities(case.raw, inputs),
        volumes=found,
        chart=None if unpaid else _chart(inputs, parts, result),
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
        steps.append(Step("These together", of_set(inputs, layers), chosen=True))
    return tuple(steps)


def _chart(inputs: CostInputs, parts: CostParts, result: SetResult) -> Told | None:
    if result.revenue_ppm is None or parts.intake_ppm is None or not inputs.patients:
        return None
    return crossing(
        f"{result_words(inputs.patients, result.monthly_margin)}. {even_words(result, parts.steady)}",
        parts.fixed_overhead,
        parts.variable_ppm + parts.intake_ppm,
        result.revenue_ppm,
        inputs.patients,
        now_words=count(inputs.patients),
        even_words=str(result.break_even_patients),
    )


# --- what a change would do


@dataclass(frozen=True, slots=True)
class Effect:
    """A set before and after a change: what differs, and what that does."""

    differing: tuple[Differing, ...]
    before: Standing
    after: Standing
    words: str


def effect_of(base: Case, change: Change) -> Effect:
    """What a proposed change would do to a set."""
    return effect_on(base, changed(base.inputs, change))


def effect_on(base: Case, inputs: CostInputs) -> Effect:
    """What other inputs do to a set with its payments."""
    return _effect(standing_of(base), standing(inputs, base.layers))


def effect_between(before: Case, after: Case) -> Effect:
    """What one set does compared with another."""
    return _effect(standing_of(before), standing_of(after))


def standing_of(case: Case) -> Standing:
    """What people compare of a set with others."""
    return standing(case.inputs, case.layers)


def _effect(before: Standing, after: Standing) -> Effect:
    words = effect_words(before.result, after.result)
    return Effect(differing(before.inputs, after.inputs), before, after, words)


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
    inputs = Case(from_kept(row[0]), tuple(row[1]), {}).inputs
    steady, revenue = cost_parts(inputs).steady, of_set(inputs, row[1]).revenue_ppm
    paid = inputs.payment_terms.case_rate if "case_rate" in row[1] else Fraction(0)
    rate = (
        None if steady is None or revenue is None else to_cents(max(steady - (revenue - paid), Fraction(0)))
    )
    return rate, to_cents(inputs.assessment_cost) if inputs.assessment_cost else None


def loss_tolerance(partnership_id: int) -> Fraction | None:
    """The loss in USD that the provider said it can bear; None where nobody said."""
    query = CostSet.select(CostSet.inputs).where(CostSet.partnership == partnership_id)
    row = first_row(query.order_by(CostSet.id))
    return None if row is None else Case(from_kept(row[0]), (), {}).inputs.loss_tolerance


# --- all contracts together


@dataclass(frozen=True, slots=True)
class HouseCosts:
    """The current costs of several partnerships by their id, and all of them in a sentence."""

    standings: Mapping[int, Standing]
    invented: frozenset[int]  # partnerships whose numbers are not their own yet
    words: str


def house_costs(partnership_ids: Sequence[int]) -> HouseCosts:
    """The first set of each partnership that has one; the sentence needs two of them."""
    columns = (CostSet.partnership, CostSet.inputs, CostSet.layers, CostSet.note)
    query = CostSet.select(*columns).where(CostSet.partnership.in_(list(partnership_ids)))
    current: dict[int, Standing] = {}
    invented = set()
    for partnership_id, kept, layers, note in rows(query.order_by(CostSet.id)):
        if partnership_id not in current:
            current[partnership_id] = standing_of(Case(from_kept(kept), tuple(layers), {}))
            invented |= {partnership_id} if note else set()
    words = together_words(together(list(current.values()))) if len(current) > 1 else ""
    if words and invented:
        words += " Some of these numbers are invented, so this only shows how it will look."
    return HouseCosts(current, frozenset(invented), words)


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
        name: plain_dollars(terms[key])
        for name, key in SINGLE_TERMS.items()
        if isinstance(terms.get(key), int)
    }
    for name, (key, unit, wanted) in PER_PATIENT_MONTH.items():
        if isinstance(terms.get(key), int) and terms.get(unit) == wanted:
            payments[name] = plain_dollars(terms[key])
    on_top = terms.get("S22.layers") or ()
    layers = tuple(one for one in MECHANISMS if one == "case_rate" or one in on_top)
    return Known(payments, layers, latest_month(partnership_id))


def typical(known: Known) -> dict[str, Any]:
    """The catalogue's invented example, with the payments and patients that are known of this partnership."""
    census = known.month.census_end if known.month else None
    return begun(invented_inputs(), known.payments, str(census) if census else "")


def invented_inputs() -> Mapping[str, Any]:
    """The inputs of the catalogue's worked example."""
    return cast(Mapping[str, Any], catalogue().section("cost_model", "worked_example", "inputs"))


def usual_share() -> str:
    """The share of staff hours for patients where none is said, in percent."""
    return f"{int(USUAL_SHARE * 100)}"
