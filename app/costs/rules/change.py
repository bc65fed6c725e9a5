"""What a proposed change would do: a rate, a fee, a visit minimum, a new task, longer ways. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from .figures import PAYMENTS, SINGLE, Figure, Kind
from .inputs import ADMIN, CostInputs, Encounter, Tier
from .model import cost_parts, of_set, sensitivities
from .words import exact, number

TASK_LINE = "New task"
FULL = Fraction(1)


@dataclass(frozen=True, slots=True)
class Least:
    """At least so many encounters of a kind for each patient a month."""

    kind: str
    number: Fraction


@dataclass(frozen=True, slots=True)
class Task:
    """A new task: hours of a discipline, for each patient month or in a month altogether."""

    name: str
    discipline: str
    hours: Fraction
    each_patient: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One proposal; what it does not name stays. `drive` is a factor: 1.2 is a fifth more."""

    payments: Mapping[str, Fraction] = field(default_factory=dict)
    least: Least | None = None
    task: Task | None = None
    drive: Fraction = FULL
    patients: Fraction | None = None


def changed(inputs: CostInputs, change: Change) -> CostInputs:
    """The inputs as they would be [L5 negotiation]."""
    found = replace(inputs, payment_terms=replace(inputs.payment_terms, **change.payments))
    if change.patients is not None:
        found = replace(found, patients=change.patients)
    if change.drive != FULL:
        found = _driven(found, change.drive)
    if change.least is not None:
        found = replace(found, tiers=_at_least(found.tiers, change.least))
    if change.task is not None:
        found = _with_task(found, change.task)
    return found


def _driven(inputs: CostInputs, factor: Fraction) -> CostInputs:
    kinds = {
        name: replace(one, drive_minutes=one.drive_minutes * factor, drive_miles=one.drive_miles * factor)
        for name, one in inputs.encounter_types.items()
    }
    return replace(inputs, encounter_types=kinds)


def _at_least(tiers: Mapping[str, Tier], least: Least) -> dict[str, Tier]:
    return {
        name: replace(
            tier, mix={**tier.mix, least.kind: max(tier.mix.get(least.kind, Fraction(0)), least.number)}
        )
        for name, tier in tiers.items()
    }


def _with_task(inputs: CostInputs, task: Task) -> CostInputs:
    """An encounter more for each patient month, office hours more, or a line of overhead."""
    name = task.name or TASK_LINE
    if not task.each_patient:
        line = free_name(name, inputs.fixed_overhead_lines)
        cost = task.hours * inputs.hourly_cost[task.discipline]
        return replace(inputs, fixed_overhead_lines={**inputs.fixed_overhead_lines, line: cost})
    if task.discipline == ADMIN:
        return replace(inputs, variable_admin_hours=inputs.variable_admin_hours + task.hours)
    kind = free_name(name, inputs.encounter_types)
    one = Encounter(task.discipline, direct_minutes=task.hours * 60)
    tiers = {key: replace(tier, mix={**tier.mix, kind: Fraction(1)}) for key, tier in inputs.tiers.items()}
    return replace(inputs, encounter_types={**inputs.encounter_types, kind: one}, tiers=tiers)


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or with a number behind it where it is taken."""
    place = 2
    found = name
    while found in taken:
        found, place = f"{name} {place}", place + 1
    return found


def level_rate(before: CostInputs, after: CostInputs, layers: Collection[str]) -> Fraction | None:
    """The case rate in USD at which a month would leave what it leaves now; None where it is not known."""
    was, becomes = (of_set(one, layers).monthly_margin for one in (before, after))
    if was is None or becomes is None or not after.patients:
        return None
    return max(after.payment_terms.case_rate + (was - becomes) / after.patients, Fraction(0))


A_FIFTH, MORE_PATIENTS = Fraction(1, 5), 10


def savings(inputs: CostInputs) -> tuple[tuple[str, Fraction], ...]:
    """What would lower the cost of a patient month, each by itself, with the USD it takes off [L5 costs]."""
    now = cost_parts(inputs)
    shorter = cost_parts(changed(inputs, Change(drive=1 - A_FIFTH)))
    found = [("A fifth less driving", now.direct_ppm - shorter.direct_ppm)]
    found.append(("A fifth less office work for each", A_FIFTH * (now.variable_ppm - now.direct_ppm)))
    moved = sensitivities(inputs)["high_tier_plus_10_points"]
    found.append(
        ("Ten of a hundred patients in the standard tier, not in the high one", moved or Fraction(0))
    )
    if inputs.patients:
        more = inputs.fixed_overhead / (inputs.patients + MORE_PATIENTS)
        found.append(
            ("Ten patients more on the same overhead", inputs.fixed_overhead / inputs.patients - more)
        )
    return tuple((words, amount) for words, amount in found if amount > 0)


# --- what differs between two sets, in words


@dataclass(frozen=True, slots=True)
class Differing:
    """One input that differs: what it is, before and after; `private` is what a partner need not know."""

    what: str
    before: str
    after: str
    private: bool = False


def differing(before: CostInputs, after: CostInputs) -> tuple[Differing, ...]:
    """Every input that differs, in the order in which people talk about them."""
    return tuple(
        one
        for found in (_payments, _plain, _mix, _kinds, _amounts)
        for one in found(before, after)
        if one.before != one.after
    )


def _payments(before: CostInputs, after: CostInputs) -> Iterator[Differing]:
    return _figures(PAYMENTS, before.payment_terms, after.payment_terms)


def _plain(before: CostInputs, after: CostInputs) -> Iterator[Differing]:
    return _figures([one for one in SINGLE if one.kind in (Kind.NUMBER, Kind.SHARE)], before, after)


def _figures(figures: Iterable[Figure], before: object, after: object) -> Iterator[Differing]:
    for one in figures:
        old, new = (one.shown(getattr(each, one.name)) for each in (before, after))
        yield Differing(one.called, old, new, one.private)


def _mix(before: CostInputs, after: CostInputs) -> Iterator[Differing]:
    for tier, new in after.tiers.items():
        old = before.tiers.get(tier)
        for kind, times in new.mix.items():
            was = old.mix.get(kind, Fraction(0)) if old else Fraction(0)
            yield Differing(f"{kind}, {tier} tier, a month", number(was), number(times))


def _kinds(before: CostInputs, after: CostInputs) -> Iterator[Differing]:
    for kind, new in after.encounter_types.items():
        old = before.encounter_types.get(kind, new)
        yield Differing(f"{kind}, drive in minutes", number(old.drive_minutes), number(new.drive_minutes))
        yield Differing(f"{kind}, miles", number(old.drive_miles), number(new.drive_miles))
        was, becomes = (number(one.direct_minutes + one.doc_minutes) for one in (old, new))
        yield Differing(f"{kind}, minutes without the drive", was, becomes)


def _amounts(before: CostInputs, after: CostInputs) -> Iterator[Differing]:
    yield from _figures([one for one in SINGLE if one.kind in (Kind.MONEY, Kind.RATE)], before, after)
    for label, old, new in (
        ("An hour of", before.hourly_cost, after.hourly_cost),
        ("Overhead:", before.fixed_overhead_lines, after.fixed_overhead_lines),
    ):
        for name in dict.fromkeys((*old, *new)):
            was, becomes = (exact(lines.get(name, Fraction(0))) for lines in (old, new))
            words = f"{label} {'office work' if name == ADMIN else name}"
            yield Differing(words, was, becomes, private=True)
