"""The metrics plan of an example: what its contract names, and what the two partners watch beside it."""

from __future__ import annotations

from decimal import Decimal

from app.core.fields import new_public_id
from app.examples.reader import ExamplePartnership
from app.examples.service.bulk import Row
from app.measuring.queries import get_item, start_values

# Metric of the catalogue, marks in its unit, hours each time, and the decision it serves.
PLAN: tuple[tuple[str, int | None, int | None, str, str], ...] = (
    ("PP01", 75, None, "2", "Whether planning talks need more time in the first visits."),
    ("OP05", None, 7, "1.5", "Whether a referral reaches the patient fast enough."),
    ("OP07", 70, None, "0.5", ""),
    ("FU06", None, None, "3", "Whether care at home keeps people out of the emergency room."),
    ("FU02", None, None, "3", ""),
    ("BA01", 80, 120, "0.25", "Whether the team has the right size."),
    ("BA03", None, 30, "0.25", "Whether referrers know who qualifies."),
)
IN_CONTRACT = ("PP01", "OP05", "FU06")


def metric_rows(example: ExamplePartnership) -> list[Row]:
    """One row for each metric of the plan, from the first day of the pilot on."""
    targets = {"FU06": example.ed_target_per_100, "FU02": example.admission_target_per_100}
    return [
        {
            **start_values(get_item(item)),
            "public_id": new_public_id(),
            "item": item,
            "low": _mark(low),
            "high": _mark(high if high is not None else targets.get(item)),
            "hours": Decimal(hours),
            "decision": decision,
            "purpose": "contract" if item in IN_CONTRACT else "joint_learning",
            "collectable": "yes",
            "starts_on": example.pilot_start,
        }
        for item, low, high, hours, decision in PLAN
    ]


def _mark(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
