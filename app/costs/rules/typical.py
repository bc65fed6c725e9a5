"""Numbers to begin with: the catalogue's invented example under names that people say. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .inputs import ADMIN

# What people call the disciplines and kinds of encounters of the example; other names stay as they are.
NAMES = {
    "rn": "Nurse",
    "sw": "Social worker",
    "physician": "Physician",
    "chaplain": "Chaplain",
    "rn_home_visit": "Nurse, home visit",
    "sw_home_visit": "Social worker, home visit",
    "physician_video": "Physician, video visit",
    "sw_phone": "Social worker, call",
    "rn_phone": "Nurse, call",
    "chaplain_phone": "Chaplain, call",
    "clinical_lead": "Clinical lead",
    "on_call_line": "On-call line",
    "data_and_quality": "Data and quality",
    "finding_and_engaging_patients": "Finding and engaging patients",
    "referrer_contact": "Contact with referrers",
    "partner_meetings": "Meetings with the plan",
    "training": "Training",
    "software_and_supplies": "Software and supplies",
    "rent_and_insurance": "Rent and insurance",
}

PAID_FOR_SHARE = {
    "supplement_rate": "supplement_share",
    "quality_incentive_monthly": "share_meeting",
    "acp_incentive": "acp_share",
}


def named(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs in the catalogue's shape, with names people say and every number as text."""
    found: dict[str, Any] = {name: _plain(value) for name, value in raw.items()}
    for table in ("hourly_cost", "fixed_overhead_lines"):
        found[table] = {_name(key): value for key, value in found.get(table, {}).items()}
    found["encounter_types"] = {
        _name(kind): {**one, "discipline": _name(one["discipline"])}
        for kind, one in found.get("encounter_types", {}).items()
    }
    found["mix"] = {
        tier: {_name(kind): count for kind, count in counts.items()}
        for tier, counts in found.get("mix", {}).items()
    }
    return found


def begun(raw: Mapping[str, Any], payments: Mapping[str, str], patients: str) -> dict[str, Any]:
    """The example to begin with: our own payments and patients in place of its own, and no start yet.

    Of the example's payments only the share stays for which one of ours is paid, since nobody knows it yet.
    """
    found = named(raw)
    shares = found.get("payment_terms", {})
    invented = {share: shares[share] for paid, share in PAID_FOR_SHARE.items() if paid in payments}
    found["payment_terms"] = {**invented, **payments}
    found["patients"] = patients or found.get("patients", "0")
    return {name: value for name, value in found.items() if name != "ramp"}


def _name(key: str) -> str:
    return key if key == ADMIN else NAMES.get(key, key)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return f"{value:g}"
    return value if isinstance(value, bool | str) else str(value)
