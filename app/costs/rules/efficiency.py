"""Doing it with less effort: an option with figures to begin with, and what it does to the inputs. Pure.

[L4 efficiency] [L7 effort] [L5 negotiation]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from .change import Change, Task, changed, free_name
from .inputs import ADMIN, CostInputs, Encounter, Tier
from .model import cost_parts, encounter_cost, tier_direct_cost

LONGEST = 80  # of a name, as the form of the costs takes it
FINEST = 10_000  # parts of one: as fine as that form takes a number


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried; of these only what the option asks for counts. Shares from 0 to 1, `helper` in USD."""

    kind: str = ""
    share: Fraction = Fraction(0)
    helper: Fraction = Fraction(0)
    discipline: str = ""
    tier: str = ""
    to_tier: str = ""
    less: Fraction = Fraction(0)
    hours: Fraction = Fraction(0)  # of teaching, in a month


@dataclass(frozen=True, slots=True)
class Option:
    """One way to spend less effort: what it asks for, figures to begin with, and what it does.

    `ident` is its id in the catalogue; `touches` is the cost of a patient month it is about, in USD, and
    `called` what people call that. `begin` answers None where the costs hold nothing to try it on.
    """

    ident: str
    asks: tuple[str, ...]
    begin: Callable[[CostInputs], Trial | None]
    does: Callable[[CostInputs, Trial], CostInputs]
    touches: Callable[[CostInputs, Trial], Fraction]
    called: Callable[[Trial], str]


# --- what each does


def _fine(value: Fraction) -> Fraction:
    return Fraction(round(value * FINEST), FINEST)


def _part_as(inputs: CostInputs, trial: Trial, name: str, other: Encounter) -> CostInputs:
    """A share of a kind of encounters happens in another way, in every tier."""
    kind = free_name(name[:LONGEST], inputs.encounter_types)
    tiers = {}
    for key, tier in inputs.tiers.items():
        moved = _fine(tier.mix.get(trial.kind, Fraction(0)) * trial.share)
        mix = {**tier.mix, trial.kind: tier.mix[trial.kind] - moved, kind: moved} if moved else tier.mix
        tiers[key] = replace(tier, mix=mix)
    return replace(inputs, encounter_types={**inputs.encounter_types, kind: other}, tiers=tiers)


def _by_video(inputs: CostInputs, trial: Trial) -> CostInputs:
    one = inputs.encounter_types[trial.kind]
    still = replace(
        one,
        drive_minutes=Fraction(0),
        drive_miles=Fraction(0),
        helper_cost=trial.helper,
        in_person=False,
    )
    return _part_as(inputs, trial, f"{trial.kind[:60]}, by video", still)


def _handed_on(inputs: CostInputs, trial: Trial) -> CostInputs:
    other = replace(inputs.encounter_types[trial.kind], discipline=trial.discipline)
    return _part_as(inputs, trial, f"{trial.kind[:40]}, by {trial.discipline[:34]}", other)


def _to_lighter(inputs: CostInputs, trial: Trial) -> CostInputs:
    tiers = dict(inputs.tiers)
    moved = min(trial.share, tiers[trial.tier].share)
    tiers[trial.tier] = replace(tiers[trial.tier], share=tiers[trial.tier].share - moved)
    tiers[trial.to_tier] = replace(tiers[trial.to_tier], share=tiers[trial.to_tier].share + moved)
    return replace(inputs, tiers=tiers)


def _to_generalists(inputs: CostInputs, trial: Trial) -> CostInputs:
    mix = {kind: _fine(times * (1 - trial.share)) for kind, times in inputs.tiers[trial.tier].mix.items()}
    tiers = {**inputs.tiers, trial.tier: Tier(inputs.tiers[trial.tier].share, mix)}
    found = replace(inputs, tiers=tiers)
    if not trial.hours:
        return found
    return changed(found, Change(task=Task("Teaching generalists", trial.discipline, trial.hours, False)))


def _less_driving(inputs: CostInputs, trial: Trial) -> CostInputs:
    return changed(inputs, Change(drive=1 - trial.less))


def _shorter_records(inputs: CostInputs, trial: Trial) -> CostInputs:
    kinds = {
        name: replace(one, doc_minutes=_fine(one.doc_minutes * (1 - trial.less)))
        for name, one in inputs.encounter_types.items()
    }
    return replace(inputs, encounter_types=kinds)


def _less_office(inputs: CostInputs, trial: Trial) -> CostInputs:
    return replace(inputs, variable_admin_hours=_fine(inputs.variable_admin_hours * (1 - trial.less)))


# --- what each touches, in USD of a patient month


def _of_kind(inputs: CostInputs, trial: Trial) -> Fraction:
    one = inputs.encounter_types[trial.kind]
    times = sum((tier.share * tier.mix.get(trial.kind, 0) for tier in inputs.tiers.values()), Fraction(0))
    return times * encounter_cost(inputs, one) * (1 + inputs.missed_share if one.in_person else 1)


def _of_tier(inputs: CostInputs, trial: Trial) -> Fraction:
    tier = inputs.tiers[trial.tier]
    return tier.share * tier_direct_cost(inputs, tier.mix)


