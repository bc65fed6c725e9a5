"""What care costs in an example, and what was assumed: an invented team, its own payments and roads."""

from __future__ import annotations

from decimal import Decimal

from app.core.calendar import add_months
from app.core.fields import new_public_id
from app.costs.queries import invented_inputs
from app.costs.rules import begun, plain_dollars, to_kept
from app.examples.reader import ExamplePartnership
from app.examples.service.bulk import Row
from app.metrics.rules import USUAL_TOLERANCE

AMOUNTS = ("assessment_cost", "screening_cost", "loss_tolerance")  # header values in cents, here in dollars
START = ("startup_once", "startup_support")
FIRST_MONTHS = 12


def cost_set(example: ExamplePartnership) -> Row:
    """The current costs of an example; what its header does not say stays as in the catalogue's example."""
    newest = example.terms[-1]
    payments = {
        "case_rate": plain_dollars(newest.case_rate_cents),
        "assessment_fee": plain_dollars(newest.assessment_fee_cents),
        "supplement_rate": plain_dollars(newest.supplement_per_outlier_month_cents),
    }
    raw = begun(invented_inputs(), payments, str(_census(example) or ""))
    raw = {name: value for name, value in raw.items() if name not in AMOUNTS}  # unknown there is unknown here
    raw |= {name: plain_dollars(cents) for name in AMOUNTS if (cents := _cents(example, name)) is not None}
    if example.variable_admin_ppm_cents is not None:
        hour = Decimal(raw["hourly_cost"]["admin"]) * 100
        raw["variable_admin_hours"] = f"{(example.variable_admin_ppm_cents / hour).normalize():f}"
    for one in raw["encounter_types"].values():
        if one["in_person"]:
            one |= {"drive_minutes": _text(example.drive_minutes), "drive_miles": _text(example.drive_miles)}
    start = {name: plain_dollars(cents) for name in START if (cents := _cents(example, name)) is not None}
    raw["ramp"] = {**start, **_first_months(example)}
    layers = ["case_rate", *(["assessment_fee"] if newest.assessment_fee_cents else [])]
    layers += ["supplement"] if newest.supplement_per_outlier_month_cents else []
    note = "Invented numbers of an example."
    return {
        "public_id": new_public_id(),
        "name": "Current",
        "inputs": to_kept(raw),
        "layers": layers,
        "note": note,
    }


def _cents(example: ExamplePartnership, name: str) -> int | None:
    found: int | None = getattr(example, f"{name}_cents")
    return found


def _text(value: Decimal | int | None) -> str:
    return "0" if value is None else f"{Decimal(value).normalize():f}"


def _census(example: ExamplePartnership) -> int | None:
    return next((one.census_end for one in reversed(example.months) if one.census_end), None)


def _first_months(example: ExamplePartnership) -> Row:
    """Caseload and newly enrolled of the first months, as far as both are known without a gap."""
    known = []
    for one in example.months[:FIRST_MONTHS]:
        if one.census_end is None or one.new_enrolled is None:
            break
        known.append((str(one.census_end), str(one.new_enrolled)))
    if not known:
        return {}
    return {"patients": [one for one, _ in known], "new_enrolled": [new for _, new in known]}


def assumption_rows(example: ExamplePartnership) -> list[Row]:
    """What the header says was planned, as what was assumed at signing; looked at again after half a year."""
    planned = {"contacts": example.planned_encounters_ppm, "drive": example.drive_minutes}
    again = add_months(example.pilot_start, 6)
    return [
        {"fact": fact, "value": Decimal(value), "tolerance": USUAL_TOLERANCE, "check_on": again}
        for fact, value in planned.items()
        if value
    ]
