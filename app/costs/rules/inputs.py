"""The inputs of the cost model, read from plain data; every fault is named by its place. Pure.

Numbers are exact fractions: nothing is rounded before it is shown. Amounts are US dollars; shares go from 0
to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

# The six mechanisms of payment as layers that can be switched [L5 mechanisms].
MECHANISMS = (
    "case_rate",
    "supplement",
    "assessment_fee",
    "quality_incentive",
    "data_incentive",
    "acp_incentive",
)
RAMP_MECHANISMS = ("case_rate", "supplement", "assessment_fee")  # those that pay from the first month
ADMIN = "admin"  # whose hour counts for authorizations, coordination and data entry
MOST_MONTHS, MOST_ENTRIES = 120, 100
LARGEST, MOST_DIGITS = Fraction(10**12), 30

Value = TypeVar("Value")


class InputFault(ValueError):
    """An input that cannot be meant; the sentence names its place."""


@dataclass(frozen=True, slots=True)
class Encounter:
    """A kind of encounter: minutes and miles of one, and the discipline that gives it [L5 costs]."""

    discipline: str
    direct_minutes: Fraction = Fraction(0)
    doc_minutes: Fraction = Fraction(0)
    drive_minutes: Fraction = Fraction(0)
    drive_miles: Fraction = Fraction(0)
    helper_cost: Fraction = Fraction(0)
    in_person: bool = False

    @property
    def minutes(self) -> Fraction:
        """Staff time of one: with the patient, for the record, on the road."""
        return self.direct_minutes + self.doc_minutes + self.drive_minutes


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of intensity: its share of the patients, and encounters per patient month by kind."""

    share: Fraction
    mix: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Payment:
    """Amounts from the payment mechanisms [L5 mechanisms]."""

    case_rate: Fraction = Fraction(0)
    supplement_rate: Fraction = Fraction(0)
    supplement_share: Fraction = Fraction(0)
    assessment_fee: Fraction = Fraction(0)
    quality_incentive_monthly: Fraction = Fraction(0)
    share_meeting: Fraction = Fraction(0)
    data_incentive_ppm: Fraction = Fraction(0)
    acp_incentive: Fraction = Fraction(0)
    acp_share: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Ramp:
    """The first months: patients, newly enrolled and the extra cost of a less practiced team in each."""

    patients: tuple[Fraction, ...] = ()
    new_enrolled: tuple[Fraction, ...] = ()
    startup_factor: tuple[Fraction, ...] = ()
    startup_once: Fraction = Fraction(0)
    startup_support: Fraction = Fraction(0)
    mechanisms: tuple[str, ...] = RAMP_MECHANISMS


@dataclass(frozen=True, slots=True)
class CostInputs:
    """Everything the cost model asks for."""

    hourly_cost: Mapping[str, Fraction]
    encounter_types: Mapping[str, Encounter]
    tiers: Mapping[str, Tier]
    fixed_overhead_lines: Mapping[str, Fraction] = field(default_factory=dict)
    mileage_rate: Fraction = Fraction(0)
    missed_share: Fraction = Fraction(0)
    variable_admin_hours: Fraction = Fraction(0)
    assessment_cost: Fraction = Fraction(0)
    screening_cost: Fraction = Fraction(0)
    assessed_per_enrolled: Fraction = Fraction(0)
    referrals_per_enrolled: Fraction = Fraction(0)
    mean_stay_months: Fraction = Fraction(0)
    patients: Fraction = Fraction(0)
    charity_patient_months: Fraction = Fraction(0)
    loss_tolerance: Fraction | None = None  # not known, which is not zero
    payment_terms: Payment = Payment()
    ramp: Ramp = Ramp()

    @property
    def fixed_overhead(self) -> Fraction:
        """USD a month, whatever the number of patients."""
        return sum(self.fixed_overhead_lines.values(), Fraction(0))


TIER_KEYS = {"mix", "tier_share"}
SHARES = {"missed_share", "supplement_share", "share_meeting", "acp_share"}
PLAIN = (
    "mileage_rate",
    "missed_share",
    "variable_admin_hours",
    "assessment_cost",
    "screening_cost",
    "assessed_per_enrolled",
    "referrals_per_enrolled",
    "mean_stay_months",
    "patients",
    "charity_patient_months",
    "loss_tolerance",
)
PARTS = ("direct_minutes", "doc_minutes", "drive_minutes", "drive_miles", "helper_cost")


def read_inputs(raw: Any) -> CostInputs:
    """The inputs in the shape of the catalogue's worked example. Raises InputFault."""
    data = _mapping(raw, "the file")
    hourly = _each(data.get("hourly_cost"), "hourly_cost", _number)
    kinds = _each(data.get("encounter_types"), "encounter_types", lambda one, at: _encounter(one, at, hourly))
    if not kinds:
        raise InputFault("encounter_types: name at least one kind of encounter.")
    plain = {name: _number(data[name], name) for name in PLAIN if data.get(name) is not None}
    if plain.get("variable_admin_hours") and ADMIN not in hourly:
        raise InputFault("hourly_cost: the hour of “admin” is missing; variable_admin_hours needs it.")
    return CostInputs(
        hourly_cost=hourly,
        encounter_types=kinds,
        tiers=_tiers(data, kinds),
        fixed_overhead_lines=_each(data.get("fixed_overhead_lines"), "fixed_overhead_lines", _number),
        payment_terms=_payment(data.get("payment_terms")),
        ramp=_ramp(data.get("ramp")),
        **plain,
    )