def _all_of(does: Callable[[CostInputs, Trial], CostInputs]) -> Callable[[CostInputs, Trial], Fraction]:
    """What would go if all of it went."""

    def touches(inputs: CostInputs, _trial: Trial) -> Fraction:
        without = does(inputs, Trial(less=Fraction(1)))
        return cost_parts(inputs).variable_ppm - cost_parts(without).variable_ppm

    return touches


# --- figures to begin with

HALF, QUARTER, FIFTH, TENTH = Fraction(1, 2), Fraction(1, 4), Fraction(1, 5), Fraction(1, 10)


def _visits(inputs: CostInputs) -> list[str]:
    """Kinds of encounters in person that happen at all."""
    return [
        name
        for name, one in inputs.encounter_types.items()
        if one.in_person and _of_kind(inputs, Trial(kind=name))
    ]


def _hour(inputs: CostInputs, kind: str) -> Fraction:
    return inputs.hourly_cost[inputs.encounter_types[kind].discipline]


def _begin_dearest_hour(inputs: CostInputs) -> Trial | None:
    """The visits of whoever costs most; nothing where those are by video or phone already."""
    most = max((_hour(inputs, kind) for kind in inputs.encounter_types), default=None)
    found = next((kind for kind in _visits(inputs) if _hour(inputs, kind) == most), None)
    return Trial(kind=found, share=HALF) if found else None


def _begin_helper(inputs: CostInputs) -> Trial | None:
    found = max(_visits(inputs), key=lambda kind: _hour(inputs, kind), default=None)
    return Trial(kind=found, share=HALF, helper=Fraction(25)) if found else None


def _begin_dearest_visit(inputs: CostInputs) -> Trial | None:
    found = max(_visits(inputs), key=lambda kind: _of_kind(inputs, Trial(kind=kind)), default=None)
    return Trial(kind=found, share=QUARTER) if found else None


def _begin_handing(inputs: CostInputs) -> Trial | None:
    """The encounters that cost most, to the discipline with the nearest lower hour."""
    kinds = sorted(inputs.encounter_types, key=lambda kind: _of_kind(inputs, Trial(kind=kind)), reverse=True)
    for kind in kinds:
        hour = _hour(inputs, kind)
        lower = [one for one, cost in inputs.hourly_cost.items() if 0 < cost < hour and one != ADMIN]
        if lower and _of_kind(inputs, Trial(kind=kind)):
            return Trial(kind=kind, share=QUARTER, discipline=max(lower, key=inputs.hourly_cost.__getitem__))
    return None


def _by_cost(inputs: CostInputs) -> list[str]:
    """Tiers that hold patients, the dearest first."""
    held = [name for name, tier in inputs.tiers.items() if tier.share]
    return sorted(held, key=lambda name: tier_direct_cost(inputs, inputs.tiers[name].mix), reverse=True)


def _begin_lighter(inputs: CostInputs) -> Trial | None:
    first, *rest = _by_cost(inputs) or [""]
    return Trial(tier=first, to_tier=rest[0], share=min(TENTH, inputs.tiers[first].share)) if rest else None


def _begin_generalists(inputs: CostInputs) -> Trial | None:
    """The lightest tier, taught by whoever has the dearest hour."""
    tiers = _by_cost(inputs)
    teachers = [one for one in inputs.hourly_cost if one != ADMIN]
    if not tiers or not teachers:
        return None
    teacher = max(teachers, key=inputs.hourly_cost.__getitem__)
    return Trial(tier=tiers[-1], share=QUARTER, discipline=teacher, hours=Fraction(4))


def _begin_less(does: Callable[[CostInputs, Trial], CostInputs]) -> Callable[[CostInputs], Trial | None]:
    """A fifth less, where there is any."""

    def begin(inputs: CostInputs) -> Trial | None:
        trial = Trial(less=FIFTH)
        return trial if _all_of(does)(inputs, trial) else None

    return begin


def _kind(trial: Trial) -> str:
    return trial.kind


def _tier(trial: Trial) -> str:
    return f"Care in the {trial.tier} tier"


def _cut(ident: str, called: str, does: Callable[[CostInputs, Trial], CostInputs]) -> Option:
    """A part of the cost of which so many percent less are tried."""
    return Option(ident, ("less",), _begin_less(does), does, _all_of(does), lambda _trial: called)


SOME_OF_A_KIND, BY_OTHERS = ("kind", "share"), ("tier", "share", "discipline", "hours")
OPTIONS: Mapping[str, Option] = {
    one.ident: one
    for one in (
        Option("EF1", SOME_OF_A_KIND, _begin_dearest_hour, _by_video, _of_kind, _kind),
        Option("EF2", (*SOME_OF_A_KIND, "helper"), _begin_helper, _by_video, _of_kind, _kind),
        Option("EF3", ("tier", "to_tier", "share"), _begin_lighter, _to_lighter, _of_tier, _tier),
        Option("EF4", BY_OTHERS, _begin_generalists, _to_generalists, _of_tier, _tier),
        _cut("EF5", "Driving", _less_driving),
        _cut("EF6", "Keeping records", _shorter_records),
        Option("EF7", (*SOME_OF_A_KIND, "discipline"), _begin_handing, _handed_on, _of_kind, _kind),
        _cut("EF9", "Office work", _less_office),
        Option("EF10", SOME_OF_A_KIND, _begin_dearest_visit, _by_video, _of_kind, _kind),
    )
}
