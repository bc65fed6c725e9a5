"""What people type about costs: single figures, and tables that offer empty rows to fill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.web.formdata import FormData, Submitted

from ..rules import ADMIN, MECHANISMS, PAYMENTS, SINGLE, Case, Figure, InputFault, Kind, read_inputs

LARGEST = 10_000_000
MOST_ROWS = 40
ROUNDED = 1  # percent that three rounded shares may miss
SPARE_ROWS = {"hours": 2, "kinds": 2, "lines": 2, "start": 1}  # to fill, in each table
FIRST_MONTHS = 12  # that a start has at least
NAME_LENGTH = 80
TIERS = {"high": "High", "standard": "Standard", "maintenance": "Maintenance"}  # [L4 efficiency]


HOUR = Figure("admin_hour", "An hour of office work")
MONEY_AT_START = (
    Figure("startup_once", "Spent once at the start"),
    Figure("startup_support", "Support received for it"),
)
START = (*MONEY_AT_START, Figure("loss_tolerance", "The loss you can bear"))
TYPED = (*SINGLE, HOUR)
MINUTES = {"direct_minutes": "With the patient", "doc_minutes": "Record", "drive_minutes": "Drive"}


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, and the version that the person looked at."""

    case: Case
    seen: int


def read_costs(submitted: Submitted) -> tuple[Typed | None, FormData]:
    """The whole form; None and a sentence at each field that cannot be meant."""
    form = FormData(submitted)
    raw: dict[str, Any] = {**_singles(form, TYPED)}
    hourly, team = _hours(form)
    admin = raw.pop("admin_hour", None)
    raw["hourly_cost"] = {**hourly, **({ADMIN: admin} if admin is not None else {})}
    if raw.get("variable_admin_hours") and admin is None:
        form.fail("admin_hour", "Say what an hour of office work costs; the hours below it need it.")
    raw["encounter_types"], raw["mix"] = _kinds(form, hourly)
    raw["tier_share"] = {tier: _figure(form, f"share.{tier}", Kind.SHARE) or "0" for tier in TIERS}
    _check_shares(form, raw["tier_share"])
    raw["fixed_overhead_lines"] = _lines(form)
    raw["payment_terms"] = _singles(form, PAYMENTS)
    raw |= _start(form)
    layers = tuple(form.choices("layers", MECHANISMS))
    seen = form.whole("seen") or 0
    if not form.ok:
        return None, form
    try:
        read_inputs(raw)
    except InputFault as fault:  # what no single field could see
        sentence = str(fault).partition(": ")[2]
        form.fail("kinds.0.name", sentence[:1].upper() + sentence[1:])
        return None, form
    return Typed(Case(raw, layers, team), seen), form


def _check_shares(form: FormData, shares: Mapping[str, str]) -> None:
    """The tiers make a whole, as far as anybody said how they are shared."""
    together = sum((Decimal(share) for share in shares.values()), Decimal(0)) * 100
    if (
        together
        and abs(together - 100) > ROUNDED
        and not any(name.startswith("share.") for name in form.errors)
    ):
        form.fail(
            f"share.{next(iter(TIERS))}", f"The tiers make {_short(together)} percent together, not 100."
        )


def _figure(form: FormData, name: str, kind: Kind) -> str | None:
    """The number as decimal text."""
    if kind is Kind.MONEY:
        cents = form.cents(name)
        return None if cents is None else _short(Decimal(cents) / 100)
    value = form.number(name, 4, 100 if kind is Kind.SHARE else LARGEST)
    return None if value is None else _short(value / 100 if kind is Kind.SHARE else value)