def oddities(raw: Mapping[str, Any], inputs: CostInputs) -> tuple[str, ...]:
    """What deserves a look though it stops nothing: unknown names, shares that do not make a whole."""
    known = (CostInputs.__dataclass_fields__.keys() - {"tiers"}) | TIER_KEYS
    unknown = sorted({str(name) for name in raw} - known)
    found = [f"{name}: nobody here knows this name, so it counts nowhere." for name in unknown]
    total = sum((tier.share for tier in inputs.tiers.values()), Fraction(0))
    if abs(total - 1) > Fraction(1, 1000):
        found.append(f"tier_share: the shares of all tiers make {float(total):g} together, not 1.")
    return tuple(found)


def _number(raw: Any, place: str) -> Fraction:
    """An exact number from 0 up; a float counts as it is written."""
    name = place.rsplit(".", 1)[-1]
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise InputFault(f"{place}: this must be a number.")
    try:
        written = Decimal(str(raw).strip())
    except ArithmeticError as error:
        raise InputFault(f"{place}: “{str(raw)[:40]}” is not a number.") from error
    if not written.is_finite() or (written and abs(written.adjusted()) > MOST_DIGITS):
        raise InputFault(f"{place}: “{str(raw)[:40]}” is no number that can be meant here.")
    value = Fraction(written)
    if value < 0:
        raise InputFault(f"{place}: this cannot be less than 0.")
    if value > (1 if name in SHARES else LARGEST):
        raise InputFault(
            f"{place}: a share is from 0 to 1, so 25 percent is 0.25."
            if name in SHARES
            else f"{place}: this number is too large. Check its digits."
        )
    return value


def _mapping(raw: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise InputFault(f"{place}: here stand names with their values.")
    if len(raw) > MOST_ENTRIES:
        raise InputFault(f"{place}: more than {MOST_ENTRIES} entries.")
    return {str(name): value for name, value in raw.items()}


def _each(raw: Any, place: str, read: Callable[[Any, str], Value]) -> dict[str, Value]:
    return {name: read(value, f"{place}.{name}") for name, value in _mapping(raw or {}, place).items()}


def _encounter(raw: Any, place: str, hourly: Mapping[str, Fraction]) -> Encounter:
    data = _mapping(raw, place)
    discipline = str(data.get("discipline", ""))
    if discipline not in hourly:
        raise InputFault(f"{place}.discipline: hourly_cost names no “{discipline}”.")
    in_person = data.get("in_person", False)
    if not isinstance(in_person, bool):
        raise InputFault(f"{place}.in_person: this is true or false.")
    parts = {name: _number(data[name], f"{place}.{name}") for name in PARTS if data.get(name) is not None}
    return Encounter(discipline=discipline, in_person=in_person, **parts)


def _tiers(data: Mapping[str, Any], kinds: Mapping[str, Encounter]) -> dict[str, Tier]:
    mix = _each(data.get("mix"), "mix", lambda one, at: _each(one, at, _number))
    shares = _each(data.get("tier_share"), "tier_share", _number)
    if not mix:
        raise InputFault("mix: name at least one tier with its encounters per patient month.")
    for tier, counts in mix.items():
        for kind in counts:
            if kind not in kinds:
                raise InputFault(f"mix.{tier}: encounter_types names no “{kind}”.")
    odd = set(mix) ^ set(shares)
    if odd:
        raise InputFault(f"tier_share: “{min(odd)}” needs both a share and a mix of encounters.")
    return {name: Tier(shares[name], counts) for name, counts in mix.items()}


def _payment(raw: Any) -> Payment:
    data = _mapping(raw or {}, "payment_terms")
    unknown = set(data) - set(Payment.__dataclass_fields__)
    if unknown:
        raise InputFault(f"payment_terms: nobody here knows “{min(unknown)}”.")
    given = {name: value for name, value in data.items() if value is not None}
    return Payment(**{name: _number(value, f"payment_terms.{name}") for name, value in given.items()})


def _ramp(raw: Any) -> Ramp:
    data = _mapping(raw or {}, "ramp")
    patients = _series(data.get("patients"), "ramp.patients")
    new = _series(data.get("new_enrolled"), "ramp.new_enrolled", len(patients), Fraction(0))
    factor = _series(data.get("startup_factor"), "ramp.startup_factor", len(patients), Fraction(1))
    sums = ("startup_once", "startup_support")
    once, support = (_number(data.get(name) or 0, f"ramp.{name}") for name in sums)
    picked = data.get("mechanisms") or RAMP_MECHANISMS
    if not isinstance(picked, Sequence) or isinstance(picked, str) or not set(picked) <= set(MECHANISMS):
        raise InputFault(f"ramp.mechanisms: choose from {', '.join(MECHANISMS)}.")
    return Ramp(patients, new, factor, once, support, tuple(picked))


def _series(
    raw: Any, place: str, length: int | None = None, usual: Fraction = Fraction(0)
) -> tuple[Fraction, ...]:
    """One number for each month; left out it is the usual one throughout."""
    if raw is None:
        return (usual,) * (length or 0)
    if not isinstance(raw, Sequence) or isinstance(raw, str) or len(raw) > MOST_MONTHS:
        raise InputFault(f"{place}: a list of numbers, one for each month, up to {MOST_MONTHS}.")
    if length is not None and len(raw) != length:
        raise InputFault(f"{place}: {len(raw)} months, but ramp.patients has {length}.")
    return tuple(_number(one, f"{place} {at}") for at, one in enumerate(raw, start=1))