def _short(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _singles(form: FormData, figures: Sequence[Figure]) -> dict[str, str]:
    found = {one.name: _figure(form, one.name, one.kind) for one in figures}
    return {name: value for name, value in found.items() if value is not None}


def _places(form: FormData, table: str) -> range:
    return range(min(form.whole(f"{table}.rows", 0, MOST_ROWS) or 0, MOST_ROWS))


def _name(form: FormData, field: str, taken: Mapping[str, Any]) -> str:
    name = form.text(field, limit=NAME_LENGTH)
    if name == ADMIN:
        form.fail(field, f"“{name}” is what office work is kept under. Give this another name.")
    if name in taken:
        form.fail(field, f"“{name}” stands here twice. Give each a name of its own.")
    return name


def _unnamed(form: FormData, name: str, field: str, *values: str | None) -> None:
    if not name and field not in form.errors and any(value is not None for value in values):
        form.fail(field, "Say what this row is about, or empty the row.")


def _hours(form: FormData) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """What an hour of each discipline costs, and how many hours of it there are."""
    hourly: dict[str, str] = {}
    team: dict[str, dict[str, str]] = {}
    for place in _places(form, "hours"):
        at = f"hours.{place}"
        name = _name(form, f"{at}.name", hourly)
        cost = _figure(form, f"{at}.cost", Kind.MONEY)
        there = _figure(form, f"{at}.there", Kind.NUMBER)
        share = _figure(form, f"{at}.share", Kind.SHARE)
        _unnamed(form, name, f"{at}.name", cost, there)
        if name:
            hourly[name] = cost or "0"
            team |= {name: {"hours": there, "share": share or ""}} if there is not None else {}
    return hourly, team


def _kinds(form: FormData, hourly: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """Kinds of encounters, and how many of each a patient month of each tier holds."""
    kinds: dict[str, Any] = {}
    mix: dict[str, dict[str, str]] = {tier: {} for tier in TIERS}
    by_name = {name.casefold(): name for name in hourly}
    for place in _places(form, "kinds"):
        at = f"kinds.{place}"
        name = _name(form, f"{at}.name", kinds)
        parts = {part: _figure(form, f"{at}.{part}", Kind.NUMBER) for part in (*MINUTES, "drive_miles")}
        helper = _figure(form, f"{at}.helper_cost", Kind.MONEY)
        counts = {tier: _figure(form, f"{at}.{tier}", Kind.NUMBER) for tier in TIERS}
        who = form.text(f"{at}.discipline", limit=NAME_LENGTH)
        in_person = form.flag(f"{at}.in_person")
        _unnamed(form, name, f"{at}.name", *parts.values(), helper, *counts.values())
        if not name:
            continue
        if who.casefold() not in by_name:
            form.fail(f"{at}.discipline", "Choose one of the disciplines above; its hour is needed.")
        given = {part: value for part, value in {**parts, "helper_cost": helper}.items() if value is not None}
        kinds[name] = {"discipline": by_name.get(who.casefold(), who), **given, "in_person": in_person}
        for tier, count in counts.items():
            mix[tier] |= {name: count} if count is not None else {}
    if not kinds:
        form.fail("kinds.0.name", "Name at least one kind of encounter.")
    return kinds, mix


def _lines(form: FormData) -> dict[str, str]:
    lines: dict[str, str] = {}
    for place in _places(form, "lines"):
        at = f"lines.{place}"
        name = _name(form, f"{at}.name", lines)
        amount = _figure(form, f"{at}.amount", Kind.MONEY)
        _unnamed(form, name, f"{at}.name", amount)
        if name:
            lines[name] = amount or "0"
    return lines


def _start(form: FormData) -> dict[str, Any]:
    """The first months; the last one with patients ends them."""
    single = _singles(form, START)
    tolerance = single.pop("loss_tolerance", None)
    columns: dict[str, list[str]] = {"patients": [], "new_enrolled": [], "startup_factor": []}
    for place in _places(form, "start"):
        patients = _figure(form, f"start.{place}.patients", Kind.NUMBER)
        new = _figure(form, f"start.{place}.new_enrolled", Kind.NUMBER)
        factor = _figure(form, f"start.{place}.startup_factor", Kind.NUMBER)
        if patients is None and (new is not None or factor is not None):
            form.fail(f"start.{place}.patients", "How many patients are there in this month?")
        if patients is not None:
            for name, value in (("patients", patients), ("new_enrolled", new), ("startup_factor", factor)):
                columns[name].append(value or ("1" if name == "startup_factor" else "0"))
    ramp = {**single, **columns} if columns["patients"] else dict(single)
    return {"ramp": ramp, **({"loss_tolerance": tolerance} if tolerance is not None else {})}


# --- the form with what is known


def cost_form(case: Case, seen: int) -> FormData:
    """The form of a set that is kept."""
    raw, team = case.raw, case.team
    hourly = dict(raw.get("hourly_cost", {}))
    values: dict[str, Any] = {"layers": list(case.layers), "seen": str(seen)}
    ramp = raw.get("ramp", {})
    at_start = {one.name: ramp.get(one.name) for one in MONEY_AT_START}
    single = {**raw, **raw.get("payment_terms", {}), **at_start}
    single["admin_hour"] = hourly.pop(ADMIN, None)
    for one in (*TYPED, *PAYMENTS, *START):
        values[one.name] = _typed(single.get(one.name), one.kind)
    shares = raw.get("tier_share", {})
    values |= {f"share.{tier}": _typed(shares.get(tier), Kind.SHARE) for tier in TIERS}
    for place, (name, cost) in enumerate(hourly.items()):
        there = team.get(name, {})
        values |= _row(f"hours.{place}", {"name": name, "cost": cost, "there": there.get("hours")})
        values[f"hours.{place}.share"] = _typed(there.get("share") or None, Kind.SHARE)
    for place, (name, one) in enumerate(raw.get("encounter_types", {}).items()):
        counts = {tier: raw.get("mix", {}).get(tier, {}).get(name) for tier in TIERS}
        values |= _row(f"kinds.{place}", {"name": name, **one, **counts})
        values[f"kinds.{place}.in_person"] = bool(one.get("in_person"))
    for place, (name, amount) in enumerate(raw.get("fixed_overhead_lines", {}).items()):
        values |= _row(f"lines.{place}", {"name": name, "amount": amount})
    for place, patients in enumerate(ramp.get("patients", ())):
        later = {name: ramp[name][place] for name in ("new_enrolled", "startup_factor") if ramp.get(name)}
        values |= _row(f"start.{place}", {"patients": patients, **later})
    return FormData(initial=values)


def _row(at: str, cells: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{at}.{name}": "" if value is None else value for name, value in cells.items()}


def _typed(value: str | None, kind: Kind) -> str:
    if value is None:
        return ""
    return _short(Decimal(value) * 100) if kind is Kind.SHARE else value


def row_counts(form: FormData) -> dict[str, int]:
    """How many rows each table shows: those that are filled, and some to fill."""
    found = {}
    for table, spare in SPARE_ROWS.items():
        places = [
            int(name.split(".")[1])
            for name, value in form.values.items()
            if name.startswith(f"{table}.") and name.count(".") == 2 and value
        ]
        found[table] = min(max(places, default=-1) + 1 + spare, MOST_ROWS)
    found["start"] = max(found["start"], FIRST_MONTHS)
    return found
